"""The figures of what comes in: fetching, arXiv's snapshot, reading, merging."""

from collections.abc import Iterator
from pathlib import Path

from tests.bench.fetching import fetching_rows
from tests.bench.merging import merging_rows
from tests.bench.reading import reading_rows
from tests.bench.rows import Row
from tests.bench.snapshot import snapshot_rows


def source_rows(corpora: Path | None) -> Iterator[Row]:
    """Every row of SUITE=sources; `corpora` is the folder of real corpora."""
    for rows in (merging_rows, snapshot_rows, reading_rows, fetching_rows):
        yield from rows(corpora)

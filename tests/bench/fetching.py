"""The figures of fetching: killed two hundred times among faults, it ends as undisturbed."""

import os
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.rows import Row
from tests.support.services.killing import FETCHED, faulty, fetch_killed
from tests.support.services.papers import papers
from tests.support.services.server import serving

_KILLS = 200
_PAPERS = 3_000


def fetching_rows(_: Path | None) -> Iterator[Row]:
    """One row a service; the kills are shared out among them."""
    os.environ["OPENALEX_API_KEY"] = "key-of-the-bench"
    kills = _KILLS // len(FETCHED)
    for service, (world, _words) in FETCHED.items():
        chance = random.Random(service)
        there = papers(_PAPERS)
        with tempfile.TemporaryDirectory() as folder:
            os.environ["PAPERTIDES_DATA"] = folder
            disturbed, whole = Path(folder, "disturbed.parquet"), Path(folder, "whole.parquet")
            with serving(faulty(world(there), chance)) as server:
                met = 0
                while met < kills:
                    met += fetch_killed(service, disturbed, server=server, chance=chance, kills=1)
            with serving(world(there)) as server:
                fetch_killed(service, whole, server=server, chance=chance, kills=0)
            same = disturbed.read_bytes() == whole.read_bytes()
        yield Row(
            f"{service}: {_PAPERS:,} papers, a tenth of the answers faults, killed {met} times",
            "the file of an undisturbed fetch", "the same" if same else "another", same,
        )  # fmt: skip

"""The figures of `check` on a large Parquet file: time and memory."""

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tests.bench.rows import Row, cost

PAPERS = 1_000_000
SECONDS, GIGABYTES = 90, 4
DISTINCT = 20_000  # abstracts, each of which is made another by its number
CHUNK = 100_000
COMMON = (
    "the", "of", "and", "we", "in", "to", "for", "is", "with", "that", "on", "this", "by", "from",
    "as", "model", "data", "results",
)  # fmt: skip
WRITE = (
    "import sys; from pathlib import Path; from tests.bench.reading import write_papers; "
    "write_papers(Path(sys.argv[1]), papers=int(sys.argv[2]))"
)


def reading_rows(corpora: Path | None = None, *, papers: int = PAPERS) -> Iterator[Row]:
    """The rows of `check`; the limits are those of a million papers, in proportion for fewer."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "papers.parquet"
        # In a process of its own: the peak of a process is never below that of its parent.
        cost("-c", WRITE, str(path), str(papers), data=Path(folder))
        took = cost("-m", "analysis", "check", str(path), data=Path(folder))
    seconds, gigabytes = (limit * papers / PAPERS for limit in (SECONDS, GIGABYTES))
    name = f"check: {papers:,} papers of Parquet"
    yield Row(name, f"≤ {seconds:g} s", f"{took.busy:.1f} s", took.busy <= seconds)
    limit, found = f"≤ {gigabytes:g} GB", f"{took.gigabytes:.2f} GB"
    yield Row(f"{name}: peak memory", limit, found, took.gigabytes <= gigabytes)


def write_papers(path: Path, *, papers: int) -> None:
    """Write seeded papers, each with its own title, abstract and DOI, 150 words an abstract."""
    draw = random.Random(7)
    words = [f"{chr(97 + number % 26)}word{number}" for number in range(8_000)]
    # Every other word is a frequent one, so that the language is clear as in real abstracts.
    texts = [
        " ".join(f"{draw.choice(COMMON)} {draw.choice(words)}" for _ in range(75))
        for _ in range(DISTINCT)
    ]
    writer = None
    for start in range(0, papers, CHUNK):
        numbers = range(start, min(start + CHUNK, papers))
        table = pa.table(
            {
                "title": [f"{draw.choice(words)} of {draw.choice(words)} {n}" for n in numbers],
                "abstract": [f"{texts[n % DISTINCT]} {n}." for n in numbers],
                "authors": [[f"{draw.choice(words)} {draw.choice(words)}"] * 3 for _ in numbers],
                "published": [f"20{n % 25:02d}-{n % 12 + 1:02d}-{n % 28 + 1:02d}" for n in numbers],
                "venue": [f"Journal {n % 500}" for n in numbers],
                "doi": [f"10.1234/paper.{n}" for n in numbers],
            }
        )
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table)
    if writer:
        writer.close()

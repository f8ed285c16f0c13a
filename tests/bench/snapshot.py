"""The figures of arXiv's snapshot: lines a second and memory, filtered to a category and years."""

import json
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench.rows import Row, cost

# The snapshot of 2025 has 2.7 million lines of 1.6 kB.
LINES = 2_500_000
LINES_A_SECOND = 40_000
MEGABYTES = 500
CATEGORIES = (
    "cs.LG cs.CV cs.CL cs.RO stat.ML hep-ph hep-th gr-qc astro-ph.GA math.AG math.CO quant-ph "
    "cond-mat.mtrl-sci physics.optics q-bio.PE eess.IV"
)
WORDS = (
    "we study deep models of sea ice and quantum fields with new bounds results show that learning "
    "improves under large scale data while theory explains these effects"
)
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
DISTINCT = 100_000
WRITE = (
    "import sys; from pathlib import Path; from tests.bench.snapshot import write_snapshot; "
    "write_snapshot(Path(sys.argv[1]), lines=int(sys.argv[2]))"
)
READ = (
    "import sys; from analysis.papers.readers.arxiv_snapshot import read_snapshot; "
    "table = read_snapshot(sys.argv[1], categories=['cs.LG'], since='2019', until='2023'); "
    "print(len(table.rows))"
)


def snapshot_rows(corpora: Path | None = None, *, lines: int = LINES) -> Iterator[Row]:
    """The rows of the snapshot; `corpora` may hold the real one, as `arxiv.json`.

    The rate is by the seconds of the process itself, which one thread is busy for.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "snapshot.json"
        real = corpora / "arxiv.json" if corpora else None
        if real and real.is_file():
            path = real
        else:
            # In a process of its own: the peak of a process is never below that of its parent.
            cost("-c", WRITE, str(path), str(lines), data=Path(folder))
        with path.open("rb") as file:
            counted = sum(1 for _ in file)
        took = cost("-c", READ, str(path), data=Path(folder))
    rate, megabytes = counted / took.busy, took.gigabytes * 1000
    what = f"{counted:,} lines to {int(took.output):,} papers of a category and five years"
    yield Row(
        f"snapshot: {what}", f"≥ {LINES_A_SECOND:,} lines/s", f"{rate:,.0f}", rate >= LINES_A_SECOND
    )
    limit, found = f"≤ {MEGABYTES} MB", f"{megabytes:,.0f} MB"
    yield Row("snapshot: peak memory", limit, found, megabytes <= MEGABYTES)


def write_snapshot(path: Path, *, lines: int) -> None:
    """Write seeded records with the keys and the lengths of the snapshot, the oldest first."""
    draw = random.Random(7)
    texts = [json.dumps(_record(draw, number)) for number in range(min(lines, DISTINCT))]
    with path.open("w", encoding="utf-8") as file:
        for number in range(lines):
            file.write(texts[number * len(texts) // lines] + "\n")


def _record(draw: random.Random, number: int) -> dict[str, Any]:
    # Half of all papers are of the last eight years, as on arXiv.
    year = 1992 + int(33 * (draw.random() ** 0.4))
    month, day = draw.randint(1, 12), draw.randint(1, 28)
    first = f"Mon, {day} {MONTHS.split()[month - 1]} {year} 19:18:42 GMT"
    return {
        "id": f"{year % 100:02d}{month:02d}.{number % 100_000:05d}",
        "submitter": "Ann Lee",
        "authors": "Ann Lee, Bo Chen and Cy Dee",
        "title": " ".join(draw.choices(WORDS.split(), k=9)),
        "comments": "12 pages, 4 figures",
        "journal-ref": None,
        "doi": None,
        "report-no": None,
        "categories": " ".join(draw.sample(CATEGORIES.split(), draw.randint(1, 3))),
        "license": "http://arxiv.org/licenses/nonexclusive-distrib/1.0/",
        "abstract": f"  {' '.join(draw.choices(WORDS.split(), k=170))}\n",
        "versions": [
            {"version": "v1", "created": first},
            {"version": "v2", "created": "Tue, 24 Dec 2024 20:10:27 GMT"},
        ],
        "update_date": "2024-12-26",
        "authors_parsed": [["Lee", "Ann", ""], ["Chen", "Bo", ""], ["Dee", "Cy", ""]],
    }

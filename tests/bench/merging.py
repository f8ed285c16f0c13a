"""The figures of merging: the same paper from three services is one, look-alikes stay apart."""

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from analysis.papers.duplicates import merge_duplicates
from analysis.papers.table import typed_table
from tests.bench.rows import Row, cost, left_out
from tests.support.same_papers.held_out import held_out_records, some_authors
from tests.support.same_papers.planted import rows_together, scored
from tests.support.same_papers.tuned_on import tuning_records

PAPERS, PAIRS = 5_000, 500
MERGED = 0.99
DISTINCT, SECONDS = 200_000, 30
CORPORA = ("hf_daily.parquet", "arxiv_daily.parquet")
MERGE = (
    "import sys, time; from tests.bench.merging import distinct_papers; "
    "from analysis.papers.duplicates import merge_duplicates; "
    "papers = distinct_papers(int(sys.argv[1])); started = time.process_time(); "
    "merge_duplicates(papers); print(time.process_time() - started)"
)


def merging_rows(
    corpora: Path | None = None, *, papers: int = PAPERS, pairs: int = PAIRS
) -> Iterator[Row]:
    """Planted papers and look-alikes, real ones if `corpora` has both lists, and the time."""
    for name, make in (("tuned on", tuning_records), ("held out", held_out_records)):
        score = scored(make(papers=papers, pairs=pairs, seed=1))
        what = f"merging, {name}: {papers:,} papers in three sources"
        holds = score.merged >= MERGED
        yield Row(f"{what} that became one", f"≥ {MERGED:.0%}", f"{score.merged:.2%}", holds)
        wrong = len(score.wrong)
        both = f"{what} and {pairs:,} pairs of look-alikes, wrong merges"
        yield Row(both, "0", f"{wrong}", not wrong)
    yield _real(corpora)
    with tempfile.TemporaryDirectory() as folder:
        seconds = float(cost("-c", MERGE, str(DISTINCT), data=Path(folder)).output)
    what = f"merging {DISTINCT:,} papers without identifiers, of which none is another"
    yield Row(what, f"≤ {SECONDS} s", f"{seconds:.1f} s", seconds <= SECONDS)


def _real(corpora: Path | None) -> Row:
    """Papers of two real lists, told by their ids alone, which the merging does not see."""
    what = "merging, real papers in two lists, their arXiv ids hidden: found to be the same"
    if not corpora or not all((corpora / name).is_file() for name in CORPORA):
        return left_out(what, f"≥ {MERGED:.0%}", f"needs {' and '.join(CORPORA)}")
    listed = pd.concat([pd.read_parquet(corpora / name) for name in CORPORA], ignore_index=True)
    papers = typed_table(
        {
            "title": listed["title"].tolist(),
            "abstract": listed["abstract"].tolist(),
            "authors": [list(names) for names in listed["authors"]],
            "published": listed["date"].tolist(),
            "url": [f"https://example.org/{row}" for row in range(len(listed))],
        }
    )
    ids = listed["id"].tolist()
    groups = [{ids[row] for row in rows} for rows in rows_together(*merge_duplicates(papers))]
    twice = len(ids) - len(set(ids))
    found = len(ids) - sum(map(len, groups))
    other = sum(len(group) > 1 for group in groups)
    share = found / twice
    measured = f"{share:.2%} of {twice:,}, and {other} pairs of other ids"
    return Row(what, f"≥ {MERGED:.0%}", measured, share >= MERGED)


def distinct_papers(number: int) -> pd.DataFrame:
    """A table of papers, each of its own, in which words and authors come again."""
    draw = random.Random("distinct")
    words = [f"{chr(97 + one % 26)}word{one}" for one in range(8_000)]
    return typed_table(
        {
            "title": [" ".join(draw.choices(words, k=9)) for _ in range(number)],
            "abstract": [" ".join(draw.choices(words, k=100)) for _ in range(number)],
            "authors": [list(map(" ".join, some_authors(draw))) for _ in range(number)],
            "published": [str(draw.randint(2000, 2024)) for _ in range(number)],
        }
    )

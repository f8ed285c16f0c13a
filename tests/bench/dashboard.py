"""The figures of the dashboard: reruns at 200,000 papers, many people at once.

Server time is what a person waits for: from the message that a browser sends at a click to the
last message of the answer, over the websocket. AppTest would leave out the packing of what is
sent, and count the reading of it.
"""

import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from analysis.paths import data_dir
from analysis.runs.store import Run, open_run
from analysis.trends.mapping.strategic_diagram import strategic_diagram
from tests.bench.access import access_rows
from tests.bench.journeys import journey_rows
from tests.bench.map import map_rows
from tests.bench.rows import Row, cost
from tests.bench.served import Served, served
from tests.bench.synthetic import PAPERS, write_synthetic_run
from tests.bench.visitor import Answer, Visitor, visit

# The pages by their path, and what is asked of each, one rerun after the other.
PAGES: dict[str, list[dict[str, str]]] = {
    "": [{}],
    "themes": [
        {}, {"topic": "0"}, {"topic": "7"}, {"topic": "90"}, {"show": "areas"}, {"show": "peaks"},
        {"show": "ranks"}, {"show": "flows"}, {"show": "tree"}, {"show": "places"},
        {"topic": "3", "change": "merge"},
    ],
    "trends": [
        {}, {"show": "keywords"}, {"show": "bursts"}, {"window": "last quarter"},
        {"show": "keywords", "term": "keyword 3"}, {"show": "keywords", "term": "keyword 40000"},
    ],
    "papers": [
        {}, {"q": "cword2"}, {"q": "cword2 dword3", "topic": "4"}, {"topic": "2", "page": "9"},
        {"q": "a sentence about words", "by": "meaning"}, {"paper": "arxiv:2101.000007"},
        {"from": "2023-01", "to": "2023-06"}, {"show": "saved"}, {"show": "upvoted"},
        {"show": "upvoted", "when": "2023-05"}, {"show": "upvoted", "when": "2023-06-05"},
    ],
    "compare": [{}, {"what": "keywords"}, {"a": "3", "b": "8"}],
    "about": [{}],
    "map": [{}, {"topic": "3"}],
}  # fmt: skip
ROUNDS = 5
PEOPLE, CLICKS, PAUSE = 20, 15, 1.0
BYTES_A_CLICK = 1e6


def dashboard_rows(corpora: Path | None) -> Iterator[Row]:
    """Every row of SUITE=dashboard; `corpora` is the folder that holds hf_daily.parquet."""
    yield from map_rows()
    yield from access_rows()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        yield from rerun_rows(data / "large")
        runs = _run_of_many(corpora, data / "people")
        yield from journey_rows(runs)
        yield from people_rows(runs)


def _diagram(run: Run) -> Row:
    """What a first look at the strategic diagram of a large run takes."""
    documents, neighbours = run.documents, run.neighbours
    started = time.perf_counter()
    strategic_diagram(documents, neighbours, period="month")
    seconds = time.perf_counter() - started
    return Row(f"strategic diagram of {PAPERS:,} papers", "at most 5 s", f"{seconds:.1f} s",
               seconds <= 5)  # fmt: skip


def rerun_rows(runs: Path) -> Iterator[Row]:
    """Median and 95th percentile of the reruns of every page of a large run, warm."""
    yield _diagram(open_run(runs / write_synthetic_run(runs)))
    with served(runs) as dashboard, visit(dashboard.address) as visitor:
        visitor.open("")
        for page, asked in PAGES.items():
            for names in asked:
                visitor.open(page, names)
            answers = [visitor.open(page, names) for _ in range(ROUNDS) for names in asked]
            yield _rerun_row(page or "overview", answers)


def people_rows(runs: Path) -> Iterator[Row]:
    """Twenty people who click through the pages of one run, each about once a second."""
    with served(runs) as dashboard:
        for page in PAGES:  # what everybody shares is there before the first of them comes
            with visit(dashboard.address) as visitor:
                visitor.open("")
                visitor.open(page)
        before = dashboard.megabytes()
        with ThreadPoolExecutor(PEOPLE) as together:
            visits = [together.submit(_clicks, dashboard, person) for person in range(PEOPLE)]
            answers = [answer for one in visits for answer in one.result()]
        yield from _people(answers, grown=(dashboard.megabytes() - before) / PEOPLE)


def _rerun_row(page: str, answers: list[Answer]) -> Row:
    seconds = [answer.seconds for answer in answers]
    middle, most = np.quantile(seconds, [0.5, 0.95])
    errors = {error for answer in answers for error in answer.errors}
    sent = max(answer.bytes for answer in answers) / 1e6
    said = f"{middle:.2f} s, {most:.2f} s, at most {sent:.1f} MB sent"
    return Row(
        f"page {page} at {PAPERS:,} papers: rerun, server time, median and 95th percentile",
        "at most 0.30 s, 1.00 s",
        said + (f"; {len(errors)} errors: {min(errors)}" if errors else ""),
        middle <= 0.3 and most <= 1 and not errors,
    )


def _run_of_many(corpora: Path | None, data: Path) -> Path:
    corpus = corpora / "hf_daily.parquet" if corpora else None
    if corpus is None or not corpus.is_file():
        write_synthetic_run(data, papers=9_873)
        return data
    cost("-m", "analysis", "fit", str(corpus), "--runs", str(data), data=data_dir())
    return data


def _clicks(dashboard: Served, person: int) -> list[Answer]:
    """The answers to one person's clicks, on pages and themes of their own."""
    rng = np.random.default_rng(person)
    with visit(dashboard.address) as visitor:
        return [visitor.open(""), *(_click(visitor, rng) for _ in range(CLICKS))]


def _click(visitor: Visitor, rng: np.random.Generator) -> Answer:
    time.sleep(rng.uniform(0, 2 * PAUSE))
    page = rng.choice(list(PAGES))
    asked = PAGES[page]
    return visitor.open(page, asked[rng.integers(len(asked))])


def _people(answers: list[Answer], *, grown: float) -> Iterator[Row]:
    seconds = [answer.seconds for answer in answers]
    errors = sum(bool(answer.errors) for answer in answers)
    middle, most = np.quantile(seconds, [0.5, 0.95])
    name = f"{PEOPLE} people at once on 9,873 papers"
    yield Row(f"{name}: errors in {len(answers)} clicks", "none", str(errors), not errors)
    yield Row(f"{name}: a click, median (95th percentile)", "under 1 s",
              f"{middle:.2f} s ({most:.2f} s)", bool(middle < 1))  # fmt: skip
    yield Row(f"{name}: memory that a person adds", "at most 30 MB", f"{grown:.1f} MB", grown <= 30)

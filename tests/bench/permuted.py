"""What the trends say of a real corpus whose dates mean nothing, and what many terms cost."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.runs.store import Run, open_run
from analysis.trends.params import TrendParams
from analysis.trends.prevalence import Z_95, wilson
from analysis.trends.series import Series, series, topic_postings
from analysis.trends.verdicts import verdicts
from analysis.trends.window import complete_span
from tests.bench.rows import Row, cost, left_out

SHUFFLES = 100
UP = ("emerging", "rising")


def corpus_rows(corpora: Path | None) -> Iterator[Row]:
    """The rows on hf_daily.parquet in the folder `corpora`, then those of 50,000 terms."""
    corpus = corpora / "hf_daily.parquet" if corpora else None
    if corpus is None or not corpus.is_file():
        yield left_out("9,873 papers, dates permuted", "", "no CORPORA")
    else:
        with tempfile.TemporaryDirectory() as folder:
            spent = cost("-m", "analysis", "fit", str(corpus), data=Path(folder))
            yield from shuffled_rows(open_run(Path(folder) / "runs" / spent.output.split()[-1]))
    yield from cost_rows()


def shuffled_rows(run: Run) -> Iterator[Row]:
    """`run` with its dates permuted, themes fixed: by paper, then in whole months."""
    yield from _rows("by paper", lambda rng: _by_paper(run, rng=rng), most=(0.15, 0.001))
    families = _families(run, run.documents)
    yield from _rows("whole months", lambda rng: _months(families, rng=rng), most=(None, 0.005))


def cost_rows() -> Iterator[Row]:
    """Seconds and memory of 50,000 terms over 150 periods, in a process of their own."""
    with tempfile.TemporaryDirectory() as folder:
        spent = cost("-m", "tests.bench.many_terms", data=Path(folder))
    seconds = float(spent.output)
    name = "50,000 terms x 150 periods: growth, bursts, corrections"
    yield Row(name, "at most 30 s", f"{seconds:.1f} s", seconds <= 30)
    yield Row(name, "at most 2 GB", f"{spent.gigabytes:.2f} GB", spent.gigabytes <= 2)


def _rows(
    name: str,
    shuffled: Callable[[np.random.Generator], list[Series]],
    *,
    most: tuple[float | None, float],
) -> Iterator[Row]:
    themes, terms = [], []
    for seed in range(1, SHUFFLES + 1):
        called = [_up(one) for one in shuffled(np.random.default_rng(seed))]
        themes.append(called[0].any())
        terms.append(called[1].mean())
    share, mean = float(np.mean(themes)), float(np.mean(terms))
    low, high = wilson(np.array(sum(themes)), np.array(SHUFFLES))
    yield Row(f"dates permuted {name}: any rising or emerging theme", _at_most(most[0]),
              f"{share:.2f} ({low:.2f} to {high:.2f}, {SHUFFLES})",
              None if most[0] is None else share <= most[0])  # fmt: skip
    half = Z_95 * float(np.std(terms)) / np.sqrt(SHUFFLES)
    yield Row(f"dates permuted {name}: mean share of terms called", _at_most(most[1]),
              f"{mean:.5f} ({mean - half:.5f} to {mean + half:.5f}, {SHUFFLES})",
              mean <= most[1])  # fmt: skip


def _at_most(limit: float | None) -> str:
    return "" if limit is None else f"at most {limit:g}"


def _up(one: Series) -> np.ndarray:
    return verdicts(one, params=TrendParams())["verdict"].isin(UP).to_numpy()


def _by_paper(run: Run, *, rng: np.random.Generator) -> list[Series]:
    documents = run.documents
    published = documents["published"].to_numpy(dtype=object)
    return _families(run, documents.assign(published=rng.permutation(published)))


def _months(families: list[Series], *, rng: np.random.Generator) -> list[Series]:
    order = rng.permutation(len(families[0].periods))
    return [replace(one, counts=one.counts[:, order], totals=one.totals[order]) for one in families]


def _families(run: Run, documents: pd.DataFrame) -> list[Series]:
    """The themes and the terms, in the periods that were seen whole."""
    names, postings = topic_postings(run.documents["topic"].to_numpy())
    terms = run.vocabulary["term"].tolist()
    period = run.manifest.period
    return [
        complete_span(series(documents, postings, names=names, period=period)),
        complete_span(series(documents, run.postings, names=terms, period=period)),
    ]

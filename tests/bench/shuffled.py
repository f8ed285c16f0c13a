"""Real papers with shuffled dates, where nothing can move: how often the verdicts say it does."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.modelling.backtesting.past_verdicts import earlier_calls
from analysis.modelling.clustering.neighbours import Neighbours, runner_up
from analysis.modelling.tables import followed_terms
from analysis.runs.store import Run, open_run
from analysis.trends.forecasting.backtest import rules, score
from analysis.trends.params import TrendParams
from analysis.trends.verdicts.permutation import shuffled_dates
from analysis.trends.verdicts.signals import Corpus, signals
from tests.bench.forecasts import record_rows
from tests.bench.rows import Row, cost, left_out

SHUFFLES = 100
UP = ("rising", "emerging")


def shuffled_rows(corpora: Path | None) -> Iterator[Row]:
    """Dates permuted by paper and in whole months, and the track record on the true dates."""
    corpus = corpora / "hf_daily.parquet" if corpora else None
    if corpus is None or not corpus.is_file():
        yield left_out("hf_daily: shuffled dates, backtest", "", "no CORPORA")
        return
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        fitted = cost("-m", "analysis", "fit", str(corpus), data=data)
        run = open_run(data / "runs" / fitted.output.split()[-1])
        yield from _shuffles(run)
        calls = earlier_calls(run, report=lambda _: None)
        yield from record_rows(calls, name="hf_daily, forecast")
        for rule in rules(score(calls)):
            low, high = (rule[name] or 0 for name in ("low", "high"))
            share = "-" if rule["precision"] is None else f"{rule['precision']:.2f}"
            words = f"{share} ({low:.2f} to {high:.2f}, {rule['hits']} of {rule['n']})"
            yield Row(
                f"backtest: {rule['name']}", f"base rate {rule['base_rate']:.2f}", words, None
            )


def _shuffles(run: Run) -> Iterator[Row]:
    terms = run.vocabulary["term"].tolist()
    followed = followed_terms(terms, keywords=set(run.terms["term"]))
    graph, topic = Neighbours(*run.neighbours), run.documents["topic"].to_numpy()
    corpus = Corpus(run.documents, np.asarray(run.embeddings), runner_up(graph, topic),
                    run.manifest.period, run.manifest.created[:10])  # fmt: skip
    postings, names = run.postings.of(followed), [terms[i] for i in followed]
    kinds = (("by paper", by_paper, 0.001), ("whole months", shuffled_dates, 0.005))
    for name, shuffle, limit in kinds:
        families, called = 0, []
        for seed in range(1, SHUFFLES + 1):
            dates = shuffle(run.documents["published"], np.random.default_rng(seed))
            other = replace(corpus, documents=run.documents.assign(published=dates))
            topics, found = signals(other, names, postings=postings, params=TrendParams())
            families += topics["verdict"].isin(UP).any()
            called.append(found["verdict"].isin(UP).mean())
        share = families / SHUFFLES
        if name == "by paper":
            yield Row(f"hf_daily, dates shuffled {name}: runs with any rising or emerging theme",
                      "at most 0.15", f"{share:.2f}", bool(share <= 0.15))  # fmt: skip
        else:
            yield Row(f"hf_daily, {name} shuffled: runs with any rising or emerging theme", "",
                      f"{share:.2f}", None)  # fmt: skip
        mean = float(np.mean(called))
        yield Row(f"hf_daily, {name} shuffled: mean share of keywords called",
                  f"at most {limit}", f"{mean:.5f}", mean <= limit)  # fmt: skip


def by_paper(published: pd.Series, rng: np.random.Generator) -> pd.Series:
    """The dates in another order."""
    return pd.Series(rng.permutation(published.to_numpy(object)), index=published.index)

"""Real papers: shuffled dates, where nothing can move, the backtest, and topical keywords."""

import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats

from analysis.modelling.backtesting.past_verdicts import earlier_calls
from analysis.modelling.clustering.neighbours import Neighbours, runner_up
from analysis.modelling.tables import followed_terms
from analysis.paths import cache_dir
from analysis.runs.store import Run, open_run
from analysis.trends.evidence.topicality import topicality
from analysis.trends.forecasting.backtest import rules, score
from analysis.trends.params import TrendParams
from analysis.trends.series import topic_postings
from analysis.trends.verdicts.permutation import shuffled_dates
from analysis.trends.verdicts.signals import Corpus, Family, judged, topic_family
from tests.bench.forecasts import record_rows
from tests.bench.rows import Row, cost, left_out

SHUFFLES = 20
UP = ("rising", "emerging")
CALLED = (*UP, "fading", "peaked")
# 200 keywords with the largest growth, up or down, of those whose interval excludes no change,
# each judged a subject of papers or a general word of any paper, twice and independently, by
# readers who saw the keywords alone. The judges agree on 85% (Cohen's kappa 0.77).
JUDGEMENTS = Path(__file__).with_name("keyword_judgements.csv")


def shuffled_rows(corpora: Path | None) -> Iterator[Row]:
    """Dates permuted by paper and in whole months, and the track record on the true dates."""
    for name in ("hf_daily", "arxiv_daily"):
        corpus = corpora / f"{name}.parquet" if corpora else None
        if corpus is None or not corpus.is_file():
            yield left_out(f"{name}: shuffled dates, backtest", "", "no CORPORA")
            continue
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder)
            (data / "cache").symlink_to(cache_dir())  # embeddings that are there already
            fitted = cost("-m", "analysis", "fit", str(corpus), data=data)
            run = open_run(data / "runs" / fitted.output.split()[-1])
            yield from _shuffles(run, name)
            if name == "hf_daily":
                yield _topicality(run)
                yield from _backtest(run, name)


def _shuffles(run: Run, name: str) -> Iterator[Row]:
    for kind, most in (("by paper", 0.001), ("in whole months", 0.005)):
        with ProcessPoolExecutor(2) as pool:
            found = list(pool.map(partial(_shuffled, run.path, kind), range(1, SHUFFLES + 1)))
        rising = sum(bool(up) for up, _ in found)
        yield Row(f"{name}, dates permuted {kind}: runs with any rising or emerging theme",
                  "at most 0.15", f"{rising / SHUFFLES:.2f} of {SHUFFLES}",
                  rising / SHUFFLES <= 0.15)  # fmt: skip
        share = float(np.mean([called for _, called in found]))
        yield Row(f"{name}, dates permuted {kind}: mean share of keywords called",
                  f"at most {most}", f"{share:.5f}", share <= most)  # fmt: skip


def _shuffled(path: Path, kind: str, seed: int) -> tuple[int, float]:
    """Rising or emerging themes of one permutation, and the share of keywords called anything."""
    run = open_run(path)
    rng, published = np.random.default_rng(seed), run.documents["published"]
    dates = by_paper(published, rng) if kind == "by paper" else shuffled_dates(published, rng)
    graph, topic = Neighbours(*run.neighbours), run.documents["topic"].to_numpy()
    corpus = Corpus(run.documents.assign(published=dates), np.asarray(run.embeddings),
                    runner_up(graph, topic), run.manifest.period, run.as_of)  # fmt: skip
    terms = run.vocabulary["term"].tolist()
    followed = followed_terms(terms, keywords=set(run.terms["term"]))
    family = Family([terms[i] for i in followed], run.postings.of(followed))
    params = TrendParams()
    on_topics = judged(corpus, topic_family(corpus, params=params), params=params)
    on_terms = judged(corpus, family, params=params)
    return int(on_topics["verdict"].isin(UP).sum()), on_terms["verdict"].isin(CALLED).mean()


def by_paper(published: pd.Series, rng: np.random.Generator) -> pd.Series:
    """The dates in another order."""
    return pd.Series(rng.permutation(published.to_numpy(object)), index=published.index)


def _topicality(run: Run) -> Row:
    """The area under the curve (Mann-Whitney) of subjects against general words, agreed ones."""
    judged_terms = pd.read_csv(JUDGEMENTS, keep_default_na=False)
    agreed = judged_terms[judged_terms["first"] == judged_terms["second"]]
    _, themes = topic_postings(run.documents["topic"].to_numpy())
    found = topicality(np.asarray(run.embeddings), run.postings, themes=themes)
    scores = pd.DataFrame({"term": run.vocabulary["term"], "topicality": found})
    known = agreed.merge(scores, on="term").dropna()
    subject, general = (
        known.loc[known["first"] == kind, "topicality"] for kind in ("subject", "general")
    )
    area = stats.mannwhitneyu(subject, general).statistic / (len(subject) * len(general))
    return Row(
        f"topicality of {len(subject)} subjects against {len(general)} general words: AUC",
        "at least 0.93", f"{area:.3f}", bool(area >= 0.93),
    )  # fmt: skip


def _backtest(run: Run, name: str) -> Iterator[Row]:
    calls = earlier_calls(run, report=lambda _: None)
    yield from record_rows(calls, name=f"{name}, forecast")
    for rule in rules(score(calls)):
        low, high = (rule[end] or 0 for end in ("low", "high"))
        share = "-" if rule["precision"] is None else f"{rule['precision']:.2f}"
        words = f"{share} ({low:.2f} to {high:.2f}, {rule['hits']} of {rule['n']})"
        yield Row(f"backtest: {rule['name']}", f"base rate {rule['base_rate']:.2f}", words, None)

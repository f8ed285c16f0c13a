"""Verdicts on all topics and terms, with their evidence."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.periods import period_of
from analysis.trends.evidence.author_spread import author_groups, spread
from analysis.trends.evidence.bursts import bursts
from analysis.trends.evidence.membership_checks import doubtful_topics
from analysis.trends.evidence.novelty import paper_novelty, series_novelty
from analysis.trends.evidence.topicality import topicality
from analysis.trends.evidence.votes import vote_ranks, votes
from analysis.trends.growth.nonparametric import robust
from analysis.trends.params import TrendParams
from analysis.trends.postings import Postings
from analysis.trends.series import (
    Series,
    complete_span,
    members,
    recent_length,
    series,
    topic_postings,
    window,
)
from analysis.trends.strata import kind_of_strata, strata_counts
from analysis.trends.verdict_codes import CALLED, MIXTURE, PLACED
from analysis.trends.verdicts.trend_tests import Checks
from analysis.trends.verdicts.verdicts import verdicts


@dataclass(frozen=True)
class Corpus:
    """The input of signals: all documents, row i = doc_id i, counted by `period`.

    `documents` has published, topic, probability, authors, venue and categories; `embeddings`
    (documents, dimensions); `runner_up` (documents,) the second-best topic of each; `as_of` is the
    ISO date on which the papers were read. `nearest` (documents,) is the nearest topic of each
    where papers were placed into topics at several times: one measure for all of them.
    """

    documents: pd.DataFrame
    embeddings: np.ndarray
    runner_up: np.ndarray
    period: str
    as_of: str | None = None
    nearest: np.ndarray | None = None

    def tested(self, params: TrendParams) -> "Corpus":
        """The same corpus, counted by the period in which trends are tested."""
        return replace(self, period=params.tested_by(self.documents["published"]))


@dataclass(frozen=True)
class Family:
    """A family of series tested together: their names, and the documents of each.

    `doubted` has the same series with doubtful documents left out or moved, `nearest` those of the
    nearest topic of each document where a corpus has it.
    """

    names: Sequence[object]
    postings: Postings
    doubted: tuple[Postings, ...] = ()
    nearest: Postings | None = None


def signals(
    corpus: Corpus, terms: Sequence[str], *, postings: Postings, params: TrendParams
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The two stored tables, `topic_signals` and `term_signals`."""
    return topic_signals(corpus, params=params), term_signals(
        corpus, terms, postings=postings, params=params
    )


def topic_signals(corpus: Corpus, *, params: TrendParams) -> pd.DataFrame:
    """One row per topic without the outliers: topic, then the columns of `term_signals`.

    Without topicality.
    """
    table = _signals(corpus, topic_family(corpus, params=params), params=params)
    return table.rename(columns={"name": "topic"}).astype({"topic": np.int32})


def term_signals(
    corpus: Corpus, terms: Sequence[str], *, postings: Postings, params: TrendParams
) -> pd.DataFrame:
    """One row per term, in the order of `postings`.

    Columns: term, documents, growth, growth_low, growth_high, growth_shrunk, p, q, burst_start,
    burst_end, burst_weight (of the heaviest burst), novelty (of recent papers, 0 to 1), spread
    (author groups among ten papers), first_seen (period), verdict, the evidence that `verdicts`
    lists, robust_growth and robust_p (Theil-Sen, Mann-Kendall), votes, votes_low, votes_high (as
    `votes` has them), and topicality (0 a general word, 1 as a theme).
    """
    table = _signals(corpus, Family(terms, postings), params=params)
    _, themes = topic_postings(corpus.documents["topic"].to_numpy())
    found = topicality(corpus.embeddings, postings, themes=themes)
    return table.rename(columns={"name": "term"}).assign(topicality=found)


def topic_family(corpus: Corpus, *, params: TrendParams) -> Family:
    """The topics of a corpus without the outliers, and the same without borderline papers."""
    topics, postings = topic_postings(corpus.documents["topic"].to_numpy())
    others = doubtful_topics(corpus.documents, corpus.runner_up, params=params)
    nearest = None if corpus.nearest is None else members(corpus.nearest, topics)
    return Family(topics, postings, tuple(members(other, topics) for other in others), nearest)


def judged(corpus: Corpus, family: Family, *, params: TrendParams) -> pd.DataFrame:
    """The verdict on every series of a family after all checks, columns as in `verdicts`."""
    corpus = corpus.tested(params)
    counted = _counted(corpus, family.postings, names=family.names)
    return _judged(corpus, family, counted=counted, params=params)


def _judged(
    corpus: Corpus, family: Family, *, counted: Series, params: TrendParams
) -> pd.DataFrame:
    """`judged` of a corpus and its series, both counted by the period of the tests."""
    documents, postings = corpus.documents, family.postings
    number, _ = spread(author_groups(documents), postings)
    recent, _ = _recent(corpus, counted)
    checks = Checks(
        groups=number,
        spread_out=_spread_out(documents["published"][recent], postings.within(recent)),
        reassigned=tuple(_counted(corpus, one, names=family.names) for one in family.doubted),
        strata=strata_counts(documents, postings, period=corpus.period),
    )
    found = verdicts(counted, params=params, checks=checks)
    because = found["because"].mask(found["reason"] == MIXTURE, kind_of_strata(documents))
    found = found.assign(because=because)
    if family.nearest is None:
        return found
    again = Family(family.names, family.nearest)
    return _confirmed(found, corpus, again=again, params=params)


def _confirmed(
    found: pd.DataFrame, corpus: Corpus, *, again: Family, params: TrendParams
) -> pd.DataFrame:
    """The verdicts without the findings that are none of `again`, by the nearest topics.

    An update leaves earlier papers where they were, so that a topic that it opens would seem to
    rise, and one that lost its new papers to it to fade.
    """
    other = judged(corpus, again, params=params)["verdict"]
    alone = found["verdict"].isin(CALLED) & (other != found["verdict"])
    return found.assign(
        verdict=found["verdict"].mask(alone, "unknown"), reason=found["reason"].mask(alone, PLACED)
    )


def _signals(corpus: Corpus, family: Family, *, params: TrendParams) -> pd.DataFrame:
    tested, postings = corpus.tested(params), family.postings
    counted = _counted(corpus, postings, names=family.names)
    recounted = _counted(tested, postings, names=family.names)
    found = _judged(tested, family, counted=recounted, params=params)
    _, expected = spread(author_groups(corpus.documents), postings)
    recent, before = _recent(tested, recounted)
    novelty = paper_novelty(corpus.embeddings, recent=recent, before=before, params=params)
    evidence = {
        "name": list(family.names),
        "documents": np.diff(postings.indptr),
        **{name: found.pop(name) for name in ("growth", "growth_low", "growth_high")},
        **{name: found.pop(name) for name in ("growth_shrunk", "p", "q")},
        **_heaviest_bursts(counted, params=params),
        "novelty": series_novelty(novelty, postings),
        "spread": expected,
        "first_seen": _first_seen(counted),
        "verdict": found.pop("verdict"),
    }
    table = pd.DataFrame(evidence).join(found).join(votes(vote_ranks(corpus.documents), postings))
    return table.assign(**_second_opinion(recounted, params=params))


def _spread_out(published: pd.Series, recent: Postings) -> np.ndarray:
    """Whether recent papers of each series stand in three months; by year, in two years."""
    months = period_of(published, period="month")
    kind, enough = (months, 3) if months.notna().any() else (published.str[:4], 2)
    codes = pd.factorize(kind)[0][recent.doc_ids]
    rows = recent.terms
    width = codes.max(initial=0) + 1
    pairs = np.unique(rows[codes >= 0] * np.int64(width) + codes[codes >= 0])
    return np.bincount(pairs // width, minlength=len(recent.indptr) - 1) >= enough


def _counted(corpus: Corpus, postings: Postings, *, names: Sequence[object]) -> Series:
    return series(corpus.documents, postings, names=names, period=corpus.period, as_of=corpus.as_of)


def _recent(corpus: Corpus, counted: Series) -> tuple[np.ndarray, np.ndarray]:
    """Masks of the documents in the recent periods, and of the earlier ones."""
    span = complete_span(counted).periods
    periods = period_of(corpus.documents["published"], period=corpus.period)
    if not span:
        nothing = np.zeros(len(periods), bool)
        return nothing, nothing
    first = span[-min(recent_length(complete_span(counted)), len(span))]
    dated = periods.notna().to_numpy()
    recent = dated & (periods.fillna("") >= first).to_numpy()
    return recent, dated & ~recent


def _heaviest_bursts(counted: Series, *, params: TrendParams) -> dict[str, pd.Series]:
    found = bursts(complete_span(counted), params=params)
    heaviest = found.sort_values("weight").groupby("series").last()
    heaviest = heaviest.reindex(range(len(counted.names)))
    return {f"burst_{name}": heaviest[name] for name in ("start", "end", "weight")}


def _second_opinion(counted: Series, *, params: TrendParams) -> dict[str, np.ndarray]:
    """The non-parametric growth and p of the same window (Theil-Sen, Mann-Kendall)."""
    found = robust(window(counted, params=params))
    return {"robust_growth": np.expm1(found.slope), "robust_p": found.p}


def _first_seen(counted: Series) -> np.ndarray:
    """The period of each series' first document, null where it has none with a date."""
    if not counted.periods:
        return np.array([None] * len(counted.names), dtype=object)
    first = np.array(counted.periods, dtype=object)[(counted.counts > 0).argmax(axis=1)]
    first[~counted.counts.any(axis=1)] = None
    return first

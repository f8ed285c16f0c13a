"""Citations of a theme beside those of papers of the same age: scipy, every pair, planted truth."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.trends.evidence.citation_ranks import theme_citations
from analysis.trends.evidence.citation_text import citation_sentences
from analysis.trends.params import TrendParams

PARAMS = TrendParams()
DAY = "2026-05-03"


def _papers(seed: int, *, papers: int = 900, themes: int = 6, rate: float = 4) -> pd.DataFrame:
    """Themes that begin one after the other; a paper gathers citations as it grows old."""
    rng = np.random.default_rng(seed)
    month, topic = rng.integers(0, 24, papers), rng.integers(-1, themes, papers)
    topic = np.where(month >= 2 * (topic % 9), topic, -1)
    mean = rate * (24 - month) / 12 * rng.lognormal(0, 1, papers)
    return pd.DataFrame(
        {
            "topic": topic,
            "published": [f"{2024 + m // 12}-{m % 12 + 1:02d}-11" for m in month.tolist()],
            "citations": pd.array(rng.poisson(mean), dtype="Int64"),
            "citations_on": DAY,
        }
    )


def _found(documents: pd.DataFrame) -> pd.DataFrame:
    return theme_citations(documents, params=PARAMS).set_index("topic")


def _pairs(documents: pd.DataFrame, topic: int) -> tuple[float, float]:
    """The weighted share of comparisons won and DeLong's variance, by looking at every pair."""
    won, variance, weights = 0.0, 0.0, 0.0
    parts = []
    for _, stratum in documents.groupby(["published", "citations_on"]):
        own = stratum.loc[stratum["topic"] == topic, "citations"].to_numpy(float)
        other = stratum.loc[stratum["topic"] != topic, "citations"].to_numpy(float)
        if len(own) and len(other):
            wins = (own[:, None] > other) + 0.5 * (own[:, None] == other)
            weight = wins.size / (len(stratum) + 1)
            won, weights = won + weight * wins.mean(), weights + weight
            parts.append((weight, wins))
    share = won / weights
    for weight, wins in parts:
        for axis in (0, 1):
            means = wins.mean(axis=axis)
            variance += weight**2 * ((means - share) ** 2).sum() / len(means) ** 2
    return share, variance / weights**2


def test_in_one_month_it_is_the_test_of_mann_and_whitney_with_its_ties() -> None:
    documents = _papers(1, rate=1).assign(published="2024-03-11")
    found = _found(documents)
    assert len(found) == 6
    for topic, row in found.iterrows():
        own = documents["topic"] == topic
        citations = documents["citations"].to_numpy(float)
        twin = stats.mannwhitneyu(
            citations[own], citations[~own], method="asymptotic", use_continuity=False
        )
        assert row["cited_p"] == pytest.approx(twin.pvalue)
        assert row["cited"] == pytest.approx(twin.statistic / (own.sum() * (~own).sum()))


@pytest.mark.parametrize("rate", [0.3, 4])
def test_over_all_months_share_and_interval_are_those_of_every_pair(rate: float) -> None:
    documents = _papers(2, rate=rate)
    documents.loc[documents.index % 3 == 0, "citations_on"] = "2026-04-01"
    found = _found(documents)
    assert len(found) >= 4
    for topic, row in found.iterrows():
        share, variance = _pairs(documents, int(str(topic)))
        half = 1.959964 * np.sqrt(variance)
        assert row["cited"] == pytest.approx(share)
        assert (row["cited_low"], row["cited_high"]) == pytest.approx((share - half, share + half))


def test_p_is_that_of_shuffling_citations_within_months() -> None:
    documents = _papers(3, papers=300, themes=3).sort_values("published", ignore_index=True)
    rng = np.random.default_rng(3)
    months = documents.groupby("published")["citations"]
    scores = (months.rank() / (months.transform("size") + 1)).to_numpy(float) - 0.5
    month = documents["published"].factorize()[0]
    shuffled = scores[np.argsort(month + rng.random((4_000, 300)), axis=1)]
    found = _found(documents)
    assert len(found) == 3
    for topic, row in found.iterrows():
        own = (documents["topic"] == topic).to_numpy()
        p = (np.abs(shuffled[:, own].sum(axis=1)) >= abs(scores[own].sum())).mean()
        assert row["cited_p"] == pytest.approx(p, abs=0.04)


@pytest.mark.parametrize("rate", [0.2, 4])
def test_without_a_difference_themes_are_called_as_rarely_as_the_level_says(rate: float) -> None:
    found = _found(_papers(4, papers=40_000, themes=400, rate=rate))
    assert len(found) > 200
    below = int((found["cited_p"] <= 0.05).sum())
    low, high = stats.binom.interval(0.999, len(found), 0.05)
    assert low <= below <= high
    even = int(found["cited_low"].le(0.5).mul(found["cited_high"].ge(0.5)).sum())
    assert even >= stats.binom.ppf(0.001, len(found), 0.95)
    # Two lists, in each of which all findings would be false.
    assert (found["cited_found"] != "unclear").sum() <= 2


def test_a_planted_difference_is_found_with_its_direction_and_size() -> None:
    documents, rng = _papers(5, papers=30_000, themes=90), np.random.default_rng(5)
    citations = documents["citations"].to_numpy(float)
    times = {0: 3.0, 1: 1 / 3}
    for remainder, more in times.items():
        own = (documents["topic"] >= 0) & (documents["topic"] % 9 == remainder)
        documents.loc[own, "citations"] = rng.poisson(more * citations[own])
    found = _found(documents)
    for remainder, word in enumerate(("more", "fewer")):
        planted = found[found.index % 9 == remainder]
        assert len(planted) == 10
        assert (planted["cited_found"] == word).all()
        # All ten are of one kind, so that each interval is one for the share of all of them.
        truth = planted["cited"].mean()
        assert planted["cited_low"].le(truth).mul(planted["cited_high"].ge(truth)).sum() >= 8
    others = found[found.index % 9 > 1]
    assert (others["cited_found"] != "unclear").mean() < 0.1


def test_old_papers_win_nothing_by_their_age() -> None:
    documents = _papers(5).assign(topic=lambda rows: (rows["published"] > "2024-12").astype(int))
    # Every month is of one theme, so that there is nothing to compare.
    assert _found(documents).empty
    blind = _papers(5)
    blind["citations"] = blind["published"].map(
        {day: count for count, day in enumerate(sorted(set(blind["published"])))}
    )
    assert _found(blind.astype({"citations": "Int64"})).empty


def test_papers_counted_on_another_day_are_not_compared() -> None:
    documents = _papers(6)
    late = documents["topic"] == 0
    documents.loc[late, "citations_on"] = "2027-05-03"
    documents.loc[late, "citations"] += 500
    assert 0 not in _found(documents).index
    both = documents.index % 2 == 0
    documents["citations_on"] = np.where(both, DAY, "2027-05-03")
    row = _found(documents).loc[1]
    assert (row["cited_from"], row["cited_until"]) == (DAY, "2027-05-03")


def test_nothing_is_said_where_few_papers_are_counted() -> None:
    documents = _papers(7)
    assert _found(documents.assign(citations=pd.array([pd.NA] * 900, "Int64"))).empty
    assert _found(documents.assign(published=None)).empty
    own = np.flatnonzero(documents["topic"] == 2)
    few = documents.copy()
    few.loc[own[19:], "topic"] = 3
    assert 2 not in _found(few).index
    partly = documents.copy()
    partly.loc[own[: int(0.6 * len(own))], "citations"] = pd.NA
    assert 2 not in _found(partly).index
    partly.loc[own[: int(0.4 * len(own))], "citations"] = 3
    row = _found(partly).loc[[2]]
    assert (row["cited_papers"] + row["cited_uncounted"]).tolist() == [len(own)]
    # Where hardly a paper has been cited, even many tell little.
    uncited = documents.assign(citations=np.where(documents.index % 90 == 0, 1.0, 0.0))
    assert _found(uncited).empty


def test_papers_dated_by_the_year_are_compared_with_each_other() -> None:
    documents = _papers(8).assign(published=lambda rows: rows["published"].str[:4])
    found = _found(documents)
    assert len(found) >= 4
    assert set(found["cited_within"]) == {"year"}
    assert set(_found(_papers(8))["cited_within"]) == {"month"}


def _said(**changed: object) -> str:
    row = {
        "cited": 0.64, "cited_low": 0.581, "cited_high": 0.7, "cited_found": "more",
        "cited_papers": 1_120.0, "cited_uncounted": 0.0, "cited_from": DAY, "cited_until": DAY,
        "cited_within": "month",
    }  # fmt: skip
    return citation_sentences(pd.DataFrame([row | changed])).iloc[0]


def test_a_sentence_says_what_was_found_of_how_many_papers_and_when() -> None:
    assert _said() == (
        "Its papers are cited more than others of their month: on average more often than 64% of "
        "them (likely 58% to 70%; 1,120 papers counted on 3 May 2026)."
    )
    assert _said(cited=0.4, cited_low=0.3, cited_high=0.49, cited_found="fewer") == (
        "Its papers are cited less than others of their month: on average more often than only "
        "40% of them (likely 30% to 49%; 1,120 papers counted on 3 May 2026)."
    )
    unclear = _said(cited=0.5, cited_low=0.45, cited_found="unclear", cited_within="year")
    assert unclear.startswith(
        "Its papers are not clearly cited more or less than others of their year: on average more "
        "often than 50% of them (likely 45% to 70%; "
    )
    assert "; 1,120 papers, 12 without a count)." in _said(
        cited_from=None, cited_until=None, cited_uncounted=12.0
    )
    assert (
        "1,120 papers counted from 1 Apr 2026 to 3 May 2026, each beside those of its day)."
    ) in _said(cited_from="2026-04-01")
    assert _said(cited=float("nan"), cited_found=None) == ""

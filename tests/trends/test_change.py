"""Differences of shares between two times: against statsmodels, and counted by hand."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep

from analysis.trends.comparison.share_differences import share_changes, term_changes, theme_changes
from analysis.trends.postings import Postings
from analysis.trends.prevalence import group_prevalence, prevalence


@given(data=st.data(), before=st.integers(1, 400), after=st.integers(1, 400))
def test_the_interval_is_newcombes(data, before, after):
    held = [data.draw(st.integers(0, total)) for total in (before, after)]
    found = share_changes(np.array(held[:1]), np.array(held[1:]), totals=(before, after)).iloc[0]
    low, high = confint_proportions_2indep(
        held[1], after, held[0], before, method="newcomb", compare="diff"
    )
    assert (found["low"], found["high"]) == pytest.approx((low, high), abs=1e-9)
    assert found["low"] <= found["difference"] <= found["high"]
    assert found["low"] >= -1
    assert found["high"] <= 1


def test_the_published_example_comes_out():
    """Newcombe 1998, table II, (a), method 10: 56 of 70 against 48 of 80."""
    found = share_changes(np.array([48]), np.array([56]), totals=(80, 70)).iloc[0]
    assert found["difference"] == pytest.approx(0.2)
    assert (found["low"], found["high"]) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_a_time_without_papers_has_no_share():
    found = share_changes(np.array([0, 0]), np.array([1, 2]), totals=(0, 3))
    assert found[["share_before", "difference", "low", "high"]].isna().all().all()
    assert found["share_after"].tolist() == pytest.approx([1 / 3, 2 / 3])


@given(
    held=st.tuples(st.integers(0, 60), st.integers(0, 60)),
    totals=st.tuples(*[st.integers(60, 400)] * 2),
)
def test_the_test_is_the_exact_one_of_scipy(held: tuple[int, int], totals: tuple[int, int]) -> None:
    found = share_changes(np.array(held[:1]), np.array(held[1:]), totals=totals).iloc[0]
    if not sum(held):
        assert np.isnan(found["p"])
        return
    share = totals[1] / sum(totals)
    more, fewer = (
        stats.binomtest(held[1], sum(held), share, alternative=side).pvalue
        for side in ("greater", "less")
    )
    assert found["p"] == pytest.approx(min(2 * min(more, fewer), 1), rel=1e-6)
    # Of one series the false discovery rate is its p in the direction of the change.
    assert found["q"] == pytest.approx(more if found["difference"] > 0 else fewer, rel=1e-6)


@given(
    held=st.tuples(st.integers(0, 60), st.integers(0, 60)),
    totals=st.tuples(*[st.integers(60, 400)] * 2),
)
def test_the_ratio_is_the_exact_one_of_scipy_and_agrees_with_the_test(
    held: tuple[int, int], totals: tuple[int, int]
) -> None:
    found = share_changes(np.array(held[:1]), np.array(held[1:]), totals=totals).iloc[0]
    if not sum(held):
        assert found[["ratio", "ratio_low", "ratio_high"]].isna().all()
        return
    exact = stats.binomtest(held[1], sum(held)).proportion_ci(0.95, method="exact")
    for name, part in (
        ("ratio_low", exact.low), ("ratio", held[1] / sum(held)), ("ratio_high", exact.high)
    ):  # fmt: skip
        odds = part / (1 - part) if part < 1 else np.inf
        assert found[name] == pytest.approx(odds * totals[0] / totals[1], rel=1e-6)
    assert found["ratio_low"] <= found["ratio"] <= found["ratio_high"]
    if abs(found["p"] - 0.05) > 1e-6:
        assert (found["p"] < 0.05) == (found["ratio_low"] > 1 or found["ratio_high"] < 1)


@pytest.mark.parametrize("planted", [0, 10])
def test_few_changes_are_called_where_nothing_changed_but_counts_scatter(planted: int) -> None:
    """Of 100 series of twice Poisson's scatter, at a false discovery rate of one in ten."""
    rng, false, found = np.random.default_rng(1), [], []
    for _ in range(200):
        means = np.full((2, 100), 40.0)
        means[1, :planted] = 120
        before, after = rng.poisson(rng.gamma(means))
        called = share_changes(before, after, totals=(9_000, 9_000), scatter=2.0)["q"] <= 0.1
        false.append(called[planted:].sum() / max(called.sum(), 1))
        found.append(called[:planted].mean() if planted else 1)
    assert np.mean(false) <= 0.2  # two directions, each at one in ten
    assert np.mean(found) > 0.95


@pytest.fixture
def corpus() -> tuple[pd.DataFrame, Postings, list[np.ndarray]]:
    rng = np.random.default_rng(4)
    documents = pd.DataFrame(
        {
            "topic": rng.integers(-1, 4, 200),
            "published": [f"20{year}-05" for year in rng.integers(20, 24, 200)],
        }
    )
    holders = [np.flatnonzero(rng.random(200) < share) for share in (0.5, 0.1, 0.0, 0.9)]
    indptr = np.r_[0, np.cumsum([len(ids) for ids in holders])].astype(np.int32)
    return documents, Postings(indptr, np.concatenate(holders).astype(np.int32)), holders


def test_themes_and_keywords_are_counted_as_one_would_by_hand(corpus):
    documents, postings, holders = corpus
    first = (documents["published"] == "2021-05").to_numpy()
    second = (documents["published"] == "2023-05").to_numpy()

    themes = theme_changes(documents["topic"].to_numpy(), first=first, second=second)
    for row in themes.to_dict("records"):
        there = (documents["topic"] == row["topic"]).to_numpy()
        assert row["before"] == (there & first).sum()
        assert row["share_after"] == pytest.approx((there & second).sum() / second.sum())
    terms = term_changes(pd.Series(list("abcd")), postings, first=first, second=second)
    for row, ids in zip(terms.to_dict("records"), holders, strict=True):
        assert (row["before"], row["after"]) == (first[ids].sum(), second[ids].sum())


def test_documents_within_some_are_numbered_anew(corpus):
    documents, postings, holders = corpus
    selected = (documents["topic"] == 2).to_numpy()
    places = np.flatnonzero(selected).tolist()

    within = postings.within(selected)
    for term, ids in enumerate(holders):
        assert within.documents_of(term).tolist() == [
            places.index(doc_id) for doc_id in ids if selected[doc_id]
        ]
    assert within.doc_ids.dtype == within.indptr.dtype == np.int32


def test_groups_have_the_shares_of_the_topics_they_are(corpus):
    documents, _, _ = corpus
    groups = {str(t): np.flatnonzero(documents["topic"] == t) for t in (0, 3)}
    found = group_prevalence(documents, groups, period="year").set_index(["term", "period"])
    shares = prevalence(documents, period="year")
    for row in shares[shares["topic"].isin([0, 3])].to_dict("records"):
        same: Any = found.loc[(str(row["topic"]), row["period"])]
        for name in ("documents", "total", "prevalence", "low", "high"):
            assert same[name] == pytest.approx(row[name])

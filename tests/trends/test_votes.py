"""Votes of a series against those of other papers of the same month: against scipy, by hand."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.trends.evidence.votes import vote_ranks, votes
from analysis.trends.postings import Postings


def _documents(seed: int, papers: int = 600) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    month = rng.integers(1, 7, papers)
    # Older papers have gathered more.
    upvotes = rng.poisson(np.exp(rng.normal(1, 1, papers)) * (8 - month))
    return pd.DataFrame(
        {
            "published": [f"2024-{number:02d}-11" for number in month],
            "upvotes": pd.array(upvotes, dtype="Int64"),
        }
    )


def _one(ids: np.ndarray) -> Postings:
    return Postings(np.array([0, len(ids)], np.int32), ids.astype(np.int32))


def test_the_share_of_comparisons_won_is_that_of_mann_and_whitney() -> None:
    documents = _documents(1).assign(published="2024-03-11")
    ids = np.arange(0, 600, 7)
    found = votes(vote_ranks(documents), _one(ids)).iloc[0]
    own = np.isin(np.arange(600), ids)
    upvotes = documents["upvotes"].to_numpy(float)
    won = stats.mannwhitneyu(upvotes[own], upvotes[~own]).statistic / (own.sum() * (~own).sum())
    # The rank is among all papers of the month, its own included.
    expected = (won * (~own).sum() + 0.5 * own.sum()) / 600
    assert found["votes"] == pytest.approx(expected)


def test_the_interval_covers_even_odds_where_votes_are_drawn_blindly_whatever_the_age() -> None:
    inside = 0
    for seed in range(200):
        ranks = vote_ranks(_documents(seed))
        found = votes(ranks, _one(np.arange(500, 600))).iloc[0]
        inside += found["votes_low"] <= 0.5 <= found["votes_high"]
    assert inside >= 180


def test_old_papers_win_no_comparison_by_their_age() -> None:
    documents = _documents(2)
    old = np.flatnonzero(documents["published"] == "2024-01-11")
    assert votes(vote_ranks(documents), _one(old))["votes"].iloc[0] == pytest.approx(0.5)


def test_what_has_no_votes_or_few_says_nothing() -> None:
    documents = _documents(3)
    assert votes(vote_ranks(documents), _one(np.arange(7))).isna().all().all()
    nothing = documents.assign(upvotes=pd.array([None] * 600, dtype="Int64"))
    assert votes(vote_ranks(nothing), _one(np.arange(50))).isna().all().all()
    undated = documents.assign(published=None)
    assert votes(vote_ranks(undated), _one(np.arange(50))).isna().all().all()

"""Votes: whether the papers of a series gather more of them than others of their age."""

import numpy as np
import pandas as pd

from analysis.periods import period_of
from analysis.trends.postings import Postings
from analysis.trends.prevalence import Z_95

_FEWEST = 8  # papers with votes, below which nothing is said


def vote_ranks(documents: pd.DataFrame) -> np.ndarray:
    """The rank of each paper's upvotes among the papers of its month, 0 to 1; NaN where unknown.

    Ties share their mean rank, so that the mean of every month is a half.
    """
    votes = documents["upvotes"].astype("Float64").astype(float)
    month = period_of(documents["published"], period="month")
    groups = votes.groupby(month)
    return ((groups.rank() - 0.5) / groups.transform("count")).to_numpy(float)


def votes(ranks: np.ndarray, postings: Postings) -> pd.DataFrame:
    """How often a paper of each series has more votes than another of its month, one row a series.

    Columns: votes (0 to 1, ties count half; 0.5 is as often as not), votes_low and votes_high (its
    95% confidence interval); null below eight papers with votes. Source: H. Mann and D. Whitney, On
    a test of whether one of two random variables is stochastically larger than the other, Annals of
    Mathematical Statistics 18 (1947).
    """
    rows = postings.terms
    of = ranks[postings.doc_ids]
    known = ~np.isnan(of)
    size = len(postings.indptr) - 1
    number = np.bincount(rows[known], minlength=size).astype(float)
    first, second = (
        np.bincount(rows[known], weights=of[known] ** power, minlength=size) for power in (1, 2)
    )
    number = np.where(number >= _FEWEST, number, np.nan)
    mean = first / number
    spread = np.sqrt(np.maximum(second / number - mean**2, 0) / (number - 1))
    return pd.DataFrame(
        {
            "votes": mean,
            "votes_low": np.maximum(mean - Z_95 * spread, 0),
            "votes_high": np.minimum(mean + Z_95 * spread, 1),
        }
    )

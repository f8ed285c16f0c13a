"""Differences of shares between two time spans, with confidence intervals.

Descriptive: every interval stands for itself. Whether something moved is for `verdicts` to say.
"""

import numpy as np
import pandas as pd

from analysis.trends.postings import Postings
from analysis.trends.prevalence import wilson


def theme_changes(topics: np.ndarray, *, first: np.ndarray, second: np.ndarray) -> pd.DataFrame:
    """The change of every topic's share between two sets of documents, one row per topic.

    `topics` (documents,) is the topic of each; `first` and `second` (documents,) say which belong
    to either. Columns: topic, then those of `share_changes`.
    """
    known = np.unique(topics)
    counts = [
        np.bincount(np.searchsorted(known, topics[some]), minlength=len(known))
        for some in (first, second)
    ]
    table = share_changes(counts[0], counts[1], totals=(int(first.sum()), int(second.sum())))
    return pd.DataFrame({"topic": known}).join(table)


def term_changes(
    terms: pd.Series, postings: Postings, *, first: np.ndarray, second: np.ndarray
) -> pd.DataFrame:
    """The same for every term: term, in the order of `postings`, then as `theme_changes`."""
    counts = [np.diff(postings.within(some).indptr) for some in (first, second)]
    table = share_changes(counts[0], counts[1], totals=(int(first.sum()), int(second.sum())))
    return pd.DataFrame({"term": terms.to_numpy()}).join(table)


def share_changes(
    before: np.ndarray, after: np.ndarray, *, totals: tuple[int, int]
) -> pd.DataFrame:
    """Two independent shares each, and their difference with Newcombe's 95% confidence interval.

    `before` of totals[0] documents and `after` of totals[1], both (n,). Columns: before, after,
    share_before, share_after, difference (after less before, -1 to 1), low and high; null where
    there are no documents.
    Source: R. G. Newcombe, Interval estimation for the difference between independent proportions,
    Statistics in Medicine 17 (1998), method 10.
    """
    shares, lows, highs = [], [], []
    for count, total in zip((before, after), totals, strict=True):
        low, high = wilson(count, np.full(len(count), total))
        shares.append(count / total if total else np.full(len(count), np.nan))
        lows.append(low)
        highs.append(high)
    difference = shares[1] - shares[0]
    return pd.DataFrame(
        {
            "before": before,
            "after": after,
            "share_before": shares[0],
            "share_after": shares[1],
            "difference": difference,
            # Rounding must not lead beyond what a difference of shares can be.
            "low": np.maximum(-1, difference - np.hypot(shares[1] - lows[1], highs[0] - shares[0])),
            "high": np.minimum(1, difference + np.hypot(highs[1] - shares[1], shares[0] - lows[0])),
        }
    )

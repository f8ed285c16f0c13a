"""Differences of shares between two time spans, with confidence intervals and corrected tests."""

import numpy as np
import pandas as pd
from scipy import special

from analysis.trends.growth.false_discoveries import q_values
from analysis.trends.postings import Postings
from analysis.trends.prevalence import wilson

_TAIL = 0.025  # beyond either limit of a 95% interval


def theme_changes(
    topics: np.ndarray,
    *,
    first: np.ndarray,
    second: np.ndarray,
    scatter: np.ndarray | float = 1.0,
) -> pd.DataFrame:
    """The change of every topic's share between two sets of documents, one row per topic.

    `topics` (documents,) is the topic of each, in ascending order of which `scatter` (topics,) is
    the dispersion; `first` and `second` (documents,) say which belong to either. Columns: topic,
    then those of `share_changes`; outliers are not tested.
    """
    known = np.unique(topics)
    counts = [
        np.bincount(np.searchsorted(known, topics[some]), minlength=len(known))
        for some in (first, second)
    ]
    totals = (int(first.sum()), int(second.sum()))
    table = share_changes(*counts, totals=totals, scatter=scatter, tested=known >= 0)
    return pd.DataFrame({"topic": known}).join(table)


def term_changes(
    terms: pd.Series,
    postings: Postings,
    *,
    first: np.ndarray,
    second: np.ndarray,
    scatter: np.ndarray | float = 1.0,
) -> pd.DataFrame:
    """The same for every term: term, in the order of `postings`, then as `theme_changes`."""
    counts = [np.diff(postings.within(some).indptr) for some in (first, second)]
    totals = (int(first.sum()), int(second.sum()))
    table = share_changes(*counts, totals=totals, scatter=scatter)
    return pd.DataFrame({"term": terms.to_numpy()}).join(table)


def share_changes(
    before: np.ndarray,
    after: np.ndarray,
    *,
    totals: tuple[int, int],
    scatter: np.ndarray | float = 1.0,
    tested: np.ndarray | None = None,
) -> pd.DataFrame:
    """Two independent shares each, and their difference with Newcombe's 95% confidence interval.

    `before` of totals[0] documents and `after` of totals[1], both (n,); `scatter` (n,) is their
    dispersion: that many documents tell as much as one does in Poisson's law. Columns: before,
    after, share_before, share_after, difference (after less before, -1 to 1), low and high; ratio
    (after over before, infinite from nothing), ratio_low and ratio_high, exact like the test; p
    (two-sided, exact) and q, the false discovery rate among changes of the same direction, both
    null for series that are not `tested` or have no documents; all null where a set is empty.
    Sources: R. G. Newcombe, Interval estimation for the difference between independent proportions,
    Statistics in Medicine 17 (1998), method 10; for the test J. Przyborowski and H. Wilenski,
    Homogeneity of results in testing samples from Poisson series, Biometrika 31 (1940); for the
    ratio C. J. Clopper and E. S. Pearson, The use of confidence or fiducial limits illustrated in
    the case of the binomial, Biometrika 26 (1934).
    """
    scatter = np.maximum(np.broadcast_to(scatter, before.shape), 1)
    shares, lows, highs = [], [], []
    for count, total in zip((before, after), totals, strict=True):
        low, high = wilson(count / scatter, total / scatter)
        shares.append(count / total if total else np.full(len(count), np.nan))
        lows.append(low)
        highs.append(high)
    difference = shares[1] - shares[0]
    more, fewer = _tails(before / scatter, after / scatter, totals=totals)
    some = (before + after > 0) & ~np.isnan(difference)
    some &= np.ones(len(before), bool) if tested is None else tested
    rises, falls = (q_values(np.where(some, p, np.nan)) for p in (more, fewer))
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
            **_ratio(before / scatter, after / scatter, totals=totals),
            "p": np.where(some, np.minimum(2 * np.minimum(more, fewer), 1), np.nan),
            "q": np.where(difference > 0, rises, falls),
        }
    )


def _tails(
    before: np.ndarray, after: np.ndarray, *, totals: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray]:
    """The chance of at least, and of at most, so many after, given both together.

    Tails of the binomial law as incomplete beta functions, which fractions of documents have too.
    """
    share = totals[1] / max(sum(totals), 1)
    both = before + after
    more = special.betainc(np.maximum(after, 1e-9), both - after + 1, share)
    fewer = 1 - special.betainc(after + 1, np.maximum(both - after, 1e-9), share)
    return np.where(after > 0, more, 1.0), np.where(before > 0, fewer, 1.0)


def _ratio(
    before: np.ndarray, after: np.ndarray, *, totals: tuple[int, int]
) -> dict[str, np.ndarray]:
    """The share after over the share before, with the limits of Clopper and Pearson.

    Given both counts together, the part of them that is after gives the ratio; its limits are
    quantiles of beta laws, which fractions of documents have too.
    """
    low = special.betaincinv(np.maximum(after, 1e-9), before + 1, _TAIL)
    high = special.betaincinv(after + 1, np.maximum(before, 1e-9), 1 - _TAIL)
    low, high = np.where(after > 0, low, 0.0), np.where(before > 0, high, 1.0)
    known = (before + after > 0) & (min(totals) > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = {"ratio": after / (before + after), "ratio_low": low, "ratio_high": high}
        odds = {
            name: part / (1 - part) * totals[0] / max(totals[1], 1) for name, part in parts.items()
        }
    return {name: np.where(known, ratio, np.nan) for name, ratio in odds.items()}

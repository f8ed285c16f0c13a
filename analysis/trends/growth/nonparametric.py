"""Non-parametric growth, a second opinion: Theil-Sen slopes and Mann-Kendall tests.

On a growing corpus early periods hold few papers and their shares are skewed; bins of equal
numbers of papers are not, so that pairs of them may be compared.
Sources: P. K. Sen, Estimates of the regression coefficient based on Kendall's tau, Journal of the
American Statistical Association 63 (1968); K. Hamed and A. R. Rao, A modified Mann-Kendall trend
test for autocorrelated data, Journal of Hydrology 204 (1998).
"""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from analysis.trends.prevalence import Z_95
from analysis.trends.series import Series

BINS = 12
_FEWEST_BINS = 4


@dataclass(frozen=True)
class Robust:
    """For each of k series: slope of the log share per year, its 95% interval, p of no trend.

    All are NaN where the papers fill fewer than four bins.
    """

    slope: np.ndarray
    low: np.ndarray
    high: np.ndarray
    p: np.ndarray


def robust(inside: Series) -> Robust:
    """Theil-Sen's slope and Mann-Kendall's test of every series, over bins of equal papers."""
    years, logs = binned(inside)
    if len(years) < _FEWEST_BINS:
        return Robust(*np.full((4, len(inside.names)), np.nan))
    slope, low, high = theil_sen(years, logs)
    return Robust(slope, low, high, mann_kendall(logs, trend=np.outer(slope, years)))


def binned(inside: Series) -> tuple[np.ndarray, np.ndarray]:
    """At most twelve bins of neighbouring periods: mean year (b,) and log shares (k, b).

    Half a paper is added, so that the logarithm of no paper is finite.
    """
    dated = inside.only(inside.totals > 0)
    years = inside.years[inside.totals > 0]
    middle = dated.totals.cumsum() - dated.totals / 2
    place = (BINS * middle / max(int(dated.totals.sum()), 1)).astype(int)
    # A period that holds more than a bin's papers leaves some bins empty.
    found, number = np.unique(place, return_inverse=True)
    of_bin = (number[:, None] == np.arange(len(found))).astype(float)
    papers = dated.totals @ of_bin
    logs = np.log((dated.counts @ of_bin + 0.5) / (papers + 1))
    return (dated.totals * years) @ of_bin / papers, logs


def theil_sen(years: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The median slope between pairs of `values` (k, b), and its 95% interval, each (k,)."""
    first, second = np.triu_indices(len(years), 1)
    slopes = (values[:, second] - values[:, first]) / (years[second] - years[first])
    slopes.sort(axis=1)
    pairs = slopes.shape[1]
    half = Z_95 * np.sqrt(_variance(values))
    low = np.maximum(np.round((pairs - half) / 2).astype(int) - 1, 0)
    high = np.minimum(np.round((pairs + half) / 2).astype(int), pairs - 1)
    rows = np.arange(len(values))
    return np.median(slopes, axis=1), slopes[rows, low], slopes[rows, high]


def mann_kendall(values: np.ndarray, *, trend: np.ndarray) -> np.ndarray:
    """The two-sided p of no trend in each of `values` (k, b), by the normal approximation.

    The variance is multiplied by Hamed and Rao's factor, from ranks of what is left of `values`
    without `trend` (k, b); never below 1, as a factor learned from few bins may be by chance.
    """
    first, second = np.triu_indices(values.shape[1], 1)
    score = np.sign(values[:, second] - values[:, first]).sum(axis=1)
    variance = _variance(values) * _memory(values - trend)
    z = np.maximum(np.abs(score) - 1, 0) / np.sqrt(np.maximum(variance, 1e-12))
    return 2 * stats.norm.sf(z)


def _variance(values: np.ndarray) -> np.ndarray:
    """The variance of Kendall's score without a trend (k,), corrected for ties."""
    bins = values.shape[1]
    equal = (values[:, :, None] == values[:, None, :]).sum(axis=2)
    # Summed over members of a group of t equal values, (t - 1)(2t + 5) is t(t - 1)(2t + 5).
    tied = ((equal - 1) * (2 * equal + 5)).sum(axis=1)
    return (bins * (bins - 1) * (2 * bins + 5) - tied) / 18


def _memory(left: np.ndarray) -> np.ndarray:
    """The variance inflation by autocorrelation; only significant lags count."""
    bins = left.shape[1]
    ranks = stats.rankdata(left, axis=1)
    ranks -= ranks.mean(axis=1, keepdims=True)
    whole = np.maximum((ranks**2).sum(axis=1), 1e-12)
    factor = np.zeros(len(left))
    for lag in range(1, bins):
        correlation = (ranks[:, lag:] * ranks[:, :-lag]).sum(axis=1) / whole
        sure = np.abs(correlation) > Z_95 / np.sqrt(bins)
        weight = (bins - lag) * (bins - lag - 1) * (bins - lag - 2)
        factor += np.where(sure, weight * correlation, 0)
    return np.maximum(1 + 2 * factor / (bins * (bins - 1) * (bins - 2)), 1)

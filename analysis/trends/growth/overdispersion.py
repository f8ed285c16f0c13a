"""Overdispersion and serial correlation of counts, estimated from all series together.

Both multiply the variance that Poisson's law gives.
Sources: D. Fletcher, Estimating overdispersion when fitting a generalized linear model to sparse
data, Biometrika 99 (2012); G. Smyth, Linear models and empirical Bayes methods, Statistical
Applications in Genetics and Molecular Biology 3 (2004), for the squeeze.
"""

from dataclasses import dataclass

import numpy as np

_MOST_FREEDOM = 1_000.0
_MEDIAN_SQUARE = 0.4549364  # of a standard normal
_LAGS = 3  # periods
_CHANCE = 3.0  # the statistic of independent periods, on average
_COEFFICIENTS = np.linspace(0.1, 0.9, 9)
_SHARES = np.linspace(0, 1, 21)


def dispersion(counts: np.ndarray, means: np.ndarray, *, left: np.ndarray) -> np.ndarray:
    """Fletcher's dispersion of each series: Pearson's over 1 + the mean of (count - mean) / mean.

    counts and means (k, n); left (k,) periods less fitted columns.
    """
    gaps = counts - means
    pearson = (gaps**2 / means).sum(axis=1) / left
    return pearson / np.maximum(1 + (gaps / means).mean(axis=1), 0.5)


def usual_dispersion(counts: np.ndarray, means: np.ndarray, *, totals: np.ndarray) -> np.ndarray:
    """The dispersion of each series (k,) over binomial noise, at least 1, by the median period.

    So a burst, in fewer than half of the periods, does not hide itself by its own scatter. Periods
    without papers (`totals` (n,) of 0) tell nothing.
    """
    used = totals > 0
    counts, means = counts[:, used], means[:, used]
    pearson = (counts - means) ** 2 / (means * (1 - means / totals[used]))
    return np.maximum(np.median(pearson, axis=1) / _MEDIAN_SQUARE, 1)


def squeezed(scatter: np.ndarray, *, left: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each dispersion shrunk towards the mean of all, at least 1, and its degrees of freedom.

    The more alike the series are, beyond what `left` degrees of freedom let them differ by chance,
    the more they share: the prior's freedom d0 solves Var / mean^2 = 2 / left + 2 / d0.
    """
    centre = float(np.average(scatter, weights=left))
    spread = float(np.average((scatter - centre) ** 2, weights=left)) / centre**2 if centre else 0
    excess = spread - 2 / float(np.mean(left))
    shared = min(2 / excess, _MOST_FREEDOM) if excess > 0 else _MOST_FREEDOM
    together = (shared * centre + left * scatter) / (shared + left)
    return np.maximum(together, 1), shared + left


@dataclass(frozen=True)
class Memory:
    """A first-order process seen through independent noise.

    `coefficient` is its correlation from period to period, `share` its part of the variance.
    """

    coefficient: float = 0.0
    share: float = 0.0

    def matrix(self, periods: int) -> np.ndarray:
        """The correlations of so many periods."""
        place = np.arange(periods)
        related = self.coefficient ** np.abs(np.subtract.outer(place, place))
        return self.share * related + (1 - self.share) * np.eye(periods)


def memory(
    counts: np.ndarray, means: np.ndarray, *, design: np.ndarray, exposure: np.ndarray
) -> Memory:
    """The serial correlation of Pearson residuals, common to all series.

    That whose autocorrelations at the first three lags, after fitting a constant and `design`
    (n, p) to periods of `exposure` (n,), are nearest to the pooled ones, after these were drawn in
    to what independent periods have. Source of the statistic: G. Box and D. Pierce, Distribution of
    residual autocorrelations in autoregressive-integrated moving average time series models, JASA
    65 (1970).
    """
    left, _ = _residuals(design, exposure)
    free = float(np.trace(left))
    if free <= _LAGS:
        return Memory()
    residuals, lags = (counts - means) / np.sqrt(means), range(1, _LAGS + 1)
    found = np.array([(residuals[:, lag:] * residuals[:, :-lag]).sum() for lag in lags])
    found /= max(float((residuals**2).sum()), 1e-12)
    white = _traces(left, lags)
    chance = white[1:] / white[0]
    beyond = found - chance
    statistic = len(counts) * free * float((beyond**2).sum())
    if statistic <= _CHANCE or beyond[0] <= 0:
        return Memory()
    # What is hardly beyond chance is drawn in to it, as James and Stein do.
    found = chance + beyond * (1 - _CHANCE / statistic)
    best, nearest = np.inf, Memory()
    for coefficient in _COEFFICIENTS:
        red = _traces(left @ Memory(coefficient, 1.0).matrix(len(left)) @ left, lags)
        for share in _SHARES:
            traces = share * red + (1 - share) * white
            loss = float(((found - traces[1:] / traces[0]) ** 2).sum())
            if loss < best:
                best, nearest = loss, Memory(float(coefficient), float(share))
    return nearest


def variance_factor(
    known: Memory, *, design: np.ndarray, exposure: np.ndarray, column: int
) -> float:
    """Variance inflation of the coefficient of a column (from 1) by serial correlation, at least 1.

    Source: the variance of a linear estimate with weights c is c' V c; over that of independent
    periods whose dispersion is measured on the same residuals.
    """
    left, solved = _residuals(design, exposure)
    weights = solved[column]
    related = known.matrix(len(design))
    more = weights @ related @ weights / (weights @ weights)
    seen = np.trace(left @ related @ left) / max(np.trace(left), 1e-12)
    return max(float(more / max(seen, 1e-12)), 1.0)


def _residuals(design: np.ndarray, exposure: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What maps periods to their residuals (n, n), and to the coefficients (1 + p, n)."""
    root = np.sqrt(exposure)[:, None] * np.column_stack([np.ones(len(design)), design])
    solved = np.linalg.pinv(root)
    return np.eye(len(design)) - root @ solved, solved


def _traces(matrix: np.ndarray, lags: range) -> np.ndarray:
    """The sums of the main diagonal, and of those at each lag."""
    return np.array([np.trace(matrix, offset=lag) for lag in (0, *lags)])

"""Overdispersion and serial correlation of counts, estimated from all series together.

Both multiply the variance that Poisson's law gives.
Sources: D. Fletcher, Estimating overdispersion when fitting a generalized linear model to sparse
data, Biometrika 99 (2012); G. Smyth, Linear models and empirical Bayes methods, Statistical
Applications in Genetics and Molecular Biology 3 (2004), for the squeeze.
"""

import numpy as np

_MOST_FREEDOM = 1_000.0
_MEDIAN_SQUARE = 0.4549364  # of a standard normal
_STRONGEST = 0.9  # memory from period to period that is allowed for


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


def pooled_c2(counts: np.ndarray, means: np.ndarray, *, left: np.ndarray) -> float:
    """The pooled c2 of variance = mean + c2 mean^2, by moments; at least 0."""
    inflated = ((counts - means) ** 2).sum(axis=1) * (counts.shape[1] / left)
    return max(0.0, float((inflated.sum() - means.sum()) / (means**2).sum()))


def variance_factor(
    counts: np.ndarray, means: np.ndarray, *, design: np.ndarray, exposure: np.ndarray
) -> float:
    """Variance inflation of a slope by serial correlation: 1 + 2 r1 / (1 - r2 / r1), at least 1.

    r1, r2 are the correlations of Pearson residuals one and two periods apart, pooled over the
    series and freed of what fitting `design` (n, p) does to them; r2 / r1 is the memory of a
    first-order process seen through independent noise, whose long-run variance this is.
    """
    residuals = (counts - means) / np.sqrt(means)
    first, second = (
        _correlation(residuals, lag, design=design, exposure=exposure) for lag in (1, 2)
    )
    if first <= 0:
        return 1.0
    memory = min(max(second / first, first), _STRONGEST)
    return 1 + 2 * first / (1 - memory)


def _correlation(
    residuals: np.ndarray, lag: int, *, design: np.ndarray, exposure: np.ndarray
) -> float:
    """Pooled, with the bias of fitting added back: under independence E[e e'] = phi (I - H)."""
    together = (residuals[:, lag:] * residuals[:, :-lag]).sum()
    root = np.sqrt(exposure.mean(axis=0))[:, None] * design
    hat = root @ np.linalg.pinv(root)
    bias = np.diagonal(hat, offset=lag).sum() / (len(design) - np.trace(hat))
    return float(together / max((residuals**2).sum(), 1e-12) + bias)

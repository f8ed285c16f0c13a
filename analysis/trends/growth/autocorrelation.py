"""What neighbouring periods owe each other: how much surer a trend looks than it is."""

import numpy as np

_STRONGEST = 0.9


def variance_factor(
    counts: np.ndarray, means: np.ndarray, *, design: np.ndarray, exposure: np.ndarray
) -> float:
    """What a slope's variance is to be multiplied by: 1 + 2 r1 / (1 - r2 / r1), at least 1.

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

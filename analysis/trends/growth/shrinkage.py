"""Empirical-Bayes shrinkage of growth towards no change.

Most series hardly move and a few move much; a single normal prior would draw the few as strongly
as the many. Source: M. Stephens, False discovery rates: a new deal, Biostatistics 18 (2017), with
normal components around zero. The narrowest is not a point: in half of unchanged corpora the
between-series variance would be estimated as 0, and every interval with it.
"""

import numpy as np

from analysis.trends.growth.regression import Growth

# Standard deviations of the log slopes a year that a component of the prior may have.
_SPREADS = np.array([0.05, 0.1, 0.2, 0.4, 0.8, 1.6])
# As if so many series more had been seen to hardly move.
_PRIOR_STILL = 1.0
_ROUNDS = 200


def shrunk(found: Growth) -> tuple[np.ndarray, np.ndarray]:
    """The posterior mean of every slope and its standard deviation, NaN where there is no slope.

    Their interval covers over all series, not for one that was chosen because it is extreme.
    """
    mean, deviation = np.full((2, len(found.slope)), np.nan)
    known = ~np.isnan(found.slope)
    if not known.any():
        return mean, deviation
    slope, noise = found.slope[known, None], found.error[known, None] ** 2
    variance = _SPREADS**2
    likely = -0.5 * (slope**2 / (noise + variance) + np.log(noise + variance))
    likely = np.exp(likely - likely.max(axis=1, keepdims=True))
    share = _responsible(likely)
    kept = variance / (noise + variance)
    means, variances = kept * slope, kept * noise
    mean[known] = (share * means).sum(axis=1)
    second = (share * (variances + means**2)).sum(axis=1)
    deviation[known] = np.sqrt(second - mean[known] ** 2)
    return mean, deviation


def _responsible(likely: np.ndarray) -> np.ndarray:
    """The responsibility of each component for each series (k, components), by EM."""
    prior = np.full(likely.shape[1], 1 / likely.shape[1])
    for _ in range(_ROUNDS):
        share = likely * prior
        share /= share.sum(axis=1, keepdims=True)
        total = share.sum(axis=0)
        total[0] += _PRIOR_STILL
        prior = total / total.sum()
    return likely * prior / (likely * prior).sum(axis=1, keepdims=True)

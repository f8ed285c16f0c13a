"""Gamma-Poisson level filter: the level of each series at its end, relative to its trend line."""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln, xlogy

# Variances of a year's change of the log level, of which the likeliest is taken.
DRIFTS = (0.0, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
_FIRST = 1.0  # papers that the line is worth as the level before the first period


@dataclass(frozen=True)
class Level:
    """The level of k series at the end of their periods.

    `factor` (k,) is what the line is to be multiplied by and `variance` (k,) that of its logarithm;
    `age` (k,) says how many years ago, on average, the papers were that tell it, `drift` is the
    variance of a year's change of the log level of any series.
    """

    factor: np.ndarray
    variance: np.ndarray
    age: np.ndarray
    drift: float


def level(counts: np.ndarray, means: np.ndarray, *, a_year: int) -> Level:
    """The level at which the counts (k, n) end, relative to the `means` (k, n) of their lines.

    Both are out of the dispersion: a Poisson count whose rate follows a gamma law that every period
    widens by the drift and every count renews. Of DRIFTS the likeliest for all series together is
    taken. Source: M. West, P. J. Harrison and H. S. Migon, Dynamic generalized linear models and
    Bayesian forecasting, JASA 80 (1985).
    """
    found = [_filtered(counts, means, drift=drift, step=1 / a_year) for drift in DRIFTS]
    return max(found, key=lambda one: one[1])[0]


def _filtered(
    counts: np.ndarray, means: np.ndarray, *, drift: float, step: float
) -> tuple[Level, float]:
    """The level under one drift, and its log-likelihood: a negative binomial count a period."""
    factor, weight = np.ones(len(counts)), np.full(len(counts), _FIRST)
    age, likely = np.zeros(len(counts)), 0.0
    for count, mean in zip(counts.T, means.T, strict=True):
        weight = 1 / (1 / weight + drift * step)
        rate = weight / factor
        more, both = weight + count, rate + mean
        ways = gammaln(more) - gammaln(weight) - gammaln(count + 1)
        likely += (ways + xlogy(weight, rate / both) + xlogy(count, mean / both)).sum()
        age = weight * (age + step) / more
        factor, weight = more / both, more
    return Level(factor, 1 / weight, age, drift), float(likely)

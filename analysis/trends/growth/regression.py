"""Growth by log-linear count regression: relative change of a share per year, with interval.

counts ~ exposure exp(a + b t + season), t in years; growth = exp(b) - 1. Periods of a month or
less are fitted by quasi-Poisson with each series' own dispersion, squeezed towards the others';
longer ones, too few for that, by the variance mean + c2 mean^2 whose c2 all series share.
"""

from dataclasses import dataclass

import numpy as np
from scipy import special  # not stats, which takes a second: pages import this

from analysis.trends.growth.overdispersion import dispersion, pooled_c2, squeezed, variance_factor
from analysis.trends.growth.poisson import fit_counts
from analysis.trends.prevalence import Z_95
from analysis.trends.series import FEWEST_PERIODS

_FINE = 12  # periods a year from which every series has a dispersion of its own
SEASON_PAPERS = 40  # a series of fewer papers cannot show a season, and is fitted without
_WIDEST = np.log(1_000.0)
_C2_ROUNDS = 4


@dataclass(frozen=True)
class Growth:
    """For each of k series: `slope` of the log share per year, standard error, degrees of freedom.

    All three are NaN where a series has too few papers, or all of them so close together that
    nothing bounds its growth.
    """

    slope: np.ndarray
    error: np.ndarray
    freedom: np.ndarray

    def p(self) -> np.ndarray:
        """Two-sided p of no growth."""
        return 2 * special.stdtr(self.freedom, -np.abs(self.slope / self.error))

    def interval(self, confidence: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
        """The confidence interval of the slope."""
        half = special.stdtrit(self.freedom, (1 + confidence) / 2) * self.error
        return self.slope - half, self.slope + half


@dataclass(frozen=True)
class _Trend:
    slope: np.ndarray
    variance: np.ndarray
    means: np.ndarray
    columns: np.ndarray


def growth(counts: np.ndarray, exposure: np.ndarray, *, a_year: int, at_least: int = 5) -> Growth:
    """The growth of every series of `counts` (k, n).

    `exposure` (n,) or (k, n) is what the counts are out of; `a_year` the periods of a year.
    Series of fewer than `at_least` documents have none.
    """
    found = Growth(*np.full((3, len(counts)), np.nan))
    known = np.flatnonzero(counts.sum(axis=1) >= at_least)
    exposure = np.broadcast_to(exposure, counts.shape)
    used = (exposure > 0).any(axis=0)
    if used.sum() < FEWEST_PERIODS or not len(known):
        return found
    design = _design(np.flatnonzero(used), a_year=a_year)
    counts, exposure = counts[known][:, used], exposure[known][:, used]
    trend, scale, freedom = _estimate(counts, exposure, design=design, fine=a_year >= _FINE)
    error = np.sqrt(trend.variance * scale)
    bounded = error * Z_95 < _WIDEST
    for column, values in zip(
        (found.slope, found.error, found.freedom), (trend.slope, error, freedom), strict=True
    ):
        column[known] = np.where(bounded, values, np.nan)
    return found


def _estimate(
    counts: np.ndarray, exposure: np.ndarray, *, design: np.ndarray, fine: bool
) -> tuple[_Trend, np.ndarray, np.ndarray]:
    """The fitted trends, their variance inflation, and their degrees of freedom."""
    trend = _trend(counts, exposure, design=design)
    left = np.maximum(len(design) - trend.columns, 1)
    if fine:
        scatter = dispersion(counts, trend.means, left=left)
        scale, freedom = squeezed(scatter, left=left)
    else:
        for _ in range(_C2_ROUNDS):
            c2 = pooled_c2(counts, trend.means, left=left)
            trend = _trend(counts, exposure, design=design, c2=c2)
        scale, freedom = np.ones(len(counts)), np.full(len(counts), float(left.sum()))
    factor = variance_factor(counts, trend.means, design=design, exposure=exposure)
    return trend, scale * factor, freedom


def _trend(
    counts: np.ndarray, exposure: np.ndarray, *, design: np.ndarray, c2: float = 0.0
) -> _Trend:
    """Series of enough papers are fitted with the season's columns, the others without."""
    seasonal = counts.sum(axis=1) >= SEASON_PAPERS
    slope, variance = np.empty((2, len(counts)))
    means = np.empty(counts.shape)
    for chosen, columns in ((seasonal, design), (~seasonal, design[:, :2])):
        fit = fit_counts(counts[chosen], exposure[chosen], design=columns, c2=c2)
        slope[chosen], variance[chosen] = fit.coefficients[:, 1], fit.covariance[:, 1, 1]
        means[chosen] = fit.means
    return _Trend(slope, variance, means, np.where(seasonal, design.shape[1], 2))


def _design(used: np.ndarray, *, a_year: int) -> np.ndarray:
    """Ones, time in years, and the season where two years of periods are used.

    `used` (n,) are the places of the periods in time; returns (n, p).
    """
    years = used / a_year
    ones = np.ones((len(used), 1))
    waves = season(used, a_year=a_year, seen=len(used))
    return np.hstack([ones, (years - years.mean())[:, None], waves])


def season(places: np.ndarray, *, a_year: int, seen: int) -> np.ndarray:
    """The harmonics of the season at `places` in time (n,): (n, p), p = 0 where too few are `seen`.

    It takes two years of periods to see a season.
    """
    harmonics = () if seen < 2 * a_year or a_year < 4 else (1, 2) if a_year > 4 else (1,)
    angles = [2 * np.pi * harmonic * places / a_year for harmonic in harmonics]
    columns = [part(angle) for angle in angles for part in (np.cos, np.sin)]
    return np.array(columns).reshape(-1, len(places)).T

"""Growth by log-linear count regression: relative change of a share per year, with interval.

counts ~ exposure exp(a + b t + season), t in years; growth = exp(b) - 1. The variance is Poisson's
times the dispersion of each series, which is squeezed towards that of the others, times a factor
for serial correlation.
"""

from dataclasses import dataclass

import numpy as np
from scipy import special  # not stats, which takes a second: pages import this

from analysis.trends.growth.overdispersion import (
    Memory,
    dispersion,
    memory,
    squeezed,
    variance_factor,
)
from analysis.trends.growth.poisson import Fit, fit_counts
from analysis.trends.prevalence import Z_95
from analysis.trends.series import FEWEST_PERIODS
from analysis.trends.strata import Strata

FEWEST_SEASONS = 4  # periods of a year that can show one
SEASON_RIDGE = 1.0  # a season is rarely larger than exp(1) either way
_WIDEST = np.log(1_000.0)
_MOST_REMEMBERED = 1_000  # series that tell the memory of all
_SMOOTH = 4  # powers of time in a smooth course
_LEAST = 1e-12  # a mean
_HIGHEST = 100.0  # logarithm of a ratio, from which on its size says nothing


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
class Bend:
    """A log share that is a parabola over the periods, of each of k series.

    `curve` is twice its second-order coefficient, the change of growth per year; `slope` (k,) its
    growth at year `middle`; `years` (n,) the used periods.
    """

    curve: Growth
    slope: np.ndarray
    middle: float
    years: np.ndarray

    def top(self) -> np.ndarray:
        """The year of the maximum (k,), NaN where the parabola opens upwards."""
        bend = np.where(self.curve.slope < 0, self.curve.slope, np.nan)
        return self.middle - self.slope / bend

    def heights(self) -> np.ndarray:
        """The maximum over the fitted share in the first period, and in the last: (2, k)."""
        ends = np.array([self.years[0], self.years[-1]])[:, None] - self.top()
        return np.exp(np.minimum(-self.curve.slope * ends**2 / 2, _HIGHEST))


@dataclass(frozen=True)
class _Fitted:
    """Coefficients and standard errors of time, and its square: (powers, k); freedom (k,)."""

    coefficients: np.ndarray
    errors: np.ndarray
    freedom: np.ndarray
    middle: float
    years: np.ndarray


def growth(
    counts: np.ndarray,
    exposure: np.ndarray,
    *,
    a_year: int,
    at_least: int = 5,
    strata: Strata | None = None,
) -> Growth:
    """The growth of every series of `counts` (k, n).

    `exposure` (n,) is what the counts are out of; `a_year` the periods of a year. Series of fewer
    than `at_least` documents have none. With `strata`, growth is that within them.
    """
    found = _fitted(counts, exposure, powers=1, a_year=a_year, at_least=at_least, strata=strata)
    return Growth(found.coefficients[0], found.errors[0], found.freedom)


def bend(
    counts: np.ndarray,
    exposure: np.ndarray,
    *,
    a_year: int,
    at_least: int = 5,
    strata: Strata | None = None,
) -> Bend:
    """The parabola of every series; arguments as of `growth`."""
    found = _fitted(counts, exposure, powers=2, a_year=a_year, at_least=at_least, strata=strata)
    curve = Growth(2 * found.coefficients[1], 2 * found.errors[1], found.freedom)
    return Bend(curve, found.coefficients[0], found.middle, found.years)


def scatter(counts: np.ndarray, exposure: np.ndarray, *, a_year: int) -> np.ndarray:
    """The squeezed dispersion of every series (k,) about its growth and season, at least 1.

    Series of too few documents to tell have the mean of the others.
    """
    places = np.flatnonzero(exposure > 0)
    found = np.full(len(counts), np.nan)
    known = np.flatnonzero(counts.any(axis=1))
    if len(places) >= FEWEST_PERIODS and len(known):
        counts = counts[known][:, places]
        design, ridge = _course(places, a_year=a_year, powers=1)
        fit = fit_counts(counts, exposure[places].astype(float), design=design, ridge=ridge)
        found[known], _ = _dispersions(counts, fit)
    usual = 1.0 if np.isnan(found).all() else float(np.nanmean(found))
    return np.where(np.isnan(found), usual, found)


def _fitted(
    counts: np.ndarray,
    exposure: np.ndarray,
    *,
    powers: int,
    a_year: int,
    at_least: int,
    strata: Strata | None,
) -> _Fitted:
    """The regression on powers of time and the season; NaN where nothing bounds a coefficient."""
    places = np.flatnonzero(exposure > 0)
    known = np.flatnonzero(counts.sum(axis=1) >= at_least)
    coefficients, errors = np.full((2, powers, len(counts)), np.nan)
    freedom = np.full(len(counts), np.nan)
    if len(places) >= max(FEWEST_PERIODS, powers + 2) and len(known):
        counts, exposure = counts[known][:, places], exposure[places].astype(float)
        design, ridge = _course(places, a_year=a_year, powers=powers)
        if strata is not None:
            strata = Strata(strata.sizes[known], strata.totals[:, places])
        fit = fit_counts(counts, exposure, design=design, ridge=ridge, strata=strata)
        scale, free = _dispersions(counts, fit)
        # Within strata few periods are left to tell a memory; the growth of all papers has it.
        if strata is None:
            serial = _memory(counts, exposure, places=places, a_year=a_year)
            scale *= variance_factor(serial, design=design, exposure=exposure, column=powers)
        error = np.sqrt(np.diagonal(fit.covariance, axis1=1, axis2=2)[:, :powers].T * scale)
        sure = fit.converged & (error[0] * Z_95 < _WIDEST)
        coefficients[:, known] = np.where(sure, fit.coefficients[:, :powers].T, np.nan)
        errors[:, known] = np.where(sure, error, np.nan)
        freedom[known] = np.where(sure, free, np.nan)
    middle = float(places.mean()) / a_year if len(places) else 0.0
    return _Fitted(coefficients, errors, freedom, middle, places / a_year)


def _course(places: np.ndarray, *, a_year: int, powers: int) -> tuple[np.ndarray, np.ndarray]:
    """Powers of time in years since the middle, and the season: (n, p); and their ridge (p,)."""
    since = (places - places.mean()) / a_year
    waves = season(places, a_year=a_year, seen=len(places))
    design = np.column_stack([*(since**power for power in range(1, powers + 1)), waves])
    return design, np.r_[np.zeros(powers), np.full(waves.shape[1], SEASON_RIDGE)]


def _dispersions(counts: np.ndarray, fit: Fit) -> tuple[np.ndarray, np.ndarray]:
    """The squeezed dispersion of every series (k,), and its degrees of freedom.

    Series without a maximum say nothing about the others.
    """
    scale, freedom = np.full((2, len(counts)), np.nan)
    some = fit.converged
    if some.any():
        left = np.maximum(fit.left[some], 1)
        found = dispersion(counts[some], np.maximum(fit.means[some], _LEAST), left=left)
        scale[some], freedom[some] = squeezed(found, left=left)
    return scale, freedom


def _memory(counts: np.ndarray, exposure: np.ndarray, *, places: np.ndarray, a_year: int) -> Memory:
    """The serial correlation about a smooth course: what a line leaves is no memory.

    Thousands of series overlap and tell no more than the largest of them.
    """
    counts = counts[np.argsort(-counts.sum(axis=1), kind="stable")[:_MOST_REMEMBERED]]
    smooth, ridge = _course(places, a_year=a_year, powers=_SMOOTH)
    fit = fit_counts(counts, exposure, design=smooth, ridge=ridge)
    some, means = fit.converged, np.maximum(fit.means, _LEAST)
    return memory(counts[some], means[some], design=smooth, exposure=exposure)


def season(places: np.ndarray, *, a_year: int, seen: int) -> np.ndarray:
    """The harmonics of the season at `places` in time (n,): (n, p), p = 0 where too few are `seen`.

    It takes two years of periods to see a season.
    """
    if seen < 2 * a_year or a_year < FEWEST_SEASONS:
        return np.zeros((len(places), 0))
    angles = [2 * np.pi * harmonic * places / a_year for harmonic in (1, 2)]
    columns = [part(angle) for angle in angles for part in (np.cos, np.sin)]
    # By quarter the second harmonic alternates: its sine is 0.
    return np.column_stack(columns[:3] if a_year == FEWEST_SEASONS else columns)

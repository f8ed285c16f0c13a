"""The trend line that each forecast starts from: height, growth and season."""

from dataclasses import dataclass

import numpy as np

from analysis.trends.growth.overdispersion import dispersion, squeezed
from analysis.trends.growth.poisson import fit_counts
from analysis.trends.growth.regression import Growth, season
from analysis.trends.growth.shrinkage import shrunk
from analysis.trends.series import Series

SEASON_PAPERS = 40  # a series of fewer papers cannot show a season, and is fitted without
_LEAST = 1e-12  # variance between the seasons of series, where they have none


@dataclass(frozen=True)
class Line:
    """share = height exp(slope t + season), t in years since the last of n periods.

    Of k series: height, slope and its `doubt`, a standard deviation (k,); `waves` (k, p) are the
    coefficients of the season's p columns and `wave_variance` (k, p) theirs; `scatter` (k,) is the
    dispersion of the counts about the line.
    """

    height: np.ndarray
    slope: np.ndarray
    doubt: np.ndarray
    waves: np.ndarray
    wave_variance: np.ndarray
    scatter: np.ndarray


def fit_line(span: Series, found: Growth) -> Line:
    """Fit the lines of series that all have growth.

    Growth and season are drawn towards none, as far as all series together say.
    """
    used = np.flatnonzero(span.totals)
    slope, doubt = shrunk(found)
    ago = np.arange(1 - len(span.totals), 1)
    columns = season(ago, a_year=span.a_year, seen=len(used))
    exposure = span.totals * np.exp(slope[:, None] * ago / span.a_year)
    waves, wave_variance = _waves(span.counts, exposure, columns=columns)
    exposure = exposure * np.exp(waves @ columns.T)
    height = span.counts.sum(axis=1) / exposure.sum(axis=1)
    means = (height[:, None] * exposure)[:, used]
    fitted = 2 + columns.shape[1] * (span.counts.sum(axis=1) >= SEASON_PAPERS)
    scatter = _scatter(span.counts[:, used], means, fitted=fitted)
    return Line(height, slope, doubt, waves, wave_variance, scatter)


def _waves(
    counts: np.ndarray, exposure: np.ndarray, *, columns: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The season's coefficients and their variances, shrunk towards 0; 0 for small series."""
    waves, variance = np.zeros((2, len(counts), columns.shape[1]))
    some = counts.sum(axis=1) >= SEASON_PAPERS
    if not columns.shape[1] or not some.any():
        return waves, variance
    fit = fit_counts(counts[some], exposure[some], design=columns)
    used = exposure[0] > 0
    fitted = np.full(some.sum(), 1 + columns.shape[1])
    scatter = _scatter(counts[some][:, used], fit.means[:, used], fitted=fitted)
    noise = np.diagonal(fit.covariance, axis1=1, axis2=2) * scatter[:, None]
    found = fit.coefficients
    kept = between(found, noise) / (between(found, noise) + noise)
    waves[some], variance[some] = kept * found, kept * noise
    return waves, variance


def between(found: np.ndarray, noise: np.ndarray) -> float:
    """The variance of the true values around 0, estimated from `found` values with noise.

    Source: R. DerSimonian and N. Laird, Meta-analysis in clinical trials, Controlled Clinical
    Trials 7 (1986), around a known mean.
    """
    return max(float((found**2 / noise - 1).sum() / (1 / noise).sum()), _LEAST)


def _scatter(counts: np.ndarray, means: np.ndarray, *, fitted: np.ndarray) -> np.ndarray:
    left = np.maximum(counts.shape[1] - fitted, 1)
    return squeezed(dispersion(counts, means, left=left), left=left)[0]

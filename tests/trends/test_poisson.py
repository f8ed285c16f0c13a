"""Regressions of counts against those of statsmodels."""

import numpy as np
import pytest
import statsmodels.api as sm

from analysis.trends.growth.poisson import fit_counts
from analysis.trends.growth.regression import growth


def _counts(seed: int, *, series: int = 5, months: int = 60) -> tuple[np.ndarray, ...]:
    rng = np.random.default_rng(seed)
    years = np.arange(months) / 12
    totals = np.round(100 * np.exp(0.4 * years)) + rng.integers(0, 40, months)
    angle = 2 * np.pi * years
    design = np.column_stack([np.ones(months), years - years.mean(), np.cos(angle), np.sin(angle)])
    slopes = rng.normal(0, 0.3, size=(series, 1))
    levels = rng.uniform(0.01, 0.2, size=(series, 1))
    counts = rng.poisson(totals * levels * np.exp(slopes * design[:, 1] + 0.4 * design[:, 2]))
    return counts, totals, design


@pytest.mark.parametrize("c2", [0.0, 0.3])
def test_fit_is_that_of_statsmodels(c2: float) -> None:
    counts, totals, design = _counts(1)
    ours = fit_counts(counts, totals, design=design, c2=c2)
    family = sm.families.NegativeBinomial(alpha=c2) if c2 else sm.families.Poisson()
    for row, series in enumerate(counts):
        model = sm.GLM(series, design, family=family, exposure=totals)
        theirs = model.fit(tol=1e-12, maxiter=200, scale=1.0)
        assert ours.coefficients[row] == pytest.approx(theirs.params, abs=1e-6)
        assert ours.covariance[row] == pytest.approx(theirs.cov_params(), rel=1e-6, abs=1e-9)
        assert ours.means[row] == pytest.approx(theirs.mu, rel=1e-6)


def test_growth_is_the_slope_of_statsmodels_with_its_season() -> None:
    counts, totals, design = _counts(2, series=30)
    ours = growth(counts, totals, a_year=12)
    angle = 4 * np.pi * np.arange(60) / 12
    design = np.column_stack([design, np.cos(angle), np.sin(angle)])
    for row, series in enumerate(counts):
        theirs = sm.GLM(series, design, family=sm.families.Poisson(), exposure=totals).fit(
            scale="X2"
        )
        assert ours.slope[row] == pytest.approx(theirs.params[1], abs=1e-6)
        # The squeezed dispersion of Poisson counts is about 1, as each one's own is on average.
        assert ours.error[row] == pytest.approx(theirs.bse[1], rel=0.5)


def test_sparse_series_end_at_finite_numbers() -> None:
    """All papers in the first month: no finite maximum, but an answer."""
    counts = np.zeros((2, 24), int)
    counts[0, 0], counts[1, [0, 23]] = 5, 1
    design = np.column_stack([np.ones(24), np.arange(24) / 12 - 1])
    fit = fit_counts(counts, np.full(24, 50.0), design=design)
    assert np.isfinite(fit.coefficients).all()
    assert np.isfinite(fit.covariance).all()
    assert fit.coefficients[0, 1] < -5

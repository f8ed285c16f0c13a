"""Regressions of counts against those of statsmodels."""

import hypothesis.extra.numpy as hnp
import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

from analysis.trends.growth.poisson import fit_counts
from analysis.trends.growth.regression import growth
from analysis.trends.strata import Strata


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


def test_fit_is_that_of_statsmodels() -> None:
    counts, totals, design = _counts(1)
    ours = fit_counts(counts, totals, design=design[:, 1:])
    for row, series in enumerate(counts):
        model = sm.GLM(series, design, family=sm.families.Poisson(), exposure=totals)
        theirs = model.fit(tol=1e-12, maxiter=200, scale=1.0)
        assert ours.coefficients[row] == pytest.approx(theirs.params[1:], abs=1e-6)
        assert ours.covariance[row] == pytest.approx(
            theirs.cov_params()[1:, 1:], rel=1e-6, abs=1e-9
        )
        assert ours.means[row] == pytest.approx(theirs.mu, rel=1e-6)
        assert ours.left[row] == pytest.approx(theirs.df_resid)


def test_growth_within_strata_is_that_of_a_constant_for_each_in_statsmodels() -> None:
    rng = np.random.default_rng(3)
    periods, strata = 20, 4
    totals = rng.integers(0, 60, size=(strata, periods)).astype(float)
    time = np.arange(periods) / 4 - 2.5
    rates = rng.uniform(0.05, 0.3, size=(5, strata, 1)) * np.exp(0.2 * time)
    counts = rng.poisson(rates * totals)
    ours = fit_counts(
        counts.sum(axis=1),
        totals.sum(axis=0),
        design=time[:, None],
        strata=Strata(counts.sum(axis=2).astype(float), totals),
    )
    there = totals.ravel() > 0
    constants = np.kron(np.eye(strata), np.ones((periods, 1)))
    design = np.column_stack([np.tile(time, strata), constants])[there]
    for row, cells in enumerate(counts):
        model = sm.GLM(
            cells.ravel()[there],
            design,
            family=sm.families.Poisson(),
            exposure=totals.ravel()[there],
        )
        theirs = model.fit(tol=1e-12, maxiter=200, scale=1.0)
        assert ours.coefficients[row, 0] == pytest.approx(theirs.params[0], abs=1e-6)
        assert ours.covariance[row, 0, 0] == pytest.approx(theirs.cov_params()[0, 0], rel=1e-5)
        sums = np.bincount(np.tile(np.arange(periods), strata)[there], theirs.mu, periods)
        assert ours.means[row] == pytest.approx(sums, rel=1e-6)


@given(
    counts=hnp.arrays(
        np.int64, st.tuples(st.integers(1, 4), st.just(12)), elements=st.integers(0, 200)
    ),
    totals=hnp.arrays(np.int64, 12, elements=st.integers(0, 500)),
)
def test_means_add_up_to_the_papers_in_every_corpus(counts: np.ndarray, totals: np.ndarray) -> None:
    """Even of series that stand in one period, whose growth has no finite maximum."""
    counts = np.minimum(counts, totals)
    found = fit_counts(counts, totals, design=(np.arange(12) / 4 - 1.4)[:, None])
    assert found.means.sum(axis=1) == pytest.approx(counts.sum(axis=1), rel=1e-9, abs=1e-9)
    assert (found.means[:, totals == 0] == 0).all()


def test_a_series_without_a_finite_growth_is_said_to_have_none() -> None:
    """All papers in the last month, and all but one: the more they lean, the likelier they are."""
    counts = np.zeros((2, 24), int)
    counts[:, -1], counts[1, 3] = 137, 10
    totals = np.full(24, 400)
    fit = fit_counts(counts, totals, design=(np.arange(24) / 12 - 1)[:, None])
    assert fit.converged.tolist() == [False, True]
    found = growth(counts, totals, a_year=12)
    assert np.isnan(found.slope).tolist() == [True, False]


def test_a_series_in_one_period_widens_no_interval_of_others() -> None:
    counts, totals, _ = _counts(4, series=20)
    alone = growth(counts, totals, a_year=12)
    bursts = np.zeros((3, counts.shape[1]), int)
    bursts[range(3), [-1, -1, 0]] = 90
    beside = growth(np.vstack([counts, bursts]), totals, a_year=12)
    assert beside.error[:20] == pytest.approx(alone.error)


def test_growth_is_the_slope_of_statsmodels_with_its_season() -> None:
    counts, totals, design = _counts(2, series=30)
    ours = growth(counts, totals, a_year=12)
    angle = 4 * np.pi * np.arange(60) / 12
    design = np.column_stack([design, np.cos(angle), np.sin(angle)])
    for row, series in enumerate(counts):
        theirs = sm.GLM(series, design, family=sm.families.Poisson(), exposure=totals).fit(
            scale="X2"
        )
        # The season is held back a little, which hardly moves the slope.
        assert ours.slope[row] == pytest.approx(theirs.params[1], abs=0.5 * theirs.bse[1])
        # The squeezed dispersion of Poisson counts is about 1, as each one's own is on average.
        assert ours.error[row] == pytest.approx(theirs.bse[1], rel=0.5)

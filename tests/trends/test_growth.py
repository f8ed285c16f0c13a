"""Growth: what must hold of any counts, and how sure it is of planted ones."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from analysis.trends.growth.regression import growth
from tests.support.planted_trends import PLAIN, as_series, corpus

COUNTS = hnp.arrays(np.int64, (3, 36), elements=st.integers(0, 9)).filter(
    lambda counts: (counts.sum(axis=1) >= 40).all()
)
TOTALS = hnp.arrays(np.int64, 36, elements=st.integers(30, 90))


@settings(max_examples=40)
@given(COUNTS, TOTALS)
def test_reversed_time_flips_the_sign_and_twice_the_papers_change_nothing(
    counts: np.ndarray, totals: np.ndarray
) -> None:
    found = growth(counts, totals, a_year=12)
    backwards = growth(counts[:, ::-1], totals[::-1], a_year=12)
    doubled = growth(2 * counts, 2 * totals, a_year=12)
    assert backwards.slope == pytest.approx(-found.slope, abs=1e-6, nan_ok=True)
    assert backwards.error == pytest.approx(found.error, rel=1e-4, nan_ok=True)
    # Of twice the papers a season is held back less.
    assert doubled.slope == pytest.approx(found.slope, abs=0.02, nan_ok=True)


@settings(max_examples=40)
@given(COUNTS, TOTALS, st.permutations(range(3)))
def test_order_of_the_series_is_nothing(
    counts: np.ndarray, totals: np.ndarray, order: list[int]
) -> None:
    found, other = growth(counts, totals, a_year=12), growth(counts[order], totals, a_year=12)
    assert other.slope == pytest.approx(found.slope[order], abs=1e-8, nan_ok=True)
    assert other.error == pytest.approx(found.error[order], rel=1e-6, nan_ok=True)


def test_interval_covers_no_growth_in_an_unchanged_corpus() -> None:
    inside = []
    for seed in range(1, 31):
        made = corpus(PLAIN, seed=seed)
        span = as_series(made.counts, made.counts.sum(axis=0))
        low, high = growth(span.counts, span.totals, a_year=12).interval()
        inside += ((low <= 0) & (high >= 0)).tolist()
    assert 0.92 <= np.mean(inside) <= 0.98


def test_yearly_counts_find_a_planted_rise() -> None:
    """Eight years, forty series that share a variance of mean + 0.02 mean^2."""
    rng = np.random.default_rng(1)
    means = 60 * np.exp(np.array([0.4] + 39 * [0.0])[:, None] * (np.arange(8) - 3.5))
    counts = rng.poisson(means * rng.gamma(50, 1 / 50, size=means.shape))
    found = growth(counts, np.full(8, 5_000), a_year=1)
    low, high = found.interval()
    assert low[0] < 0.4 < high[0]
    assert found.p()[0] < 1e-6
    assert np.mean((low[1:] < 0) & (high[1:] > 0)) > 0.85


def test_few_papers_and_few_periods_have_no_growth() -> None:
    counts = np.array([[1, 1, 2, 0, 0, 0], [0, 0, 0, 0, 0, 0], [5, 6, 4, 6, 5, 4]])
    found = growth(counts, np.full(6, 50), a_year=12)
    assert np.isnan(found.slope).tolist() == [True, True, False]
    assert np.isnan(growth(counts[:, :2], np.full(2, 50), a_year=12).slope).all()
    assert np.isnan(growth(counts, np.zeros(6, int), a_year=12).slope).all()


def test_months_without_papers_are_left_out() -> None:
    counts = np.array([[5, 0, 6, 7, 0, 9, 9, 8]])
    totals = np.array([50, 0, 50, 50, 0, 50, 50, 50])
    found = growth(counts, totals, a_year=12)
    assert np.isfinite(found.slope).all()
    assert found.slope[0] > 0

"""What shrinking must do to any slopes, and what it is for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.trends.growth.regression import Growth
from analysis.trends.growth.shrinkage import shrunk

SLOPES = st.lists(st.floats(-3, 3), min_size=1, max_size=30)


def _found(slopes: list[float] | np.ndarray, error: float | np.ndarray) -> Growth:
    slope = np.asarray(slopes, float)
    return Growth(slope, np.broadcast_to(error, slope.shape), np.full(slope.shape, 50.0))


@given(SLOPES, st.floats(0.02, 1))
def test_slopes_are_drawn_towards_zero_and_keep_sign_and_order(
    slopes: list[float], error: float
) -> None:
    mean, deviation = shrunk(_found(slopes, error))
    assert (np.abs(mean) <= np.abs(slopes) + 1e-12).all()
    assert (mean * np.array(slopes) >= 0).all()
    order = np.argsort(slopes)
    assert (np.diff(mean[order]) >= -1e-9).all()
    assert (deviation <= error * 1.5).all()


@given(SLOPES, st.floats(0.02, 1))
def test_opposite_slopes_give_opposite_figures(slopes: list[float], error: float) -> None:
    mean, _ = shrunk(_found(slopes, error))
    other, _ = shrunk(_found([-slope for slope in slopes], error))
    assert other == pytest.approx(-mean)


def test_unsure_slopes_are_drawn_further() -> None:
    mean, _ = shrunk(_found(np.full(2, 0.5), np.array([0.05, 0.4])))
    assert mean[0] > mean[1]


def test_one_real_mover_among_many_still_ones_keeps_its_growth() -> None:
    rng = np.random.default_rng(1)
    slopes = np.r_[1.0, rng.normal(0, 0.1, 500)]
    mean, _ = shrunk(_found(slopes, 0.1))
    assert mean[0] > 0.9
    assert np.abs(mean[1:]).max() < 0.2


def test_unknown_slopes_stay_unknown() -> None:
    mean, deviation = shrunk(_found([np.nan, 0.2], 0.1))
    assert np.isnan([mean[0], deviation[0]]).all()
    assert np.isfinite([mean[1], deviation[1]]).all()
    assert np.isnan(shrunk(_found([np.nan], 0.1))[0]).all()
    assert len(shrunk(_found([], 0.1))[0]) == 0

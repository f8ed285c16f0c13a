"""The robust companion against scipy and a test written out pair by pair."""

from itertools import pairwise

import numpy as np
import pytest
from scipy import stats

from analysis.trends.growth.nonparametric import BINS, binned, mann_kendall, robust, theil_sen
from analysis.trends.growth.regression import growth
from tests.support.planted_trends import PLAIN, as_series, corpus


def _values(seed: int) -> np.ndarray:
    """Walks, flat noise, and steps with many ties."""
    rng = np.random.default_rng(seed)
    noise = rng.normal(size=(3, BINS))
    return np.concatenate([noise.cumsum(axis=1), noise, np.round(noise)])


def test_slope_and_interval_are_those_of_scipy() -> None:
    years = np.sort(np.random.default_rng(1).uniform(0, 5, BINS))
    values = _values(2)
    slope, low, high = theil_sen(years, values)
    for row, series in enumerate(values):
        theirs = stats.theilslopes(series, years, alpha=0.95)
        assert (slope[row], low[row], high[row]) == pytest.approx(
            (theirs.slope, theirs.low_slope, theirs.high_slope)
        )


@pytest.mark.parametrize("seed", [3, 4, 5])
def test_mann_kendall_is_the_test_written_out(seed: int) -> None:
    values = _values(seed)
    years = np.arange(BINS) / 4
    slopes = np.array([stats.theilslopes(series, years).slope for series in values])
    trend = np.outer(slopes, years)
    pairs = zip(values, values - trend, strict=True)
    written = [_written_out(list(row), list(left)) for row, left in pairs]
    assert mann_kendall(values, trend=trend) == pytest.approx(written)


def test_bins_hold_about_equal_papers_whatever_the_corpus_did() -> None:
    made = corpus(PLAIN, seed=1)
    totals = made.counts.sum(axis=0)
    years, logs = binned(as_series(made.counts, totals))
    assert logs.shape == (PLAIN.themes, BINS)
    assert all(a < b for a, b in pairwise(years))
    assert np.exp(logs).sum(axis=0) == pytest.approx(np.ones(BINS), abs=0.02)


def test_companion_agrees_with_growth_where_a_theme_grows() -> None:
    years = np.arange(60) / 12
    counts = np.random.default_rng(1).poisson(20 * np.exp(np.outer([0.4, -0.4, 0], years - 2.5)))
    span = as_series(counts, np.full(60, 1_000))
    found = robust(span)
    assert found.slope == pytest.approx(growth(counts, span.totals, a_year=12).slope, abs=0.1)
    assert (found.p < 0.01).tolist() == [True, True, False]
    assert ((found.low < [0.4, -0.4, 0]) & (found.high > [0.4, -0.4, 0])).all()


def test_too_few_bins_say_nothing() -> None:
    for counts in (np.ones((2, 3), int), np.zeros((2, 0), int), np.zeros((0, 3), int)):
        found = robust(as_series(counts, counts.sum(axis=0) + 1))
        assert np.isnan(found.p).all()
        assert len(found.p) == len(counts)


def _written_out(values: list[float], left: list[float]) -> float:
    n = len(values)
    score = sum(np.sign(values[j] - values[i]) for i in range(n) for j in range(i + 1, n))
    ties = [values.count(value) for value in set(values)]
    variance = (n * (n - 1) * (2 * n + 5) - sum(t * (t - 1) * (2 * t + 5) for t in ties)) / 18
    ranks = [sum(b < a for b in left) + (left.count(a) + 1) / 2 for a in left]
    mean = sum(ranks) / n
    whole = sum((rank - mean) ** 2 for rank in ranks)
    sum_of_lags = 0.0
    for lag in range(1, n):
        r = sum((ranks[t] - mean) * (ranks[t + lag] - mean) for t in range(n - lag)) / whole
        if abs(r) > stats.norm.ppf(0.975) / n**0.5:
            sum_of_lags += (n - lag) * (n - lag - 1) * (n - lag - 2) * r
    factor = max(1, 1 + 2 / (n * (n - 1) * (n - 2)) * sum_of_lags)
    z = (score - np.sign(score)) / (variance * factor) ** 0.5
    return 2 * (1 - stats.norm.cdf(abs(z)))

"""What comes next: near the truth of planted corpora, inside the interval as often as it says."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis.trends.forecasting.forecast import Forecast, forecast, forecast_table
from analysis.trends.forecasting.level_filter import DRIFTS, level
from analysis.trends.params import TrendParams
from analysis.trends.series import Series
from tests.support.planted_trends import PLAIN, RISE, UNCHANGED, World, as_series, corpus, months

PARAMS = TrendParams()
YEAR = 12


def parted(world: World, seed: int) -> tuple[Series, np.ndarray, np.ndarray]:
    """A corpus without its last year, and the counts and totals of that year."""
    counts = corpus(world, seed=seed).counts
    totals = counts.sum(axis=0)
    past = as_series(counts[:, :-YEAR], totals[:-YEAR])
    return past, counts[:, -YEAR:], totals[-YEAR:]


@pytest.mark.parametrize("name", ["plain", "negative binomial", "AR(1) 0.5", "27 months"])
def test_the_shares_of_unchanged_themes_lie_inside_as_often_as_is_said(name: str) -> None:
    inside = []
    for seed in range(1, 16):
        past, counts, totals = parted(UNCHANGED[name], seed)
        found = forecast(past, params=PARAMS)
        ahead = len(found.periods)
        low, high = found.interval()
        shares = (counts / totals)[:, :ahead]
        inside += ((low <= shares) & (shares <= high)).ravel().tolist()
    # Under two years a season may have been growth or drift, so that the interval is wider.
    assert 0.92 <= np.mean(inside) <= (1 if name == "27 months" else 0.98)


def test_a_theme_that_grows_by_half_a_year_is_expected_above_its_last_share() -> None:
    world = replace(PLAIN, slopes=(RISE,) * 3, planted_papers=400.0)
    errors, naive, above = [], [], []
    for seed in range(1, 9):
        past, counts, totals = parted(world, seed)
        found = forecast(past, params=PARAMS).share[:3].mean(axis=1)
        last = past.counts[:3, -YEAR:].sum(axis=1) / past.totals[-YEAR:].sum()
        truth = counts[:3].sum(axis=1) / totals.sum()
        errors.append(np.abs(np.log(found / truth)))
        naive.append(np.abs(np.log(last / truth)))
        above += (found > last).tolist()
    assert np.mean(above) > 0.7
    assert np.mean(errors) < 0.75 * np.mean(naive)


def test_unchanged_themes_are_not_said_to_move() -> None:
    moves = []
    for seed in range(1, 9):
        past, *_ = parted(PLAIN, seed)
        found = forecast(past, params=PARAMS)
        usual = past.counts.sum(axis=1) / past.totals.sum()
        moves.append(np.abs(np.log(found.share.mean(axis=1) / usual)))
    assert np.mean(moves) < 0.1


def test_the_season_comes_again() -> None:
    past, *_ = parted(PLAIN, 1)
    expected = corpus(PLAIN, seed=1).expected[:, -YEAR:]
    truth = expected / expected.sum(axis=0)
    shapes = [np.log(one) for one in (forecast(past, params=PARAMS).share, truth)]
    shapes = [one - one.mean(axis=1, keepdims=True) for one in shapes]
    assert np.corrcoef(shapes[0].ravel(), shapes[1].ravel())[0, 1] > 0.7


def test_the_interval_is_that_of_the_negative_binomial_law() -> None:
    share, spread, scatter = np.array([[0.02, 0.001]]), np.array([[0.1, 0.3]]), np.array([1.4])
    totals = np.array([900.0, 300.0])
    names = np.array(["x"], dtype=object)
    found = Forecast(names, ("2025-01", "2025-02"), share, spread, scatter, totals)
    mean = totals * share
    size = mean**2 / (scatter * mean + spread * mean**2 - mean)
    law = stats.nbinom(size, size / (size + mean))
    for confidence in (0.8, 0.95):
        low, high = found.interval(confidence)
        assert low * totals == pytest.approx(law.ppf((1 - confidence) / 2))
        assert high * totals == pytest.approx(law.ppf((1 + confidence) / 2))


def test_the_chance_of_a_larger_share_is_counted_in_draws() -> None:
    past, *_ = parted(PLAIN, 2)
    found = forecast(past, params=PARAMS)
    before = past.counts[:, -YEAR:].sum(axis=1) / past.totals[-YEAR:].sum()
    rng = np.random.default_rng(1)
    # The law in words: one error of the shares for all periods, then the scatter of the counts.
    papers = found.totals * found.share
    spread = ((papers * np.sqrt(found.spread)).sum(axis=1) / papers.sum(axis=1)) ** 2
    mean = papers.sum(axis=1)
    extra = spread + (found.scatter - 1) / mean
    rates = rng.gamma(1 / extra, extra * mean, size=(20_000, len(mean)))
    above = (rng.poisson(rates) > before * found.totals.sum()).mean(axis=0)
    assert found.chance_above(before) == pytest.approx(above, abs=0.015)


@settings(max_examples=25)
@given(st.permutations(range(5)), st.integers(1, 50))
def test_order_of_the_series_is_nothing(order: list[int], seed: int) -> None:
    counts = np.random.default_rng(seed).poisson(4, (5, 30))
    series = as_series(counts, np.full(30, 90))
    some = replace(series, names=series.names[order], counts=counts[order])
    one, other = (forecast(each, params=PARAMS) for each in (series, some))
    assert other.share == pytest.approx(one.share[order], rel=1e-6)
    assert other.spread == pytest.approx(one.spread[order], rel=1e-5)


@settings(max_examples=60)
@given(st.data())
def test_any_counts_have_shares_inside_their_intervals_or_none(data: st.DataObject) -> None:
    number = data.draw(st.integers(1, 40))
    kind = data.draw(st.sampled_from(["month", "year"]))
    rng = np.random.default_rng(data.draw(st.integers(0, 999)))
    totals = rng.poisson(rng.choice([0.3, 5, 80]), number)
    counts = rng.binomial(totals, rng.choice([0.0, 0.02, 0.5, 1.0], size=(4, 1)))
    periods = months(number) if kind == "month" else [str(1990 + i) for i in range(number)]
    names = np.array(list("abcd"), dtype=object)
    series = Series(names, counts, totals, tuple(periods), np.ones(number, bool))
    table = forecast_table(forecast(series, params=PARAMS))
    assert not table.isna().any(axis=None)
    assert table["share"].between(0, 1).all()
    assert (table["low"] <= table["high"]).all()
    assert (table["low"].between(0, 1) & table["high"].between(0, 1)).all()
    assert table["period"].gt(periods[-1]).all()


def test_too_few_papers_or_periods_have_no_forecast() -> None:
    counts = np.array([[1, 0, 0, 0, 0, 0] * 4, [5, 6, 4, 6, 7, 5] * 4])
    table = forecast_table(forecast(as_series(counts, np.full(24, 50)), params=PARAMS))
    assert set(table["name"]) == {"theme 1"}
    assert table["period"].tolist() == [f"2017-{month:02d}" for month in range(1, 13)]
    short = as_series(counts[:, :2], np.full(2, 50))
    assert forecast_table(forecast(short, params=PARAMS)).empty
    nothing = short.only(np.zeros(2, bool))
    assert forecast_table(forecast(nothing, params=PARAMS)).empty


def test_an_unfinished_last_month_is_forecast_and_not_learnt_from() -> None:
    counts = np.random.default_rng(1).poisson(8, (3, 30))
    totals = np.full(30, 60)
    whole = as_series(counts, totals)
    cut = np.where(np.arange(30) == 29, 0, counts)
    seen = np.arange(30) < 29
    unfinished = replace(whole, counts=cut, totals=np.where(seen, totals, 1), complete=seen)
    one, other = (forecast(each, params=PARAMS) for each in (whole.only(seen), unfinished))
    assert other.periods[0] == whole.periods[-1]
    np.testing.assert_array_equal(one.share, other.share)


def test_a_level_that_drifts_is_followed() -> None:
    rng = np.random.default_rng(3)
    means = np.full((20, 48), 30.0)
    walk = np.exp(np.cumsum(rng.normal(0, 0.25, means.shape), axis=1))
    end = level(rng.poisson(means * walk), means, a_year=YEAR)
    assert end.drift >= 0.3  # 12 x 0.25² is 0.75
    assert np.corrcoef(np.log(end.factor), np.log(walk[:, -1]))[0, 1] > 0.95
    still = level(rng.poisson(means), means, a_year=YEAR)
    assert still.drift == 0
    assert still.variance == pytest.approx(1 / (48 * 30), rel=0.1)
    assert still.age == pytest.approx(24.5 / YEAR, rel=0.1)


def test_the_level_is_that_of_the_gamma_law_written_out() -> None:
    counts, mean = np.random.default_rng(4).poisson(20, 30), 15.0
    found, likelihoods = {}, {}
    for drift in DRIFTS:
        shape, rate, likely = 1.0, 1.0, 0.0
        for count in counts:
            shrink = 1 / (1 + shape * drift / YEAR)  # adds the drift to the relative variance
            shape, rate = shape * shrink, rate * shrink
            likely += stats.nbinom.logpmf(count, shape, rate / (rate + mean))
            shape, rate = shape + count, rate + mean
        found[drift], likelihoods[drift] = (shape / rate, 1 / shape), likely
    best = max(likelihoods, key=lambda drift: likelihoods[drift])
    end = level(counts[None], np.full((1, 30), mean), a_year=YEAR)
    assert end.drift == best
    assert (end.factor[0], end.variance[0]) == pytest.approx(found[best])

"""Bursts against every path written out, and on planted counts."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.trends.evidence.bursts import STATES, bursts, usual
from analysis.trends.params import TrendParams
from tests.support.planted_trends import PLAIN, as_series, burst_series, noise

PARAMS = TrendParams()
CHEAP = TrendParams(burst_gamma=0.5)  # enough bursts, nested ones too, in a few months


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_bursts_are_those_of_the_cheapest_of_all_paths(seed: int) -> None:
    rng = np.random.default_rng(seed)
    counts = rng.poisson([2, 2, 2, 8, 20, 3, 2, 2], size=(6, 8))
    span = as_series(counts, np.full(8, 400))
    found = bursts(span, params=CHEAP)
    assert set(found["level"]) == {1, 2}
    for series in range(len(counts)):
        path, gains = _cheapest_of_all(span.counts[series], usual(span)[series] / 400)
        ours = found[found["series"] == series]
        runs = list(zip(ours["level"], ours["start"], ours["end"], strict=True))
        assert sorted(runs) == sorted(_runs(path, span.periods))
        for (level, start, end), weight in zip(runs, ours["weight"], strict=True):
            inside = slice(span.periods.index(start), span.periods.index(end) + 1)
            gained = (gains[level] - gains[level - 1])[inside].sum()
            assert weight == pytest.approx(gained)


def test_planted_burst_is_found_where_it_is() -> None:
    counts, totals, starts = burst_series(100, base=20, kind="burst", seed=1)
    span = as_series(counts, totals)
    first = bursts(span, params=PARAMS).query("level == 1").drop_duplicates("series")
    begun = first["start"].map(span.periods.index) - starts[first["series"]]
    ended = first["end"].map(span.periods.index) - starts[first["series"]] - 3
    assert ((begun.abs() <= 1) & (ended.abs() <= 1)).mean() > 0.9
    assert first["series"].nunique() == 100


@pytest.mark.parametrize(("kind", "base"), [("unchanged", 5), ("unchanged", 20), ("yearly", 20)])
def test_noise_and_a_yearly_conference_are_no_bursts(kind: str, base: float) -> None:
    counts, totals, _ = burst_series(200, base=base, kind=kind, seed=1)
    assert bursts(as_series(counts, totals), params=PARAMS)["series"].nunique() <= 12


def test_steady_growth_is_no_burst() -> None:
    means = 10 * np.exp(0.5 * np.arange(60) / 12) * np.ones((50, 1))
    counts = np.random.default_rng(1).poisson(means)
    assert len(bursts(as_series(counts, np.full(60, 2_000)), params=PARAMS)) <= 2


@pytest.mark.parametrize("share", [0.6, 0.93, 0.97, 0.995])
def test_a_theme_of_nearly_all_papers_bursts_no_more_often_than_noise(share: float) -> None:
    rng = np.random.default_rng(1)
    totals = rng.poisson(200, size=60)
    counts = rng.binomial(totals, share, size=(200, 60))
    assert bursts(as_series(counts, totals), params=PARAMS)["series"].nunique() <= 12


@pytest.mark.parametrize("months", [3, 24, 60])
def test_the_only_theme_is_in_no_burst(months: int) -> None:
    totals = np.random.default_rng(1).poisson(200, size=months)
    assert bursts(as_series(totals[None], totals), params=PARAMS).empty


def test_a_burst_among_the_others_is_found_beside_a_theme_of_nearly_all_papers() -> None:
    """The great theme has 95% but in four months, in which another has four times its papers."""
    totals = np.full(60, 2_000)
    small = np.full(60, 100)
    small[30:34] = 400
    counts = np.random.default_rng(1).binomial(totals, [(totals - small) / totals, small / totals])
    found = bursts(as_series(counts, totals), params=PARAMS)
    assert found["series"].unique().tolist() == [1]
    assert found["start"].min() == "2017-07"
    assert found["end"].max() == "2017-10"


@pytest.mark.parametrize("months", [24, 36])
def test_great_burst_in_a_short_corpus_does_not_hide_itself(months: int) -> None:
    """Ten times the papers over four months would treble the mean of two years."""
    means = np.full((100, months), 20.0)
    means[:, 10:14] = 200
    rng = np.random.default_rng(1)
    counts = rng.poisson(noise(means, dispersion=PLAIN.dispersion, rng=rng))
    found = bursts(as_series(counts, np.full(months, 2_000)), params=PARAMS)
    right = found[(found["start"] == "2015-11") & (found["end"] == "2016-02")]
    assert right["series"].nunique() >= 75


def test_periods_without_papers_do_not_make_the_rest_look_calm() -> None:
    """A corpus of one month in three: no more false bursts than in one of every month."""
    counts, totals, _ = burst_series(200, base=20, kind="unchanged", seed=1)
    empty = np.arange(60) % 3 > 0
    span = as_series(np.where(empty, 0, counts), np.where(empty, 0, totals))
    assert bursts(span, params=PARAMS)["series"].nunique() <= 12


def test_burst_within_a_burst_is_nested_in_it() -> None:
    means = np.full(60, 20.0)
    means[20:30] = 50
    means[24:26] = 150
    counts = np.random.default_rng(1).poisson(means, size=(1, 60))
    found = bursts(as_series(counts, np.full(60, 2_000)), params=PARAMS)
    assert found["level"].tolist() == [1, 2]
    (outer, inner), (outer_end, inner_end) = found["start"], found["end"]
    assert outer <= inner <= inner_end <= outer_end


@pytest.mark.parametrize("shape", [(0, 12), (3, 0), (3, 1), (2, 30)])
def test_nothing_bursts_in_nothing(shape: tuple[int, int]) -> None:
    found = bursts(as_series(np.zeros(shape, int), np.zeros(shape[1], int)), params=PARAMS)
    assert list(found.columns) == ["series", "level", "start", "end", "weight"]
    assert isinstance(found, pd.DataFrame)
    assert len(found) == 0


def _cheapest_of_all(counts: np.ndarray, base: np.ndarray) -> tuple[tuple[int, ...], np.ndarray]:
    """Kleinberg's cost of each of 3^n paths: likelihoods of a batch, gamma ln n a step upwards."""
    expected = 400 * base
    pearson = (counts - expected) ** 2 / (expected * (1 - base))
    scatter = max(np.median(pearson) / stats.chi2.median(1), 1)
    usual_one = stats.binom.logpmf(counts, 400, base)
    rates = [np.minimum(base * CHEAP.burst_scale**state, 0.9999) for state in range(STATES)]
    gains = np.array([stats.binom.logpmf(counts, 400, rate) - usual_one for rate in rates])
    gains /= scatter

    def cost(path: tuple[int, ...]) -> float:
        climbed = sum(max(b - a, 0) for a, b in zip((0, *path), path, strict=False))
        explained = sum(gains[state, month] for month, state in enumerate(path))
        return CHEAP.burst_gamma * np.log(len(path)) * climbed - explained

    return min(product(range(STATES), repeat=len(counts)), key=cost), gains


def _runs(path: tuple[int, ...], periods: tuple[str, ...]) -> list[tuple[int, str, str]]:
    found = []
    for level in range(1, STATES):
        start = None
        for month, state in enumerate((*path, 0)):
            if state >= level and start is None:
                start = month
            if state < level and start is not None:
                found.append((level, periods[start], periods[month - 1]))
                start = None
    return found

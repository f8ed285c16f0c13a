"""The worth of forecasts whose outcomes are known; what is forecast knows nothing of what comes."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from analysis.runs.backtest_file import backtest_path, read_backtest
from analysis.runs.store import open_run
from analysis.trends.forecasting.forecast_scores import OUTCOMES, deviance, naive_shares, outcomes
from analysis.trends.forecasting.skill import (
    BASE,
    GROWTH,
    STAY,
    beats_naive,
    calibration,
    coverage,
    skill,
)
from analysis.trends.forecasting.track_record import skill_sentence, track_sentences
from analysis.trends.params import TrendParams
from analysis.trends.series import Series, last
from tests.support.builders import build_run
from tests.support.planted_trends import PLAIN, RISE, World, as_series, corpus

PARAMS = TrendParams()
CUT = date(2019, 1, 1)  # of a plain corpus: a year before its end


def whole(world: World, seed: int) -> Series:
    counts = corpus(world, seed=seed).counts
    return as_series(counts, counts.sum(axis=0))


def replayed(series: Series, *, name: str = "") -> pd.DataFrame:
    """The calls of one past, as far as forecasts go."""
    past, after = series.only(slice(0, 48)), series.only(slice(48, None))
    before, came = (part.counts.sum(axis=1) / part.totals.sum() for part in (last(past, 12), after))
    found = outcomes(series, before, cut=CUT, params=PARAMS)
    names = [f"{name}{one}" for one in series.names]
    facts = {"cut": str(CUT), "kind": "topic", "share_before": before, "share_after": came}
    return found.assign(name=names, **facts)


def world_calls(world: World, seeds: range) -> pd.DataFrame:
    tables = [replayed(whole(world, seed), name=f"{seed} ") for seed in seeds]
    return pd.concat(tables, ignore_index=True)


def value(table: pd.DataFrame, over: str, column: str = "skill") -> float:
    return float(table[table["over"] == over][column].iloc[0])


def test_what_comes_after_the_cut_changes_no_forecast() -> None:
    series = whole(PLAIN, 1)
    later = np.arange(60) >= 48
    counts = np.where(later, series.counts[::-1], series.counts)
    other = replace(series, counts=counts)
    before = last(series.only(~later), 12).counts.sum(axis=1) / 4_000
    one, two = (outcomes(each, before, cut=CUT, params=PARAMS) for each in (series, other))
    np.testing.assert_array_equal(one["chance"], two["chance"])
    assert not one["deviance"].equals(two["deviance"])
    grown = replace(series, totals=np.where(later, 9 * series.totals, series.totals))
    three = outcomes(grown, before, cut=CUT, params=PARAMS)
    np.testing.assert_array_equal(one["chance"], three["chance"])


def test_forecasts_of_seasonal_themes_beat_the_last_years_share() -> None:
    found = skill(world_calls(PLAIN, range(1, 6)))
    assert value(found, STAY, "low") > 0.3
    assert value(found, GROWTH, "low") > 0.3


def test_nothing_can_be_forecast_of_shares_that_only_scatter() -> None:
    """Where naive is the truth, skill is near 0 and the rule rarely says that it is not."""
    said = []
    for seed in range(1, 21):
        rng = np.random.default_rng(seed)
        counts = rng.poisson(30, (30, 60))
        calls = replayed(as_series(counts, np.full(60, 1_000)))
        said.append(skill(calls).set_index("over")["skill"][STAY])
    assert abs(np.mean(said)) < 0.03


def test_planted_risers_are_given_the_better_chances() -> None:
    world = replace(PLAIN, slopes=(RISE,) * 3, planted_papers=400.0)
    calls = world_calls(world, range(1, 7))
    planted = calls["name"].str.contains(r"theme [012]$")
    assert calls["chance"][planted].mean() > calls["chance"][~planted].mean() + 0.15
    assert value(skill(calls), BASE) > 0


def test_intervals_and_odds_hold_in_planted_corpora() -> None:
    calls = world_calls(PLAIN, range(1, 16))
    (held,) = coverage(calls).to_dict("records")
    assert held["n"] == 15 * 30 * 12
    assert 0.93 <= held["inside"] <= 0.98
    odds = calibration(calls)
    assert odds["n"].sum() == 15 * 30
    assert odds["predicted"].is_monotonic_increasing
    sure = odds[odds["n"] >= 30]
    assert (sure["predicted"] - sure["observed"]).abs().max() < 0.2


def test_the_deviance_is_that_of_a_poisson_model() -> None:
    rng = np.random.default_rng(1)
    counts, means = rng.poisson(3, (4, 20)), rng.uniform(1, 6, (4, 20))
    family = sm.families.Poisson()
    truth = [family.deviance(*pair) for pair in zip(counts, means, strict=True)]
    assert deviance(counts, means) == pytest.approx(truth)


def test_the_naive_shares_are_as_they_were_or_grow_on() -> None:
    counts = np.array([[10] * 12 + [20] * 12, [0] * 24])
    past = as_series(counts, np.full(24, 100))
    stay, growing = naive_shares(past, steps=np.array([1, 12]))
    assert stay[:, 0] == pytest.approx([240.5 / 1201, 0.5 / 1201])
    ratio = 240.5 / 120.5
    assert growing[0] == pytest.approx(240.5 / 1201 * ratio ** (np.array([6.5, 17.5]) / 12))
    assert growing[1] == pytest.approx([0.5 / 1201] * 2)


def by_hand(rows: list[tuple[str, float, float, float, float]]) -> pd.DataFrame:
    """Calls of a name, a chance, a share after (before: 0.5), and two deviances of one period."""
    table = pd.DataFrame(rows, columns=["name", "chance", "share_after", "deviance", "other"])
    facts = {
        "cut": "2025-01-01",
        "kind": "topic",
        "share_before": 0.5,
        "periods": 1.0,
        "inside": 1.0,
    }
    other = table.pop("other")
    return table.assign(deviance_stay=other, deviance_growth=2 * other, **facts)


def test_skill_and_its_interval_are_counted_by_hand() -> None:
    calls = by_hand(
        [("a", 0.9, 0.6, 1.0, 2.0), ("b", 0.2, 0.4, 1.5, 2.0), ("c", 0.6, 0.3, 2.0, 3.0)]
    )
    found = skill(calls)
    assert value(found, STAY) == pytest.approx(1 - 4.5 / 7)
    assert value(found, GROWTH) == pytest.approx(1 - 4.5 / 14)
    brier, base = (0.01 + 0.04 + 0.36) / 3, 1 / 3 * 2 / 3
    assert value(found, BASE, "score") == pytest.approx(brier)
    assert value(found, BASE) == pytest.approx(1 - brier / base)
    residuals = np.array([1, 1.5, 2]) - 4.5 / 7 * np.array([2, 2, 3])
    half = stats.t.ppf(0.975, 2) * np.sqrt(3 / 2 * (residuals**2).sum()) / 7
    assert value(found, STAY, "high") - value(found, STAY) == pytest.approx(half)


def test_a_name_that_is_seen_at_two_dates_counts_once_in_the_interval() -> None:
    rows = [("a", 0.5, 0.6, 1.0, 2.0), ("b", 0.5, 0.4, 2.0, 2.0), ("c", 0.5, 0.4, 1.0, 3.0)]
    one, twice = by_hand(rows), by_hand(rows * 2)
    assert value(skill(twice), STAY, "low") == pytest.approx(value(skill(one), STAY, "low"))


@pytest.mark.parametrize(
    ("skill", "low", "high", "words"),
    [
        (0.12, -0.03, 0.27, "12% lower than that of a no-change baseline (95% CI −27% to +3%)"),
        (-0.2, -0.3, -0.1, "20% higher than that of a no-change baseline (95% CI +10% to +30%)"),
    ],
)
def test_an_error_and_its_interval_have_one_sign(skill, low, high, words) -> None:
    row = {"kind": "topic", "over": STAY, "n": 30, "skill": skill, "low": low, "high": high}
    assert skill_sentence(row) == f"30 forecasts of themes had an error {words}."


def test_one_series_has_no_interval_and_beats_nothing() -> None:
    calls = by_hand([("a", 0.5, 0.6, 0.1, 9.0)])
    assert np.isnan(value(skill(calls), STAY, "low"))
    assert not beats_naive(skill(calls), "topic")
    assert "too few for a confidence interval" in track_sentences(calls)[0]


def test_a_short_past_has_no_forecast_and_says_so() -> None:
    series = whole(PLAIN, 1)
    found = outcomes(series, np.zeros(30), cut=date(2015, 2, 1), params=PARAMS)
    assert found[OUTCOMES].isna().all(axis=None)
    facts = {"cut": "x", "kind": "topic", "share_before": 0.1, "share_after": 0.2, "name": "a"}
    calls = found.assign(**facts)
    [words] = track_sentences(calls)
    assert words == "None of these dates has enough earlier papers for a forecast."
    assert not beats_naive(skill(calls), "topic")


def test_a_record_from_before_there_were_forecasts_is_read(tmp_path: Path) -> None:
    run = open_run(tmp_path / build_run(tmp_path))
    old = pd.DataFrame(
        [("2025-01-01", "topic", "x", "rising", 0.1, 0.1, 0.2)],
        columns=["cut", "kind", "name", "verdict", "last_year", "share_before", "share_after"],
    )
    old.to_parquet(backtest_path(run.path), index=False)
    calls = read_backtest(run)
    assert calls is not None
    assert calls["verdict"].tolist() == ["rising"]
    assert skill(calls).empty
    assert not beats_naive(skill(calls), "topic")

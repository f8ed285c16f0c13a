"""Every verdict and every reason, from worlds in which it is known what must be said."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from analysis.trends.evidence.bursts import bursts
from analysis.trends.growth.nonparametric import robust
from analysis.trends.params import TrendParams
from analysis.trends.series import Series, strays
from analysis.trends.strata import StrataCounts
from analysis.trends.verdict_codes import VERDICTS
from analysis.trends.verdicts.evidence_text import evidence
from analysis.trends.verdicts.time_words import RecentTime
from analysis.trends.verdicts.trend_tests import Checks
from analysis.trends.verdicts.verdicts import verdicts
from tests.support.planted_trends import PLAIN, RISE, World, as_coarser, as_series, corpus

PARAMS = TrendParams()
SEEDS = range(1, 9)
YEARS = np.arange(60) / 12
RECENT = RecentTime("twelve months", 0.25)


def _span(world: World, *, seed: int) -> Series:
    counts = corpus(world, seed=seed).counts
    return as_series(counts, counts.sum(axis=0))


def _of_planted(world: World, *, months: int | None = None) -> pd.DataFrame:
    """What is said of the first theme, one row a seed."""
    spans = (_span(world, seed=seed).only(slice(0, months)) for seed in SEEDS)
    return pd.concat([verdicts(span, params=PARAMS).head(1) for span in spans])


def _flat(first: np.ndarray, *, others: int = 20, level: float = 30) -> Series:
    """The expected counts `first` (60,) drawn once, among themes that stay as they are."""
    rng = np.random.default_rng(1)
    counts = rng.poisson(np.vstack([first, np.full((others, len(first)), level)]))
    return as_series(counts, np.full(len(first), 1_000))


def test_planted_rise_is_rising_and_its_evidence_says_so() -> None:
    table = _of_planted(replace(PLAIN, slopes=(RISE,), planted_papers=300))
    assert (table["verdict"] == "rising").all()
    assert (table["growth_low"] > 0).all()
    assert (table["q"] <= PARAMS.false_discoveries).all()
    assert (table["last_documents"] > table["first_documents"]).all()
    assert (table["fold"] > 2).all()
    assert table["growth_shrunk"].median() == pytest.approx(0.5, abs=0.15)
    assert (table["window_start"] == "2015-01").all()
    assert (table["window_end"] == "2019-12").all()


def test_planted_fall_is_fading() -> None:
    table = _of_planted(replace(PLAIN, slopes=(-RISE,), planted_papers=400))
    assert (table["verdict"] == "fading").all()
    assert (table["growth_high"] < 0).all()
    assert (table["fold"] < 1).all()


def test_months_that_hang_together_are_seldom_called_a_fall() -> None:
    worlds = [_span(replace(PLAIN, memory=0.8), seed=seed) for seed in range(1, 101)]
    fall = [(verdicts(world, params=PARAMS)["verdict"] == "fading").any() for world in worlds]
    assert np.mean(fall) < 0.15


def test_fall_of_the_last_two_years_is_fading_among_however_many_tiny_series() -> None:
    """A theme level for three years; hundreds of terms of three papers, which nobody tests."""
    span = _flat(30 * np.exp(-0.3 * np.maximum(YEARS - 3, 0)))
    tiny = np.zeros((800, 60), int)
    tiny[:, [5, 25, 45]] = 1
    many = as_series(np.vstack([span.counts, tiny]), span.totals)
    for one in (span, many):
        assert verdicts(one, params=PARAMS)["verdict"][0] == "fading"


def test_newcomer_is_emerging_in_the_month_of_its_twentieth_paper() -> None:
    for seed in SEEDS:
        span = _span(replace(PLAIN, newcomer="ramp"), seed=seed)
        months = int(np.searchsorted(span.counts[0].cumsum(), 20)) + 1
        table = verdicts(span.only(slice(0, months)), params=PARAMS)
        assert table["verdict"].tolist().count("emerging") == 1
        assert table["verdict"][0] == "emerging"
        assert table["emergence_q"][0] < 0.01
        assert table["recent_documents"][0] >= 0.8 * 20


def test_newcomer_of_one_group_of_authors_is_not_emerging() -> None:
    span = _span(replace(PLAIN, newcomer="ramp"), seed=1).only(slice(0, 50))
    groups = np.full(PLAIN.themes, 9.0)
    assert verdicts(span, params=PARAMS, checks=Checks(groups=groups))["verdict"][0] == "emerging"
    groups[0] = 2
    found = verdicts(span, params=PARAMS, checks=Checks(groups=groups))["verdict"][0]
    assert found != "emerging"


def test_theme_that_fell_silent_is_dormant() -> None:
    table = verdicts(_flat(np.where(YEARS < 4, 8.0, 0.05)), params=PARAMS)
    assert table["verdict"][0] == "dormant"
    assert (table["verdict"][1:] != "dormant").all()


def test_large_theme_that_stays_is_stable_and_a_thin_one_has_no_clear_direction() -> None:
    span = _flat(np.full(60, 1.2)).only(slice(0, 24))
    table = verdicts(span, params=PARAMS)
    # One 95% interval in twenty leaves out no change: such a theme is not called stable.
    stable = table["verdict"] == "stable"
    low, high = table["growth_low"], table["growth_high"]
    assert stable[1:].sum() >= 17
    assert ((low <= 0) & (high >= 0))[stable].all()
    assert table["verdict"][0] == "unknown"
    assert span.counts[0].sum() >= PARAMS.min_papers_tested
    assert table["verdict"][0] == "unknown"


def test_four_papers_are_too_few() -> None:
    first = np.zeros(60)
    span = _flat(first)
    span.counts[0, [3, 50, 58, 59]] = 1
    table = verdicts(span, params=PARAMS)
    assert (table["verdict"][0], table["reason"][0]) == ("unknown", "few papers")
    assert not table["tested"][0]


@pytest.mark.parametrize("months", [0, 1, 2])
def test_two_months_are_too_few(months: int) -> None:
    table = verdicts(_flat(np.full(60, 5.0)).only(slice(0, months)), params=PARAMS)
    assert (table["verdict"] == "unknown").all()
    assert (table["reason"] == "few periods").all()
    assert len(table) == 21


def test_period_that_was_cut_off_makes_no_verdict() -> None:
    """A last month with a tenth of its papers, in one theme: not a fall of the others."""
    span = _flat(np.full(60, 30.0))
    table = verdicts(span, params=PARAMS)
    counts = np.column_stack([span.counts, np.r_[100, np.zeros(20, int)]])
    months = as_series(counts, np.r_[span.totals, 100])
    cut = verdicts(replace(months, complete=np.arange(61) < 60), params=PARAMS)
    pd.testing.assert_frame_equal(table, cut)


PEAK = np.exp(np.where(YEARS < 3.2, 0.9 * (YEARS - 3.2), -0.45 * (YEARS - 3.2)))


def test_share_that_rose_and_fell_peaked_and_the_month_is_named() -> None:
    table = verdicts(_flat(40 * PEAK), params=PARAMS)
    assert table["verdict"][0] == "peaked"
    assert "2017-10" <= table["peak"][0] <= "2018-08"  # planted: 2018-03
    assert (table["verdict"][1:] != "peaked").all()
    assert table["peak"][1:].isna().all()
    said = evidence(table, recent=RECENT)[0]
    assert re.match(
        r"Its share, smoothed, rose until about \w{3} 201[78] and has fallen since: \d+ papers",
        said,
    )


def test_share_that_fell_and_rose_has_no_clear_direction_and_names_the_year() -> None:
    table = verdicts(_flat(8 / PEAK), params=PARAMS)
    assert (table["verdict"][0], table["reason"][0]) == ("unknown", "turned")
    assert table["because"][0] in ("2017", "2018")
    said = evidence(table, recent=RECENT)[0]
    assert re.fullmatch("Fell until 201[78], then rose.", said)


def test_giant_crowds_the_others_out_but_none_of_them_fades() -> None:
    crowded = 0
    for seed in SEEDS:
        table = verdicts(_span(replace(PLAIN, giant=(0.05, 0.6)), seed=seed), params=PARAMS)
        assert table["verdict"][0] == "rising"
        assert (table["verdict"][1:] == "fading").sum() <= 1
        out = table[table["reason"] == "crowded"]
        assert (out["because"] == "theme 0").all()
        assert out["verdict"].isin(["stable", "unknown"]).all()
        crowded += len(out)
    assert crowded > 10 * len(SEEDS)


def test_direction_that_doubtful_papers_decide_is_unknown() -> None:
    span = _flat(10 * np.exp(0.4 * (YEARS - 2.5)))
    assert verdicts(span, params=PARAMS)["verdict"][0] == "rising"
    others = span.counts.copy()
    others[0] = others[0, ::-1]
    checks = Checks(reassigned=(span, replace(span, counts=others)))
    table = verdicts(span, params=PARAMS, checks=checks)
    assert (table["verdict"][0], table["reason"][0]) == ("unknown", "doubtful papers")
    assert (table["reason"][1:] == "").all()


def _in_strata(venues: list[np.ndarray], totals: list[np.ndarray]) -> tuple[Series, StrataCounts]:
    """The series of themes counted in several venues: (themes, months) and (months,) of each."""
    span = as_series(np.sum(venues, axis=0), np.sum(totals, axis=0))
    row, place, stratum = [], [], []
    for number, counts in enumerate(venues):
        where = np.nonzero(counts)
        papers = counts[where]
        row.append(np.repeat(where[0], papers))
        place.append(np.repeat(where[1], papers))
        stratum.append(np.full(papers.sum(), number))
    return span, StrataCounts(
        span.periods,
        np.array(totals),
        np.concatenate(row),
        np.concatenate(stratum),
        np.concatenate(place),
        len(span.names),
    )


def test_rise_that_a_new_venue_alone_brings_is_a_mixture() -> None:
    """From the fourth year a venue brings 500 papers a month, a tenth of them of the theme."""
    rng = np.random.default_rng(1)
    steady = _flat(np.full(60, 10.0))
    late = YEARS >= 3
    venue = np.vstack([rng.poisson(50, 60), rng.poisson(15, size=(20, 60))]) * late
    totals = [steady.totals, 500 * late]
    mixed, strata = _in_strata([steady.counts, venue], totals)
    assert verdicts(mixed, params=PARAMS)["verdict"][0] == "rising"
    table = verdicts(mixed, params=PARAMS, checks=Checks(strata=strata))
    assert table["verdict"][0] in ("stable", "unknown")
    assert table["reason"][0] == "mixture"


def test_rise_within_every_venue_stays_a_rise() -> None:
    rng = np.random.default_rng(1)
    one = _flat(10 * np.exp(0.4 * (YEARS - 2.5)))
    late = YEARS >= 2
    other = rng.poisson(np.outer(np.r_[0.05, np.full(20, 0.04)], 300 * late))
    other[0] = rng.poisson(5 * np.exp(0.4 * (YEARS - 2.5)) * late)
    mixed, strata = _in_strata([one.counts, other], [one.totals, 300 * late])
    assert verdicts(mixed, params=PARAMS, checks=Checks(strata=strata))["verdict"][0] == "rising"


def test_where_every_venue_has_one_month_nothing_rises() -> None:
    span = _flat(10 * np.exp(0.4 * (YEARS - 2.5)))
    assert verdicts(span, params=PARAMS)["verdict"][0] == "rising"
    months = np.eye(60, dtype=int)
    apart = [span.counts * month for month in months]
    mixed, strata = _in_strata(apart, [span.totals * month for month in months])
    table = verdicts(mixed, params=PARAMS, checks=Checks(strata=strata))
    assert (table["verdict"][0], table["reason"][0]) == ("unknown", "mixture")


@settings(max_examples=10)
@given(st.integers(1, 10_000), st.randoms(use_true_random=False))
def test_names_and_order_decide_nothing(seed: int, random) -> None:
    span = _span(replace(PLAIN, slopes=(RISE, -RISE), planted_papers=200), seed=seed)
    order = random.sample(range(PLAIN.themes), PLAIN.themes)
    names = np.array([f"other {place}" for place in order], dtype=object)
    moved = replace(span, counts=span.counts[order], names=names)
    expected = verdicts(span, params=PARAMS).drop(columns="because")
    found = verdicts(moved, params=PARAMS).drop(columns="because")
    expected = expected.iloc[order].reset_index(drop=True)
    pd.testing.assert_frame_equal(found, expected, rtol=1e-6)


@st.composite
def _any_series(draw: st.DrawFn) -> Series:
    shape = draw(st.tuples(st.integers(0, 4), st.integers(0, 30)))
    counts = draw(hnp.arrays(np.int64, shape, elements=st.sampled_from([0, 0, 0, 1, 2, 40])))
    more = draw(hnp.arrays(np.int64, shape[1], elements=st.sampled_from([0, 0, 3, 100])))
    complete = np.ones(shape[1], dtype=bool)
    complete[-1:] = draw(st.booleans())
    a_year = draw(st.sampled_from(["month", "quarter", "year"]))
    made = as_series(counts, counts.sum(axis=0) + more)
    labels = {
        "month": made.periods,
        "quarter": tuple(f"{2000 + i // 4}-Q{i % 4 + 1}" for i in range(shape[1])),
        "year": tuple(str(1890 + i) for i in range(shape[1])),
    }
    return replace(made, periods=labels[a_year], complete=complete)


@settings(max_examples=150)
@given(_any_series())
def test_any_counts_have_an_answer(span: Series) -> None:
    """No series, one period, nothing but zeros, months without any paper."""
    table = verdicts(span, params=PARAMS)
    assert table["verdict"].isin(VERDICTS).all()
    assert len(table) == len(span.names)
    moving = table[table["verdict"].isin(["rising", "fading"])]
    assert moving[["growth", "growth_low", "growth_high", "q"]].notna().all(axis=None)
    assert ((moving["growth"] > 0) == (moving["verdict"] == "rising")).all()
    assert ((moving["growth_shrunk"] > 0) == (moving["verdict"] == "rising")).all()
    found = bursts(span, params=PARAMS)
    assert (found["start"] <= found["end"]).all()
    assert len(robust(span).slope) == len(span.names)


def test_stray_papers_years_later_move_no_window() -> None:
    """A riser among 21 themes until 2019; then twelve papers after three empty years."""
    span = _flat(10 * np.exp(0.8 * (YEARS - 2.5)))
    alone = verdicts(span, params=PARAMS)
    assert alone["verdict"][0] == "rising"
    months = 60 + 36 + 8
    counts = np.zeros((21, months), int)
    counts[:, :60] = span.counts
    counts[range(12), [*range(months - 8, months), *[months - 1] * 4]] = 1
    totals = np.r_[span.totals, np.zeros(36, int), counts[:, 96:].sum(axis=0)]
    late = as_series(counts, totals)
    assert strays(late) == [("2023-01", "2023-08", 12)]
    pd.testing.assert_frame_equal(verdicts(late, params=PARAMS), alone)
    early = as_series(counts[:, ::-1], totals[::-1])
    assert strays(early) == [("2015-01", "2015-08", 12)]
    assert verdicts(early, params=PARAMS)["window_start"].iloc[0] == "2018-09"


def test_a_pause_within_a_corpus_is_no_stray() -> None:
    counts = np.full((3, 60), 10)
    counts[:, 20:40] = 0
    assert strays(as_series(counts, counts.sum(axis=0))) == []


@given(
    hnp.arrays(
        np.int64, st.tuples(st.just(6), st.sampled_from([24, 36, 60])), elements=st.integers(0, 25)
    ),
    st.sampled_from(["month", "quarter", "year"]),
)
@settings(max_examples=150)
def test_a_verdict_and_its_evidence_never_disagree(counts: np.ndarray, period: str) -> None:
    span = as_coarser(counts, period=period)
    if not span.totals.any():
        return
    table = verdicts(span, params=PARAMS)
    by = table.groupby("verdict").get_group
    for verdict, rows in table.groupby("verdict"):
        if verdict in ("rising", "fading"):
            up = 1 if verdict == "rising" else -1
            near = rows["growth_low"] if up > 0 else rows["growth_high"]
            assert (up * near > 0).all()
            assert (rows["q"] <= PARAMS.false_discoveries).all()
            assert (up * (rows["last_share"] - rows["first_share"]) > 0).all()
            assert rows["tested"].all()
        if verdict == "stable":
            assert ((rows["growth_low"] <= 0) & (rows["growth_high"] >= 0)).all()
        if verdict == "emerging":
            assert (rows["recent_documents"] > rows["before_documents"]).all()
        assert rows["peak"].notna().all() == (verdict == "peaked")
        if verdict == "peaked":
            ends = rows["window_start"].str[:4], rows["window_end"].str[:4]
            assert ((rows["peak"].str[:4] >= ends[0]) & (rows["peak"].str[:4] <= ends[1])).all()
        if verdict != "unknown":
            assert (rows["leaning"] == "").all()
    if "unknown" in set(table["verdict"]):
        leaning = by("unknown")[by("unknown")["leaning"] != ""]
        assert ((leaning["growth_low"] > 0) | (leaning["growth_high"] < 0)).all()
        assert (leaning["reason"] == "").all()


def test_month_quarter_and_year_never_contradict_each_other() -> None:
    opposed = 0
    for seed in range(1, 41):
        world = replace(PLAIN, slopes=(RISE, -RISE, 0.2, -0.2), planted_papers=250)
        counts = corpus(world, seed=seed).counts
        found = [
            verdicts(as_coarser(counts, period=period), params=PARAMS)["verdict"]
            for period in ("month", "quarter", "year")
        ]
        together = np.array(found)
        rises, falls = ((together == verdict).any(axis=0) for verdict in ("rising", "fading"))
        opposed += int((rises & falls).sum())
    assert opposed == 0

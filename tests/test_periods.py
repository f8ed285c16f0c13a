"""The calendar: every day is in exactly one period of each length, and no period is left out."""

from datetime import date, timedelta
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import InputError
from analysis.periods import (
    PERIODS,
    choose_period,
    coarser_period,
    period_bounds,
    period_kind,
    period_of,
    periods_between,
)

DAYS = st.dates(min_value=date(1800, 1, 1), max_value=date(2200, 12, 31))
LENGTHS = st.sampled_from(PERIODS)


def period_of_day(day, period):
    return period_of(pd.Series([day.isoformat()]), period=period)[0]


@given(DAYS, LENGTHS)
def test_a_day_is_in_its_period_and_in_no_other(day, period):
    name = period_of_day(day, period)
    first, after = period_bounds(name)
    assert period_kind(name) == period
    assert first <= day < after
    assert period_of_day(first, period) == period_of_day(after - timedelta(days=1), period) == name
    assert period_of_day(after, period) > name
    assert period_of_day(first - timedelta(days=1), period) < name


@given(DAYS, st.integers(0, 800), LENGTHS)
def test_periods_between_leave_no_gap(start, length, period):
    end = start + timedelta(days=length)
    names = periods_between(period_of_day(start, period), period_of_day(end, period))
    bounds = [period_bounds(name) for name in names]
    assert bounds[0][0] <= start
    assert end < bounds[-1][1]
    assert all(one[1] == other[0] for one, other in pairwise(bounds))
    assert names == sorted(set(names))


@pytest.mark.parametrize(
    ("day", "week"),
    [("2024-12-30", "2025-W01"), ("2021-01-03", "2020-W53"), ("2024-02-29", "2024-W09")],
)
def test_weeks_are_those_of_iso_8601(day, week):
    assert period_of(pd.Series([day]), period="week").tolist() == [week]


def test_a_coarser_date_is_in_no_finer_period():
    published = pd.Series(["2024-03-01", "2024-03", "2024", None, "nonsense"], index=list("abcde"))
    placed = {period: period_of(published, period=period) for period in PERIODS}
    assert placed["day"].dropna().to_dict() == {"a": "2024-03-01"}
    assert placed["week"].dropna().to_dict() == {"a": "2024-W09"}
    assert placed["month"].dropna().to_dict() == {"a": "2024-03", "b": "2024-03"}
    assert placed["quarter"].dropna().to_dict() == {"a": "2024-Q1", "b": "2024-Q1"}
    assert placed["year"].dropna().to_dict() == {"a": "2024", "b": "2024", "c": "2024"}


@pytest.mark.parametrize("empty", [[], [None], [None, None]])
def test_papers_without_dates_are_in_no_period(empty):
    published = pd.Series(empty, dtype="str")
    assert period_of(published, period="month").isna().all()
    assert choose_period(published) == "year"


def papers_a_day(first, *, days, each):
    start = date.fromisoformat(first)
    return pd.Series([(start + timedelta(days=n)).isoformat() for n in range(days)] * each)


@pytest.mark.parametrize(
    ("published", "period"),
    [
        (papers_a_day("2000-01-01", days=365 * 30, each=1), "year"),
        (papers_a_day("2015-01-01", days=365 * 10, each=1), "quarter"),
        (papers_a_day("2022-01-01", days=365 * 3, each=1), "month"),
        (papers_a_day("2024-01-01", days=300, each=4), "week"),
        (papers_a_day("2024-01-01", days=40, each=25), "day"),
        (papers_a_day("2024-01-01", days=120, each=1), "month"),
        (papers_a_day("2024-01-01", days=3, each=1), "year"),
    ],
)
def test_the_period_follows_span_and_size(published, period):
    assert choose_period(published) == period


def test_a_period_needs_nine_in_ten_dates_fine_enough():
    daily = papers_a_day("2022-01-01", days=365 * 3, each=1)
    coarse = pd.Series(["2023"] * (len(daily) // 8))
    assert choose_period(pd.concat([daily, coarse.iloc[: len(daily) // 10]])) == "month"
    assert choose_period(pd.concat([daily, coarse])) == "year"


@pytest.mark.parametrize(
    "nonsense", ["", "2024-W54", "2024-13", "2024-Q5", "2024-02-30", "x" * 99, "9999-12-31"]
)
def test_what_is_no_period_is_refused_in_words(nonsense):
    with pytest.raises(InputError, match=r"period|calendar"):
        period_bounds(nonsense)


def test_lengths_are_not_mixed():
    with pytest.raises(InputError):
        periods_between("2024", "2024-03")
    with pytest.raises(InputError):
        period_of(pd.Series(["2024"]), period="decade")
    assert periods_between("2024-03", "2024-02") == []


@given(st.lists(DAYS, min_size=1, max_size=20), LENGTHS, st.integers(1, 40))
def test_a_coarser_period_is_the_shortest_with_few_enough_bins(days, period, most):
    published = pd.Series([day.isoformat() for day in days])
    wider = PERIODS[PERIODS.index(period) :]
    bins = {
        one: len(periods_between(min(placed), max(placed)))
        for one in wider
        if (placed := period_of(published, period=one).tolist())
    }
    fitting = [one for one in wider if bins[one] <= most]
    assert coarser_period(published, period=period, most=most) == [*fitting, "year"][0]


def test_a_coarser_period_of_no_dates_is_the_period_itself():
    assert coarser_period(pd.Series([None, None]), period="week", most=1) == "week"

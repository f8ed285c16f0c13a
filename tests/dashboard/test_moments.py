"""The time a page shows: the one asked for or the nearest with papers, and its neighbours."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.periods import period_bounds, period_of
from dashboard.data.period_navigation import by_kind, find_moment, opening, times_of

DAYS = st.dates(min_value=date(2019, 12, 20), max_value=date(2021, 1, 20))
LENGTHS = ("day", "week", "month", "quarter", "year")
KINDS = st.sampled_from(LENGTHS)
# What period every day around there is in, of each length.
CALENDAR = pd.Series(pd.date_range("2019-12-01", "2021-02-28").strftime("%Y-%m-%d"))
NAMES = {
    kind: dict(zip(CALENDAR, period_of(CALENDAR, period=kind), strict=True)) for kind in LENGTHS
}


def period(day: date, kind: str) -> str:
    return NAMES[kind][day.isoformat()]


@settings(deadline=None)
@given(days=st.lists(DAYS, min_size=1, max_size=30), asked=DAYS, kind=KINDS)
def test_the_nearest_time_with_papers_is_shown_and_its_neighbours(days, asked, kind):
    times = times_of(pd.Series([day.isoformat() for day in days]))
    found = find_moment(times, period(asked, kind))

    wanted = period_bounds(period(asked, kind))[0]
    known = sorted({period(day, kind) for day in days})
    distance = {one: abs((period_bounds(one)[0] - wanted).days) for one in known}
    assert found is not None
    assert distance[found.period] == min(distance.values())
    assert (found.note == "") == (found.period == period(asked, kind))
    assert [one for one in known if one < found.period][-1:] == [found.earlier] * bool(
        found.earlier
    )
    assert [one for one in known if one > found.period][:1] == [found.later] * bool(found.later)


@settings(deadline=None)
@given(days=st.lists(DAYS, min_size=1, max_size=30), kind=KINDS)
def test_every_length_offers_the_last_papers_of_what_is_shown(days, kind):
    """By brute force: the period of the last paper that is no later than the end of the period."""
    times = times_of(pd.Series([day.isoformat() for day in days]))
    for shown in times[kind].index:
        end = period_bounds(shown)[1] - timedelta(days=1)
        for other, found in by_kind(times, shown).items():
            if other == kind:
                assert found == shown
                continue
            end_of = period(end, other) if end.isoformat() in NAMES[other] else "9"
            inside = [day for day in days if period(day, other) <= end_of]
            assert found == period(max(inside), other)


def test_a_page_opens_with_the_last_week_that_has_some_papers():
    days = ["2024-03-01"] * 9 + ["2024-03-04"] * 6
    assert opening(times_of(pd.Series(days))) == "2024-W10"
    assert opening(times_of(pd.Series([*days, "2024-03-12"]))) == "2024-03"
    assert opening(times_of(pd.Series(["2024-03-05", "2025"]))) == "2025"


def test_dates_offer_only_what_they_tell():
    assert list(times_of(pd.Series(["2024-03", "2023"]))) == ["month", "quarter", "year"]
    times = times_of(pd.Series(["2024-03", "2023"]))
    found = find_moment(times, "2024-03-20")
    assert found is not None
    assert found.period == "2024-03"
    assert "do not include the day" in found.note
    assert times_of(pd.Series([None, None], dtype="str")) == {}
    assert find_moment({}, "2024") is None


@pytest.mark.parametrize(
    "asked", ["", "today", "2024-13", "2024-02-30", "0000", "9999-12-31", "9999-W52", "x" * 10_000]
)
def test_what_is_no_time_is_said(asked):
    found = find_moment(times_of(pd.Series(["2024-03-01"])), asked)
    assert found is not None
    assert "which is not a day, week, month, quarter or year" in found.note

"""Navigation between the days, weeks, months, quarters or years that have papers."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import pandas as pd

from analysis.errors import InputError
from analysis.periods import PERIODS, period_bounds, period_kind, period_of, readable_period

# For every length of period that a paper's date tells: the papers of each period that has any,
# the earliest first.
Times = Mapping[str, pd.Series]

# A page opens with the last week that there is, unless that is fewer papers: the themes of one day
# are noise.
_FEWEST = 5


@dataclass(frozen=True)
class Moment:
    """A period with papers, its neighbours with papers, and a note if it was substituted."""

    period: str
    earlier: str | None
    later: str | None
    note: str


def opening(times: Times) -> str | None:
    """Default period: the last of the shortest length, from a week, that has five papers."""
    last = {kind: counts.index[-1] for kind, counts in times.items() if kind != "day"}
    enough = [last[kind] for kind in last if times[kind].iloc[-1] >= _FEWEST]
    return next(iter(enough), next(reversed(last.values()), None))


def find_moment(times: Times, asked: str | None) -> Moment | None:
    """The requested period, or the nearest with papers; None where no paper has a date."""
    first = opening(times)
    if first is None:
        return None
    if asked is None:
        return _moment(times, first, note="")
    try:
        kind = period_kind(asked)
        period_bounds(asked)
    except InputError:
        note = f"The link asks for “{asked}”, which is not a day, week, month, quarter or year."
        return _moment(times, first, note=note)
    if kind not in times:
        longer = next(iter(times))
        note = f"The dates of this run do not include the {kind}: this is the nearest {longer}."
        found = _nearest(list(times[longer].index), _holding(asked, kind=longer))
        return _moment(times, found, note=note)
    found = _nearest(list(times[kind].index), asked)
    when = readable_period(asked)
    gone = f"{when[0].upper()}{when[1:]} has no papers: this is the nearest {kind} with papers."
    return _moment(times, found, note="" if found == asked else gone)


def by_kind(times: Times, period: str) -> dict[str, str]:
    """For every length of period: the one containing the end of `period`, or the last before."""
    found = {}
    for kind, counts in times.items():
        known = list(counts.index)
        place = bisect_right(known, _holding(period, kind=kind)) - 1
        found[kind] = known[max(place, 0)]
    return found | {period_kind(period): period}


def times_of(published: pd.Series) -> dict[str, pd.Series]:
    """`Times` of ISO dates of any precision; lengths finer than all dates are omitted."""
    counts = {kind: period_of(published, period=kind).value_counts() for kind in PERIODS}
    return {kind: count.sort_index() for kind, count in counts.items() if len(count)}


def last_two(shares: pd.DataFrame) -> tuple[str, str] | None:
    """The last two complete periods with papers; None where there are fewer.

    `shares` is what `prevalence` returns.
    """
    whole = shares[shares["complete"] & (shares["total"] > 0)]
    *_, before, after = [None, None, *sorted(whole["period"].unique())]
    return (before, after) if before and after else None


def _moment(times: Times, period: str, *, note: str) -> Moment:
    known = list(times[period_kind(period)].index)
    place = known.index(period)
    earlier = known[place - 1] if place else None
    later = known[place + 1] if place + 1 < len(known) else None
    return Moment(period, earlier, later, note)


def _nearest(known: Sequence[str], period: str) -> str:
    """The period of `known` with the nearest start to that of `period`; ties to the earlier."""
    place = bisect_left(known, period)
    beside = known[max(place - 1, 0) : place + 1]
    start = period_bounds(period)[0]
    return min(beside, key=lambda one: (abs(period_bounds(one)[0] - start), one))


def _holding(period: str, *, kind: str) -> str:
    """The period of length `kind` that contains the last day of `period`."""
    last = period_bounds(period)[1] - timedelta(days=1)
    return period_of(pd.Series([last.isoformat()]), period=kind).iloc[0]

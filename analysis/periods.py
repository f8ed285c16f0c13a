"""Calendar periods, the one date binning: strings that sort, print and parse.

A day is `2024-03-01`, a week `2024-W09` (ISO: Monday to Sunday, of the year its Thursday is in), a
month
`2024-03`, a quarter `2024-Q1`, a year `2024`. A paper whose date is coarser than a period is in no
period of that length, exactly like a paper without a date.
"""

import re
from datetime import date, timedelta

import pandas as pd

from analysis.errors import InputError

PERIODS = ("day", "week", "month", "quarter", "year")
PRECISIONS = ("day", "month", "year")

# The coarsest date precision that still says which period a paper is in.
_PRECISION_NEEDED = {
    "day": "day",
    "week": "day",
    "month": "month",
    "quarter": "month",
    "year": "year",
}
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_FORMS = {
    "day": re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII),
    "week": re.compile(r"(\d{4})-W(\d{2})", re.ASCII),
    "month": re.compile(r"(\d{4})-(\d{2})", re.ASCII),
    "quarter": re.compile(r"(\d{4})-Q([1-4])", re.ASCII),
    "year": re.compile(r"(\d{4})", re.ASCII),
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_BINS_WANTED = 24
_PAPERS_A_BIN = 20
_SHARE_FINE_ENOUGH = 0.9


def period_of(published: pd.Series, *, period: str) -> pd.Series:
    """The period of each paper; missing if undated or dated more coarsely than the period.

    `published` holds ISO dates of their own precision (`2024`, `2024-03`, `2024-03-01`). The index
    is kept.
    """
    if period not in PERIODS:
        raise InputError(f"Unknown period {period!r}: expected one of {', '.join(PERIODS)}.")
    known = {value: _period_of_date(value, period) for value in published.dropna().unique()}
    return published.map(known).astype("str")


def periods_between(first: str, last: str) -> list[str]:
    """Every period from `first` to `last`, inclusive; empty if `last` is earlier."""
    kind = period_kind(first)
    if period_kind(last) != kind:
        raise InputError(
            f"{first!r} and {last!r} are periods of different lengths; expected two of one length."
        )
    found, day, end = [], period_bounds(first)[0], period_bounds(last)[0]
    while day <= end:
        found.append(_period_holding(day, kind))
        day = _next_start(day, kind)
    return found


def periods_after(period: str, number: int) -> list[str]:
    """The next `number` periods after `period`."""
    kind, found = period_kind(period), [period]
    for _ in range(number):
        found.append(_period_holding(period_bounds(found[-1])[1], kind))
    return found[1:]


def period_bounds(period: str) -> tuple[date, date]:
    """The first day of a period, and the day after its last."""
    kind = period_kind(period)
    numbers = [int(number) for number in _FORMS[kind].fullmatch(period).groups()]  # type: ignore[union-attr]
    try:
        first = _first_day(kind, numbers)
        return first, _next_start(first, kind)
    except (ValueError, OverflowError) as error:
        raise InputError(f"{period!r} is not a valid calendar period: {error}.") from error


def period_kind(period: str) -> str:
    """The length of a period: day, week, month, quarter or year."""
    for kind, form in _FORMS.items():
        if form.fullmatch(period):
            return kind
    raise InputError(
        f"{period!r} is not a period: expected a form such as 2024, 2024-Q1, 2024-03, 2024-W09 "
        "or 2024-03-01."
    )


def choose_period(published: pd.Series) -> str:
    """The default period of a corpus: the coarsest with at least 24 bins and 20 papers per bin.

    Where none has both, the finest with 20 papers per bin, else the year. A period counts only
    where at least 90% of the dated papers are dated finely enough for it.
    """
    dated = published.dropna()
    enough = []
    for period in reversed(PERIODS):
        placed = period_of(dated, period=period).dropna()
        if dated.empty or len(placed) < _SHARE_FINE_ENOUGH * len(dated):
            continue
        bins = _number_between(placed.min(), placed.max())
        if len(placed) >= _PAPERS_A_BIN * bins:
            enough.append(period)
            if bins >= _BINS_WANTED:
                return period
    return enough[-1] if enough else "year"


def coarser_period(published: pd.Series, *, period: str, most: int) -> str:
    """The shortest period, `period` itself or a longer one, that has at most `most` bins.

    A year where every one has more.
    """
    for longer in PERIODS[PERIODS.index(period) :]:
        placed = period_of(published, period=longer).dropna()
        if placed.empty or _number_between(placed.min(), placed.max()) <= most:
            return longer
    return "year"


def readable_date(published: object) -> str:
    """An ISO date of any precision in readable form: `3 Mar 2024`, `Mar 2024`, `2024`."""
    if not isinstance(published, str) or not _DATE.fullmatch(published):
        return "no date"
    year, month, day = [*map(int, published.split("-")), 0, 0][:3]
    if month > len(_MONTHS) or day > 31:
        return "no date"
    words = [str(day)] * bool(day) + [_MONTHS[month - 1]] * bool(month) + [str(year)]
    return " ".join(words)


def readable_period(period: str) -> str:
    """A period in readable form: `Mar 2024`, `Q1 2024`, `week of 4 Mar 2024`."""
    match period_kind(period):
        case "week":
            return f"week of {readable_date(period_bounds(period)[0].isoformat())}"
        case "quarter":
            return " ".join(reversed(period.split("-")))
        case _:
            return readable_date(period)


def span_ends(span: str) -> tuple[str, str]:
    """The first and the last period of a span, `2026-02/2026-04`, or of a single period."""
    first, _, last = span.partition("/")
    return first, last or first


def readable_span(span: str) -> str:
    """A span, or a period, in readable form: `Feb to Apr 2026`, `Aug 2025 to Jul 2026`."""
    first, last = map(readable_period, span_ends(span))
    if first == last:
        return first
    start, _, year = first.rpartition(" ")
    return f"{start if start and last.endswith(f' {year}') else first} to {last}"


def _period_of_date(value: str, period: str) -> str | None:
    match = _DATE.fullmatch(value)
    if match is None:
        return None
    year, month, day = match.groups()
    precision = "day" if day else "month" if month else "year"
    if PRECISIONS.index(precision) > PRECISIONS.index(_PRECISION_NEEDED[period]):
        return None
    try:
        return _period_holding(date(int(year), int(month or 1), int(day or 1)), period)
    except ValueError:
        return None


def _period_holding(day: date, period: str) -> str:
    match period:
        case "day":
            return f"{day.year:04d}-{day.month:02d}-{day.day:02d}"
        case "week":
            year, week, _ = day.isocalendar()
            return f"{year:04d}-W{week:02d}"
        case "month":
            return f"{day.year:04d}-{day.month:02d}"
        case "quarter":
            return f"{day.year:04d}-Q{(day.month + 2) // 3}"
        case _:
            return f"{day.year:04d}"


def _number_between(first: str, last: str) -> int:
    """How many periods there are from `first` to `last`, inclusive."""
    start, end = period_bounds(first)[0], period_bounds(last)[0]
    days = (end - start).days
    months = 12 * (end.year - start.year) + end.month - start.month
    steps = {
        "day": days,
        "week": days // 7,
        "month": months,
        "quarter": months // 3,
        "year": months // 12,
    }
    return steps[period_kind(first)] + 1


def _first_day(kind: str, numbers: list[int]) -> date:
    year, number, day = [*numbers, 1, 1][:3]
    match kind:
        case "week":
            return date.fromisocalendar(year, number, 1)
        case "quarter":
            return date(year, 3 * number - 2, 1)
        case _:
            return date(year, number, day)


def _next_start(first: date, kind: str) -> date:
    """The first day of the period after the one that begins on `first`."""
    match kind:
        case "day":
            return first + timedelta(days=1)
        case "week":
            return first + timedelta(days=7)
        case "month":
            return _month_start(first.year, first.month + 1)
        case "quarter":
            return _month_start(first.year, first.month + 3)
        case _:
            return date(first.year + 1, 1, 1)


def _month_start(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)

"""Date parsing: dates in common formats to ISO strings of their own precision.

A column is read as a whole, because only the whole says whether 03/04/2024 is in March or in
April: one date in it with a first number above 12 makes all of them day first, a second number
above 12 month first. Where the column does not say, or says both, such a date keeps what is sure,
its year.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

EARLIEST_YEAR = 1800

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july",
            "aug august", "sep sept september", "oct october", "nov november", "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_ISO = re.compile(
    r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:[T ]\d{1,2}:\d{2}.*)?", re.ASCII
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})?", re.ASCII)
_NUMERIC = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?:[T ,]+\d{1,2}:\d{2}.*)?", re.ASCII)
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})", re.ASCII)
_EPOCH = re.compile(r"\d{10}|\d{13}", re.ASCII)
_CLOCK = re.compile(r"\d{1,2}:\d{2}.*", re.ASCII)
_TOKENS = re.compile(r"[A-Za-z]+|\d+", re.ASCII)
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)", re.ASCII)
_FILLERS = (
    "st nd rd th of mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday "
    "sunday"
)


@dataclass(frozen=True)
class PaperDate:
    """A date of its own precision; `note` says what was odd about it, or is None."""

    published: str | None
    note: str | None = None
    ambiguous: bool = False


def read_dates(values: Sequence[object]) -> list[PaperDate]:
    """A column of dates in any common form, one `PaperDate` a value, in order.

    An empty value is undated. Years before 1800 or after the next one are no dates of papers and
    come out null with a note, as does what cannot be read.
    """
    latest = datetime.now(UTC).year + 1
    texts = [date_text(value) for value in values]
    day_first = _day_first(set(texts))
    known = {text: _read(text, day_first=day_first, latest=latest) for text in set(texts)}
    return [known[text] for text in texts]


def precision_of(published: str | None) -> str | None:
    """The precision of an ISO date: day, month or year; None without a date."""
    return None if not published else {4: "year", 7: "month"}.get(len(published), "day")


def coarsened(published: str | None, precision: str | None) -> str | None:
    """A date truncated to the precision in a column `date_precision`."""
    length = {"year": 4, "month": 7}.get(str(precision).strip().casefold())
    return published[:length] if published else published


def date_text(value: object) -> str:
    """A cell as text for date parsing; empty if the cell is blank.

    Of arXiv's list of versions it is the date of the first, of Crossref's `date-parts` its numbers.
    """
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        parts = value.get("date-parts")
        value = _joined(parts[0]) if isinstance(parts, list) and parts else value.get("created")
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float):
        return str(int(value)) if math.isfinite(value) and value.is_integer() else ""
    text = "" if value is None else " ".join(str(value).split())
    return (
        ""
        if text.casefold() in {"nan", "nat", "none", "null", "n/a", "na", "-", "unknown"}
        else text
    )


def _joined(numbers: object) -> str:
    return "-".join(map(str, numbers)) if isinstance(numbers, list) else ""


def _day_first(texts: set[str]) -> bool | None:
    """Whether a column's numeric dates are day first; None if undecided or contradictory."""
    matches = [match for text in texts if (match := _NUMERIC.fullmatch(text))]
    starts_with_day = any(int(match[1]) > 12 for match in matches)
    starts_with_month = any(int(match[3]) > 12 for match in matches)
    return starts_with_day if starts_with_day != starts_with_month else None


def _read(text: str, *, day_first: bool | None, latest: int) -> PaperDate:
    if not text:
        return PaperDate(None)
    if match := _NUMERIC.fullmatch(text):
        return _read_numeric(match, day_first=day_first, latest=latest)
    numbers = _numbers(text)
    if numbers:
        return _checked(numbers, latest=latest)
    years = {year for year in _YEAR.findall(text) if EARLIEST_YEAR <= int(year) <= latest}
    if len(years) == 1:
        return PaperDate(years.pop(), "only the year could be read")
    return PaperDate(None, "unrecognised format")


def _numbers(text: str) -> tuple[int, int, int] | None:
    """Year, month and day of unambiguous formats; 0 for a missing part."""
    if match := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        year, month, day = (int(part or 0) for part in match.groups())
        return year, month, day
    if match := _MONTH_YEAR.fullmatch(text):
        return int(match[2]), int(match[1]), 0
    if _EPOCH.fullmatch(text):
        moment = datetime.fromtimestamp(int(text[:10]), UTC)
        return moment.year, moment.month, moment.day
    return _words(text)


def _words(text: str) -> tuple[int, int, int] | None:
    """Formats with a month name: `11 March 2024`, `Mar 11, 2024`, `2 Apr 2007 19:18:42 GMT`."""
    tokens = [token.casefold() for token in _TOKENS.findall(_CLOCK.sub("", text))]
    months = [_MONTHS[token] for token in tokens if token in _MONTHS]
    numbers = [token for token in tokens if token.isdigit()]
    years = [int(token) for token in numbers if len(token) == 4]
    days = [int(token) for token in numbers if len(token) <= 2]
    fillers = _FILLERS.split()
    others = [t for t in tokens if t not in _MONTHS and not t.isdigit() and t not in fillers]
    if len(months) != 1 or len(years) != 1 or len(days) > 1 or others:
        return None
    return years[0], months[0], days[0] if days else 0


def _read_numeric(match: re.Match[str], *, day_first: bool | None, latest: int) -> PaperDate:
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if max(first, second) > 12:
        day, month = (first, second) if first > 12 else (second, first)
    elif first == second or day_first is not None:
        day, month = (first, second) if day_first else (second, first)
    else:
        kept = _checked((year, 0, 0), latest=latest)
        note = "day first or month first: ambiguous in this column"
        return PaperDate(kept.published, note, ambiguous=True) if kept.published else kept
    return _checked((year, month, day), latest=latest)


def _checked(numbers: tuple[int, int, int], *, latest: int) -> PaperDate:
    """The date if valid, else its valid leading part."""
    year, month, day = numbers
    if not EARLIEST_YEAR <= year <= latest:
        return PaperDate(None, f"the year {year:04d} is out of range")
    if not month:
        return PaperDate(f"{year:04d}")
    if not 1 <= month <= 12:
        return PaperDate(f"{year:04d}", f"there is no month {month}")
    if not day:
        return PaperDate(f"{year:04d}-{month:02d}")
    try:
        return PaperDate(date(year, month, day).isoformat())
    except ValueError:
        return PaperDate(f"{year:04d}-{month:02d}", f"there is no day {day} in that month")

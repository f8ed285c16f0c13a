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
from datetime import UTC, date, datetime, timedelta

EARLIEST_YEAR = 1800

# A line a month, in the languages of the indexes that papers come from.
_MONTH_NAMES = (
    "jan january enero ene januar janvier janeiro gennaio gen januari января январь",
    "feb february febrero februar février fév fev fevereiro febbraio februari февраля февраль",
    "mar march marzo märz maerz mars março marco maart марта март marca mart mrz",
    "apr april abril abr avril avr aprile апреля апрель kwietnia nisan",
    "may mayo mai maio maggio mag mei maj мая май maja mayıs",
    "jun june junio juni juin junho giugno giu июня июнь czerwca haziran",
    "jul july julio juli juillet juil julho luglio lug июля июль lipca temmuz",
    "aug august agosto ago août aout augustus augusti августа август sierpnia",
    "sep sept september septiembre septembre setembro set settembre сентября сентябрь września",
    "oct october octubre oktober okt octobre outubro out ottobre ott октября октябрь października",
    "nov november noviembre novembre novembro ноября ноябрь listopada",
    "dec december diciembre dic dezember dez décembre déc dezembro dicembre декабря декабрь",
)
_MONTHS = {
    name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()
}
_ISO = re.compile(
    r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:[T ]\d{1,2}:\d{2}.*)?", re.ASCII
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})?", re.ASCII)
_NUMERIC = re.compile(
    r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?:[T ,]+\d{1,2}:\d{2}.*)?", re.ASCII
)
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})", re.ASCII)
_YEARS = re.compile(r"(\d{4})\s*[-\u2013\u2014/]\s*\d{4}", re.ASCII)
_CJK = re.compile(r"(\d{4})\s*[年년]\s*(?:(\d{1,2})\s*[月월]\s*)?(?:(\d{1,2})\s*[日日号일]?)?")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?", re.ASCII)
_SERIAL_DAY_0 = date(1899, 12, 30)  # Excel's, which takes 1900 for a leap year
_EARLIEST_SERIAL = 20_000
_LINK_OR_DOI = re.compile(r"://|(?<!\d)10\.\d{4,9}/", re.ASCII)
_PARTS_OF_YEAR = frozenset((
    "spring", "summer", "autumn", "fall", "winter", "spr", "sum", "fal", "win",
    "q1", "q2", "q3", "q4", "quarter",
))  # fmt: skip
_EPOCH = re.compile(r"\d{10}|\d{13}", re.ASCII)
_CLOCK = re.compile(r"\d{1,2}:\d{2}.*", re.ASCII)
_TOKENS = re.compile(r"[qQ][1-4](?!\d)|[^\W\d_]+|\d+")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)", re.ASCII)
_FILLERS = (
    "st nd rd th of mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday "
    "sunday de del di du le la er ème den г года"
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


def first_dates(columns: Sequence[Sequence[object]]) -> list[PaperDate]:
    """The first readable date of every row, of columns of equal length in order of preference.

    A month or day without a year, or a season, joins the year of another column: `JUN 15` and 2021
    are 2021-06-15.
    """
    read = [read_dates(column) for column in columns]
    return [
        _first_date(cells, dates)
        for cells, dates in zip(zip(*columns, strict=True), zip(*read, strict=True), strict=True)
    ]


def _first_date(cells: Sequence[object], dates: Sequence[PaperDate]) -> PaperDate:
    found = next((date for date in dates if date.published), None)
    if found is None:
        return next((date for date in dates if date.note), PaperDate(None))
    if found.published and len(found.published) == 4:
        for text in map(date_text, cells):
            if text and not _YEAR.search(text) and len(text) < 20:
                joined = read_dates([f"{text} {found.published}"])[0]
                if joined.published and not joined.note:
                    return joined
    return found


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
        return f"{value:.15g}" if math.isfinite(value) else ""
    text = "" if value is None else " ".join(str(value).split())
    return (
        ""
        if text.casefold() in {"nan", "nat", "none", "null", "n/a", "na", "-", "unknown", "n.d."}
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
    if _LINK_OR_DOI.search(text):
        return PaperDate(None, "a link or DOI is no date")
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
    if match := _ISO.fullmatch(text) or _COMPACT.fullmatch(text) or _CJK.fullmatch(text):
        year, month, day = (int(part or 0) for part in match.groups())
        return year, month, day
    if match := _MONTH_YEAR.fullmatch(text):
        return int(match[2]), int(match[1]), 0
    if match := _YEARS.fullmatch(text):
        return int(match[1]), 0, 0
    moment = _counted(text)
    return (moment.year, moment.month, moment.day) if moment else _words(text)


def _counted(text: str) -> date | None:
    """The day of a number of days since 1899-12-30 (Excel) or of seconds since 1970."""
    if (match := _SERIAL.fullmatch(text)) and int(match[1]) >= _EARLIEST_SERIAL:
        return _SERIAL_DAY_0 + timedelta(days=int(match[1]))
    return datetime.fromtimestamp(int(text[:10]), UTC).date() if _EPOCH.fullmatch(text) else None


def _words(text: str) -> tuple[int, int, int] | None:
    """Formats with words: `11 March 2024`, `Mar 11, 2024`, `2023 Jul-Aug`, `Summer 2020`.

    A range keeps what its ends share, at least the year of its beginning; a season or quarter is a
    range of months.
    """
    tokens = [token.casefold() for token in _TOKENS.findall(_CLOCK.sub("", text))]
    months = [_MONTHS[token] for token in tokens if token in _MONTHS]
    numbers = [token for token in tokens if token.isdecimal()]
    years = [int(token) for token in numbers if len(token) == 4]
    days = [int(token) for token in numbers if len(token) <= 2]
    fillers = _FILLERS.split()
    known = {*_MONTHS, *fillers, *_PARTS_OF_YEAR}
    if any(not t.isdecimal() and t not in known for t in tokens) or not 1 <= len(years) <= 2:
        return None
    if not months and not _PARTS_OF_YEAR & set(tokens):
        return None
    if len(set(years)) > 1 or len(set(months)) != 1:
        return years[0], 0, 0
    return years[0], months[0], days[0] if len(days) == 1 else 0


def _read_numeric(match: re.Match[str], *, day_first: bool | None, latest: int) -> PaperDate:
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if len(match[4]) == 2:
        year += 2000 if 2000 + year <= latest else 1900
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

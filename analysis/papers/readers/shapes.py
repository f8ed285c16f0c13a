"""The shape of a service's records: how one is recognised, and where each field of a paper is.

A field is taken along paths: `a.b` is the value under `b` in the object under `a`, `a[].b` the list
of those values in the list under `a`. Where a value is missing or of another type the path leads
nowhere, so that no record, however damaged, raises an error.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

Record = dict[str, Any]


class Taken:
    """A field's paths, of which the first with a value counts, and how the value is read."""

    def __init__(self, *paths: str, read: Callable[[Any], Any] = lambda value: value) -> None:
        self._paths = paths
        self._read = read

    def found(self, record: Record) -> tuple[str, Any] | None:
        """The path and the value of the field in a record; None if none of the paths has one."""
        for path in self._paths:
            value = self._read(at(record, path))
            if value not in (None, "", [], {}):
                return path, value
        return None


@dataclass(frozen=True)
class Shape:
    """The records of one service, and where in them each field of `ALIASES` is.

    `refused` gives the reason why a record is not to be read as a paper, `noted` what is odd about
    one that is; both give None for any other record.
    """

    name: str
    recognises: Callable[[Record], bool]
    taken: Mapping[str, Taken]
    refused: Callable[[Record], str | None] | None = None
    noted: Callable[[Record], str | None] | None = None

    def fields(self, record: Record) -> Record:
        """The fields of a record; a title and an abstract, maybe None, are always among them."""
        found = {field: source.found(record) for field, source in self.taken.items()}
        values = {field: value[1] for field, value in found.items() if value}
        return {"title": None, "abstract": None} | values

    def origins(self, record: Record) -> dict[str, str]:
        """The path on which each field of a record was found."""
        found = {field: source.found(record) for field, source in self.taken.items()}
        return {field: value[0] for field, value in found.items() if value}


def at(value: Any, path: str) -> Any:
    """The value at a path, None if there is none; a list without None if the path has a `[]`."""
    return _followed(value, _steps(path))


@cache
def _steps(path: str) -> tuple[tuple[str, bool], ...]:
    """The keys of a path, each with whether a list is under it."""
    return tuple((key.removesuffix("[]"), key.endswith("[]")) for key in path.split("."))


def _followed(value: Any, steps: tuple[tuple[str, bool], ...]) -> Any:
    for position, (key, is_list) in enumerate(steps, start=1):
        value = value.get(key) if isinstance(value, dict) else None
        if is_list:
            found = (_followed(entry, steps[position:]) for entry in as_list(value))
            return [entry for entry in found if entry is not None]
        if value is None:
            return None
    return value


def as_list(value: Any) -> list[Any]:
    """A list as it is, a missing value as none, anything else as a list of one."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def first(value: Any) -> Any:
    """The first entry of a list; anything else as it is."""
    return next(iter(value), None) if isinstance(value, list) else value


def text(value: Any) -> str | None:
    """A text, or the first text of a list; None for anything else."""
    value = first(value)
    return value if isinstance(value, str) else None


def texts(value: Any) -> list[str]:
    """The texts among the entries of a list."""
    return [entry for entry in as_list(value) if isinstance(entry, str) and entry.strip()]


def labels(value: Any) -> list[str] | str | None:
    """A list of texts, or one text with all of them."""
    return value if isinstance(value, str) else texts(value)


def date(value: Any) -> str | None:
    """A date or year as it is written; None for anything but a text or a whole number."""
    found = value if isinstance(value, str) else number(value)
    return None if found is None else str(found)


def number(value: Any) -> int | None:
    """A whole number, also where it is written as a text; None for anything else."""
    if isinstance(value, str) and value.strip().isdecimal() and value.isascii():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def names(people: Any) -> list[str]:
    """The names of a list of people, each a text or an object; given names first."""
    return [name for person in as_list(people) if (name := _name(person))]


def authors(value: Any) -> list[str] | str:
    """The names of a list of people; a text with all of them stays as it is."""
    return value if isinstance(value, str) else names(value)


def names_family_first(people: Any) -> list[str]:
    """The names of a list of texts `Family, Given`, as `Given Family`."""
    return [
        " ".join(filter(None, (given.strip(), family.strip())))
        for family, _, given in (name.partition(",") for name in texts(people))
    ]


def day_of_milliseconds(value: Any) -> str | None:
    """The ISO day of a time in milliseconds since 1970."""
    milliseconds = number(value)
    if milliseconds is None:
        return None
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return None


_WHOLE = (
    "display_name", "full_name", "fullName", "fullname", "name", "literal", "text",
    "collectiveName",
)  # fmt: skip
_GIVEN = ("given", "firstName", "first_name", "firstname", "forename", "forenames", "ForeName")
_FAMILY = ("family", "lastName", "last_name", "lastname", "keyname", "LastName")


def _name(person: Any) -> str:
    if not isinstance(person, dict):
        return person.strip() if isinstance(person, str) else ""
    given, family = _first_text(person, _GIVEN), _first_text(person, _FAMILY)
    if family:
        particle = _first_text(person, ("non-dropping-particle", "dropping-particle"))
        return " ".join(filter(None, (given, particle, family)))
    inside = person.get("author")
    return _first_text(person, _WHOLE) or (_name(inside) if isinstance(inside, dict) else "")


def _first_text(person: Record, keys: tuple[str, ...]) -> str:
    found = (person.get(key) for key in keys)
    return next((value for value in found if isinstance(value, str) and value.strip()), "")

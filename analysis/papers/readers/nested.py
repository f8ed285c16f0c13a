"""Records of no known service: what objects inside a record hold becomes columns of its own."""

import re
from functools import lru_cache
from typing import Any

from analysis.papers.columns import match_columns
from analysis.papers.readers.shapes import Record, as_list, names

# What an object inside a record is called by, in the order of preference.
_VALUES = ("value", "name", "display_name", "title", "text", "term", "tag", "label", "#text")
# In an object inside a record these are of that object (a journal, a licence), not of the paper.
_OF_THE_OBJECT = frozenset(("title", "id", "url", "lang", "source", "venue"))
_SEPARATOR = re.compile("[.:]")
_LISTS = frozenset(("categories", "keywords"))


def flattened(record: Record) -> tuple[Record, dict[str, str]]:
    """A record without objects inside, and the dotted path of each column that was inside one.

    An object under the name of a field stands for that field (`journal: {"name": …}`); of any other
    object those parts are taken whose own name is that of a field that the record lacks. A name
    such as `paper.upvotes` or `dc:description` counts by its last part.
    """
    flat = {key: _plain(key, value) for key, value in record.items() if not _is_outer(key, value)}
    known = {_field(key) for key, value in flat.items() if value not in (None, "", [])}
    # The object with the title is the paper itself.
    has_title = "title" in known
    paths: dict[str, str] = {}
    for outer, inside in record.items():
        if _is_outer(outer, inside):
            parts = {f"{outer}.{key}": (key, value) for key, value in inside.items()}
            is_paper = not has_title and any(_field(key) == "title" for key in inside)
        elif _field(outer) is None and _SEPARATOR.search(outer):
            parts = {outer: (_SEPARATOR.split(outer.removesuffix(".value"))[-1], inside)}
            is_paper = True
        else:
            continue
        taken = {
            path: (key, value)
            for path, (key, value) in parts.items()
            if (field := _field(key))
            and field not in known
            and (is_paper or field not in _OF_THE_OBJECT)
        }
        flat |= {key: _plain(key, value) for key, value in taken.values()}
        paths |= {key: path for path, (key, _) in taken.items()}
        known |= {_field(key) for key, _ in taken.values()}
    return flat, paths


def _is_outer(key: str, value: Any) -> bool:
    return isinstance(value, dict) and _field(key) is None


def _plain(key: str, value: Any) -> Any:
    """The cell of a value under a field's name, without objects in it."""
    field = _field(key)
    if field == "authors" and isinstance(value, list | dict):
        return names(value)
    if field in _LISTS and isinstance(value, list):
        return [_named(entry) if isinstance(entry, dict) else entry for entry in value]
    if isinstance(value, dict):
        return _date(value) if field == "published" else _named(value)
    return value


def _named(value: Record) -> Any:
    """What an object is called: its name, or the one text in it."""
    found = [value[key] for key in _VALUES if isinstance(value.get(key), str | list)]
    only = [part for part in value.values() if isinstance(part, str)]
    return next(iter(found), only[0] if len(only) == 1 else None)


def _date(value: Record) -> Any:
    if "date-parts" in value:
        return value
    parts = {str(key).casefold(): part for key, part in value.items()}
    if "year" not in parts:
        return _named(value)
    given = [str(part) for key in ("year", "month", "day") for part in as_list(parts.get(key))]
    return ("-" if all(part.isdecimal() for part in given) else " ").join(given)


@lru_cache(maxsize=10_000)
def _field(name: str) -> str | None:
    """The field that a column of this name, or of its part behind a colon, holds."""
    return next(iter(match_columns([name])), None)

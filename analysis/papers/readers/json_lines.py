"""JSON and JSON Lines reader: an object per line, a list of objects, or one object."""

import json
from collections.abc import Sequence
from typing import Any

from analysis.errors import InputError
from analysis.papers.columns import holds_papers
from analysis.papers.problems import Problem, shown
from analysis.papers.raw import RawTable, table_of_records
from analysis.papers.readers.reader import TextReader

_LINES_LOOKED_AT = 20


def _read_json(text: str, name: str) -> RawTable:
    """The objects of a JSON or JSON Lines text as rows; unreadable lines are problems.

    Raises InputError for a list that is not valid JSON and for an object around a list of papers,
    such as web services give.
    """
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        table = _read_lines(text, name)
        if not table.rows and text.lstrip().startswith("["):
            raise InputError(
                f"{name} starts like a JSON list but cannot be read: {error}. Expected "
                '[{"title": …}, …] or, more robust, '
                "JSON Lines: one object per line."
            ) from error
        return table
    if isinstance(whole, dict) and not holds_papers(list(whole)):
        _refuse_wrapped(whole, name=name)
    return _rows(list(enumerate(whole if isinstance(whole, list) else [whole], start=1)), name)


def _starts_as_json(text: str) -> bool:
    return text.lstrip()[:1] in ("{", "[")


def _has_json_lines(text: str) -> bool:
    """Whether one of the first lines of a text is a JSON object."""
    lines = text.split("\n", _LINES_LOOKED_AT)[:_LINES_LOOKED_AT]
    return any(line.startswith("{") and isinstance(_parse(line), dict) for line in lines)


def _refuse_wrapped(whole: dict[str, Any], *, name: str) -> None:
    """Raise InputError if the object wraps a list of papers."""
    for key, inside in whole.items():
        entries = inside if isinstance(inside, list) else []
        if any(isinstance(entry, dict) and holds_papers(list(entry)) for entry in entries):
            raise InputError(
                f"{name} is one JSON object with a list under {key!r}: expected the list of papers "
                "itself. Save that list as a separate file."
            )


def _read_lines(text: str, name: str) -> RawTable:
    # Only line feeds end a line: JSON strings may hold other separators such as U+2028.
    lines = enumerate(text.split("\n"), start=1)
    return _rows([(row, _parse(line, default=line)) for row, line in lines if line.strip()], name)


def _rows(values: Sequence[tuple[int, Any]], name: str) -> RawTable:
    records = [(row, value) for row, value in values if isinstance(value, dict)]
    others = [(row, value) for row, value in values if not isinstance(value, dict)]
    return table_of_records(records, [_unreadable(name, row, found=value) for row, value in others])


def _parse(text: str, *, default: Any = None) -> Any:
    """The JSON value of a text, or `default` if invalid."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return default


def _unreadable(name: str, row: int, *, found: object) -> Problem:
    return Problem(
        file=name,
        row=row,
        column=None,
        expected="a JSON object",
        found=shown(found),
        fix="Correct or delete this row.",
    )


# Most JSON Lines begin as JSON does and are recognised as that; the others, below a line that is
# damaged, could be a table.
JSON = TextReader("JSON", _starts_as_json, _read_json)
JSON_LINES = TextReader("JSON Lines", _has_json_lines, _read_json)

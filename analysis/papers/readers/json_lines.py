"""JSON Lines: one JSON object a line. One JSON list of objects, or one object, is read as well."""

import json
from typing import Any

from analysis.errors import InputError
from analysis.papers.problems import Problem, shown
from analysis.papers.readers.raw import RawTable, table_of_records


def read_json(text: str, *, name: str) -> RawTable:
    """The objects of a JSON or JSON Lines text, each a row; lines that cannot be read are problems.

    Raises InputError for a list that is not valid JSON or holds no objects.
    """
    if text.lstrip().startswith("["):
        return _read_list(text, name)
    whole = _parse(text)
    if isinstance(whole, dict):
        return table_of_records([(1, whole)], [])
    records, problems = [], []
    # Only line feeds end a line: JSON strings may hold other separators such as U+2028.
    for row, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        value = _parse(line)
        if isinstance(value, dict):
            records.append((row, value))
        else:
            problems.append(_unreadable(name, row, line))
    return table_of_records(records, problems)


def _read_list(text: str, name: str) -> RawTable:
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        # A file of JSON Lines may have a list among its lines; a broken list has no readable line at all.
        raise InputError(
            f"{name} starts like a JSON list but cannot be read: {error}. Expected [{{\"title\": …}}, …] or, safer, "
            "JSON Lines: one object a line."
        ) from error
    records = [(row, value) for row, value in enumerate(values, start=1) if isinstance(value, dict)]
    problems = [
        _unreadable(name, row, json.dumps(value)) for row, value in enumerate(values, start=1) if not isinstance(value, dict)
    ]
    return table_of_records(records, problems)


def _parse(text: str) -> Any:
    """The JSON value of a text, None where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _unreadable(name: str, row: int, found: str) -> Problem:
    return Problem(
        file=name, row=row, column=None, expected="a JSON object", found=shown(found), fix="Correct or delete this row."
    )

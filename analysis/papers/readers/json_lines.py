"""JSON reader: papers as objects, in a list, below other objects, or one a line."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from analysis.papers.problems import Problem, Unit, left_out, shown
from analysis.papers.raw import RawTable, table_of_records
from analysis.papers.readers.json_records import papers_in, unwrapped
from analysis.papers.readers.json_values import json_values, parsed
from analysis.papers.readers.nested import flattened
from analysis.papers.readers.reader import TextReader
from analysis.papers.readers.services import shape_of

_LINES_LOOKED_AT = 20


def table_of_values(
    values: Iterable[tuple[int, Any]], *, name: str, unit: Unit = "record"
) -> RawTable:
    """A table of JSON values, numbered by `unit`: records of services or objects with columns.

    Of a service's record the fields are taken where that service has them. Problems are the values
    that are no objects, and the papers that their service calls withdrawn.
    """
    records: list[tuple[int, dict[str, Any]]] = []
    problems: list[Problem] = []
    origins: dict[str, str] = {}
    notes: Counter[str] = Counter()
    for row, value in values:
        if not isinstance(value, dict):
            problems.append(_unreadable(name, row, found=value))
            continue
        record = unwrapped(value)
        shape = shape_of(record)
        if shape is None:
            fields, paths = flattened(record)
            records.append((row, fields))
            origins = paths | origins
            continue
        if shape.refused and (reason := shape.refused(record)):
            problems.append(left_out(name, row, reason=reason))
            continue
        if shape.noted and (note := shape.noted(record)):
            notes[note] += 1
        fields = shape.fields(record)
        records.append((row, fields))
        if fields.keys() - origins.keys():
            origins = shape.origins(record) | origins
    problems += [_noted(name, note, count=count) for note, count in notes.items()]
    table = table_of_records(records, problems, unit=unit)
    kept = {column: path for column, path in origins.items() if column in table.columns}
    return replace(table, origins=kept)


def _read(text: str, name: str) -> RawTable:
    """The papers of a JSON text as rows. Raises InputError for a list that is not valid JSON."""
    values = json_values(text, name=name)
    entries = [(row, papers_in(value) or _bare(value, values)) for row, value in values]
    if len(entries) > 1 and all(len(papers) == 1 for _, papers in entries):
        return table_of_values(
            [(row, papers[0]) for row, papers in entries], name=name, unit="line"
        )
    papers = (paper for _, papers in entries for paper in papers)
    return table_of_values(enumerate(papers, start=1), name=name)


def _bare(value: Any, values: list[tuple[int, Any]]) -> list[Any]:
    """A value without papers: the entries of a file's only list, else itself."""
    return value if isinstance(value, list) and len(values) == 1 else [value]


def _starts_as_json(text: str) -> bool:
    return text.lstrip()[:1] in ("{", "[")


def _has_json_lines(text: str) -> bool:
    """Whether one of the first lines of a text is a JSON object."""
    lines = text.split("\n", _LINES_LOOKED_AT)[:_LINES_LOOKED_AT]
    return any(line.startswith("{") and isinstance(parsed(line), dict) for line in lines)


def _unreadable(name: str, row: int, *, found: object) -> Problem:
    return Problem(
        file=name,
        row=row,
        column=None,
        expected="a JSON object",
        found=shown(found),
        fix="Correct or delete this row.",
    )


def _noted(name: str, note: str, *, count: int) -> Problem:
    return Problem(
        file=name,
        row=None,
        column=None,
        expected="papers",
        found=f"{count:,} {note}",
        fix="They are read; delete them if they should not count.",
        severity="warning",
    )


# Most JSON Lines begin as JSON does and are recognised as that; the others, below a line that is
# damaged, could be a table.
JSON = TextReader("JSON", _starts_as_json, _read)
JSON_LINES = TextReader("JSON Lines", _has_json_lines, _read)

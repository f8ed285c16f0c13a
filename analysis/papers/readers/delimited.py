"""CSV and TSV reader: a header row; comma, semicolon, tab or bar as the delimiter."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from analysis.errors import InputError
from analysis.papers.columns import holds_papers
from analysis.papers.problems import Problem
from analysis.papers.raw import RawTable
from analysis.papers.readers.reader import TextReader

_DELIMITERS = ",;\t|"
# An abstract of 100,000 words is longer than the standard limit of a field.
_FIELD_LIMIT = 2**31 - 1


def header_of(text: str) -> list[str]:
    """The column names under the delimiter that yields most, for messages."""
    return max((_header(text, mark) for mark in _DELIMITERS), key=len)


def _read(text: str, name: str) -> RawTable:
    delimiter = _delimiter(text)
    assert delimiter is not None, "only what is recognised is read"
    numbered = _records(text, delimiter, name=name)
    header: list[str] = []
    rows, records, problems = [], [], []
    for row, record in numbered:
        if not header:
            header = record
            continue
        if len(record) > len(header) and any(field.strip() for field in record[len(header) :]):
            problems.append(_too_long(name, row, fields=(len(header), len(record))))
            continue
        rows.append(row)
        records.append(record)
    return RawTable(_columns(header, records), rows, problems)


def _delimiter(text: str) -> str | None:
    """The delimiter whose header has a title and an abstract; None if there is none."""
    return next((mark for mark in _DELIMITERS if holds_papers(_header(text, mark))), None)


def _columns(header: list[str], records: list[list[str]]) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {}
    for position, column in enumerate(header):
        if column not in columns:
            columns[column] = [
                record[position] if position < len(record) else None for record in records
            ]
    return columns


def _header(text: str, delimiter: str) -> list[str]:
    try:
        return next((record for _, record in _records(text, delimiter, name="")), [])
    except InputError:
        return []


def _records(text: str, delimiter: str, *, name: str) -> Iterator[tuple[int, list[str]]]:
    """The non-blank rows with their spreadsheet row numbers."""
    csv.field_size_limit(_FIELD_LIMIT)
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True
    )
    row, line = 0, 1
    try:
        for record in reader:
            row += 1
            is_excel_hint = (
                row == 1 and len(record) <= 2 and record and record[0].casefold().startswith("sep=")
            )
            if any(field.strip() for field in record) and not is_excel_hint:
                yield row, record
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(
            f"{name}, row {row + 1} (starting in line {line}): broken quoting, {error}. Expected "
            "every field that contains a quotation mark to be quoted, "
            'with each mark inside it doubled ("").'
        ) from error


def _too_long(name: str, row: int, *, fields: tuple[int, int]) -> Problem:
    expected, found = fields
    return Problem(
        file=name,
        row=row,
        column=None,
        expected=f"{expected} fields, as in the first row",
        found=f"{found}",
        fix="Quote the fields that contain the delimiter.",
    )


DELIMITED = TextReader("CSV or TSV", lambda text: _delimiter(text) is not None, _read)

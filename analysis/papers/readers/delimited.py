"""CSV and TSV reader: a header row; comma, semicolon, tab or bar as the delimiter."""

import csv
import io
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from analysis.errors import InputError
from analysis.papers.columns import holds_papers
from analysis.papers.problems import Problem
from analysis.papers.raw import RawTable
from analysis.papers.readers.reader import TextReader

_DELIMITERS = ",;\t|"
# Above the header there may be sentences about the export, or Excel's `sep=;`.
_LINES_ABOVE_HEADER = 10
# An abstract of 100,000 words is longer than the standard limit of a field.
_FIELD_LIMIT = 2**31 - 1


def header_of(text: str) -> list[str]:
    """The first row under the delimiter that yields most names, for messages."""
    headers = [_header(text, mark) for mark in _DELIMITERS]
    return max((header if row == 1 else [] for row, header in headers), key=len)


def delimited_with(chosen: Mapping[str, str]) -> TextReader:
    """The reader of files whose columns for some fields are chosen: {field: column name}."""
    return TextReader(
        DELIMITED.name,
        lambda text: _delimiter(text, chosen) is not None,
        partial(_read, chosen=chosen),
    )


def _read(text: str, name: str, *, chosen: Mapping[str, str] | None = None) -> RawTable:
    delimiter = _delimiter(text, chosen)
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


def _delimiter(text: str, chosen: Mapping[str, str] | None = None) -> str | None:
    """The delimiter whose header has a title and an abstract; None if there is none."""
    headers = ((mark, _header(text, mark)[1]) for mark in _DELIMITERS)
    return next((mark for mark, header in headers if holds_papers(header, chosen)), None)


def _columns(header: list[str], records: list[list[str]]) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {}
    for position, column in enumerate(header):
        if column not in columns:
            columns[column] = [
                record[position] if position < len(record) else None for record in records
            ]
    return columns


def _header(text: str, delimiter: str) -> tuple[int, list[str]]:
    """The row number and the names of the header."""
    try:
        return next(_records(text, delimiter, name=""), (0, []))
    except InputError:
        return 0, []


def _records(text: str, delimiter: str, *, name: str) -> Iterator[tuple[int, list[str]]]:
    """The non-blank rows from the header on, with their spreadsheet row numbers."""
    csv.field_size_limit(_FIELD_LIMIT)
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True
    )
    row, line, is_above_header = 0, 1, True
    try:
        for record in reader:
            row += 1
            filled = sum(bool(field.strip()) for field in record)
            is_sentence = is_above_header and filled == 1 and row <= _LINES_ABOVE_HEADER
            if filled and not is_sentence:
                is_above_header = False
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

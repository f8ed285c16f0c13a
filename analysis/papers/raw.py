"""The raw table that every reader returns: columns as in the file, with row numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis.papers.problems import Problem, Unit


@dataclass(frozen=True)
class RawTable:
    """The unvalidated rows of a file: columns of equal length, and row numbers.

    A row is what an editor shows: of CSV the row of a spreadsheet (the header is row 1), of JSON
    Lines and of a page the line, of JSON and Parquet the number of the paper from 1. `problems`
    are the rows already lost. `origins` says of a column where the file has it, if that is not
    under its own name: `abstract_inverted_index`, `paper.summary`. `unread` are the names
    of columns that were left in the file. `unit` is what the numbers of rows count.
    """

    columns: Mapping[str, Sequence[Any]]
    rows: Sequence[int]
    problems: list[Problem]
    is_page: bool = False
    origins: Mapping[str, str] = field(default_factory=dict)
    unread: Sequence[str] = ()
    unit: Unit = "row"

    def part(self, rows: slice, *, columns: Iterable[str]) -> "RawTable":
        """Some of the rows and columns, with cells that are at hand, and without problems."""
        cells = {column: self.columns[column][rows] for column in columns}
        return RawTable(cells, self.rows[rows], [])


def table_of_records(
    records: list[tuple[int, dict[str, Any]]], problems: list[Problem], *, unit: Unit = "record"
) -> RawTable:
    """A raw table from records, numbered by `unit`; missing fields are None."""
    names = list(dict.fromkeys(name for _, record in records for name in record))
    columns = {name: [record.get(name) for _, record in records] for name in names}
    return RawTable(columns, [row for row, _ in records], problems, unit=unit)

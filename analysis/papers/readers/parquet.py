"""Parquet reader; reads only the columns that match a field."""

import io
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from analysis.errors import InputError
from analysis.papers.columns import match_columns
from analysis.papers.raw import RawTable
from analysis.papers.readers.reader import BinaryReader


class _Column(Sequence[Any]):
    """A column of a Parquet file, whose cells become Python objects only where they are read."""

    def __init__(self, cells: pa.ChunkedArray) -> None:
        self._cells = cells

    def __len__(self) -> int:
        return len(self._cells)

    def __getitem__(self, at: Any) -> Any:
        found = self._cells[at]
        return found.to_pylist() if isinstance(at, slice) else found.as_py()


def _is_parquet(data: bytes) -> bool:
    """Whether the bytes have Parquet's magic number at the start or the end."""
    return data[:4] == b"PAR1" or data[-4:] == b"PAR1"


def _read(data: bytes, name: str, *, chosen: Mapping[str, str] | None = None) -> RawTable:
    """The rows of a Parquet file, numbered from 1. Raises InputError for a damaged file."""
    try:
        file = pq.ParquetFile(io.BytesIO(data))
        names = file.schema_arrow.names
        wanted = {column for columns in match_columns(names, chosen).values() for column in columns}
        # Columns without papers are kept for the message that says what was found.
        table = file.read([column for column in names if column in wanted] or names)
    except (pa.ArrowException, OSError) as error:
        reason = str(error).splitlines()[0]
        raise InputError(
            f"{name} is a truncated or damaged Parquet file ({reason}). Write or copy it again."
        ) from error
    columns = {
        column: _Column(table.column(column)) for column in dict.fromkeys(table.column_names)
    }
    unread = [column for column in names if column not in columns]
    return RawTable(columns, range(1, table.num_rows + 1), [], unread=unread)


def parquet_with(chosen: Mapping[str, str]) -> BinaryReader:
    """The reader of files whose columns for some fields are chosen: {field: column name}."""
    return BinaryReader("Parquet", _is_parquet, partial(_read, chosen=chosen))


PARQUET = BinaryReader("Parquet", _is_parquet, _read)

"""Parquet reader; reads only the columns that match a field, and of them a part at a time."""

import io
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from analysis.errors import InputError
from analysis.papers.columns import match_columns
from analysis.papers.raw import RawTable
from analysis.papers.readers.reader import BinaryReader

_ROWS_AT_ONCE = 10_000
_DAMAGE = (pa.ArrowException, OSError, UnicodeDecodeError)


class _Column(Sequence[Any]):
    """A column of a Parquet file, decoded as far as it is read; slices are best read in order.

    Reading raises InputError for a damaged file.
    """

    def __init__(self, file: pq.ParquetFile, column: str, *, name: str) -> None:
        self._file, self._column, self._name = file, column, name
        self._next, self._rest = 0, iter(self)

    def __len__(self) -> int:
        return self._file.metadata.num_rows

    def __iter__(self) -> Iterator[Any]:
        try:
            for batch in self._file.iter_batches(_ROWS_AT_ONCE, columns=[self._column]):
                yield from batch.column(self._column).to_pylist()
        except _DAMAGE as error:
            raise _damaged(error, name=self._name) from error

    def __getitem__(self, at: Any) -> Any:
        rows = range(len(self))[at]
        if isinstance(rows, int):
            return self[rows : rows + 1][0]
        if rows.start != self._next:
            self._rest = islice(self, rows.start, None)
        self._next = rows.stop
        return list(islice(self._rest, len(rows)))


def _is_parquet(data: bytes) -> bool:
    """Whether the bytes have Parquet's magic number at the start or the end."""
    return data[:4] == b"PAR1" or data[-4:] == b"PAR1"


def _read(data: bytes, name: str, *, chosen: Mapping[str, str] | None = None) -> RawTable:
    """The rows of a Parquet file, numbered from 1. Raises InputError for a damaged file."""
    try:
        file = pq.ParquetFile(io.BytesIO(data))
    except _DAMAGE as error:
        raise _damaged(error, name=name) from error
    names = file.schema_arrow.names
    wanted = {column for columns in match_columns(names, chosen).values() for column in columns}
    # Columns without papers are kept for the message that says what was found.
    taken = dict.fromkeys([column for column in names if column in wanted] or names)
    columns = {column: _Column(file, column, name=name) for column in taken}
    unread = [column for column in names if column not in taken]
    return RawTable(columns, range(1, file.metadata.num_rows + 1), [], unread=unread)


def _damaged(error: Exception, *, name: str) -> InputError:
    reason = str(error).splitlines()[0]
    return InputError(
        f"{name} is a truncated or damaged Parquet file ({reason}). Write or copy it again."
    )


def parquet_with(chosen: Mapping[str, str]) -> BinaryReader:
    """The reader of files whose columns for some fields are chosen: {field: column name}."""
    return BinaryReader("Parquet", _is_parquet, partial(_read, chosen=chosen))


PARQUET = BinaryReader("Parquet", _is_parquet, _read)

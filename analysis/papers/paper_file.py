"""The paper table as a Parquet file, whole or as it was before."""

import io
from functools import cache
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.atomic import write_atomically
from analysis.errors import InputError
from analysis.papers.table import LIST_COLUMNS, PAPER_COLUMNS, typed_table

_HOW = "`python -m analysis import FILE... -o papers.parquet` writes one."
_MARKS = frozenset(("paper_id", "title", "abstract"))


def read_paper_file(path: Path) -> pa.Table:
    """The table of a file that `write_paper_file` wrote, columns of one's own included.

    Raises InputError where there is no such file.
    """
    if not path.is_file():
        raise InputError(f"There is no file {path}: expected a table of papers. {_HOW}")
    try:
        table = pq.read_table(path)
    except (pa.ArrowException, OSError) as error:
        reason = str(error).splitlines()[0]
        raise InputError(f"{path} is no Parquet file of papers ({reason}). {_HOW}") from error
    if not table.column_names or not set(table.column_names) >= _MARKS:
        raise InputError(
            f"{path}: expected a table of papers with the columns {', '.join(sorted(_MARKS))}, "
            f"found {', '.join(table.column_names)[:200] or 'none'}. {_HOW}"
        )
    for column in PAPER_COLUMNS:
        if column in table.column_names:
            table = _with_type(table, column, path=path)
    return table


def write_paper_file(papers: pd.DataFrame | pa.Table, path: Path) -> None:
    """Write papers as Parquet in one step; the same papers give the same bytes.

    A data frame has PAPER_COLUMNS; a table is written as it is.
    """
    if isinstance(papers, pd.DataFrame):
        papers = arrow_table(papers)
    content = io.BytesIO()
    pq.write_table(papers, content, compression="zstd")
    write_atomically(path, content.getvalue())


def arrow_table(papers: pd.DataFrame) -> pa.Table:
    """PAPER_COLUMNS with Arrow's types: texts, lists of texts, whole numbers."""
    return pa.table(
        {
            column: pa.array(
                [_cell(value) for value in papers[column].tolist()], type=column_type(column)
            )
            for column in PAPER_COLUMNS
        }
    )


@cache
def column_type(column: str) -> pa.DataType:
    """The Arrow type of one of PAPER_COLUMNS."""
    if column in LIST_COLUMNS:
        return pa.list_(pa.string())
    is_number = pd.api.types.is_integer_dtype(typed_table({"title": []})[column].dtype)
    return pa.int64() if is_number else pa.string()


def check_target(path: Path) -> None:
    """Raise InputError where no table of papers can be written, or only over something else."""
    if path.suffix != ".parquet":
        raise InputError(f"{path}: expected a name that ends in .parquet.")
    if not path.parent.is_dir():
        raise InputError(f"{path}: there is no folder {path.parent}. Create it first.")
    if path.is_dir():
        raise InputError(f"{path} is a folder: expected the name of a file.")
    if path.exists():
        try:
            read_paper_file(path)
        except InputError as error:
            raise InputError(f"Not overwritten: {error} Choose another name.") from error


def _with_type(table: pa.Table, column: str, *, path: Path) -> pa.Table:
    """The table with the type of a column that other programs write in another way."""
    place, kind = table.column_names.index(column), column_type(column)
    try:
        return table.set_column(place, column, table.column(place).cast(kind))
    except pa.ArrowException as error:
        raise InputError(
            f"{path}, column {column}: expected {kind}, found {table.column(place).type}. {_HOW}"
        ) from error


def _cell(value: object) -> object:
    return value if isinstance(value, list) or pd.notna(value) else None  # type: ignore[arg-type]

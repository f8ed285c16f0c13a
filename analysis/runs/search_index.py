"""The full-text index of a run: an SQLite FTS5 table of title, abstract and authors."""

import errno
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pandas as pd

CONTROL = re.compile(r"[\x00-\x1f\x7f]")
# Chinese, Japanese and Korean write no spaces: every character becomes a word of its own, in the
# index and in the query, so that a part of a sentence is found.
_UNSPACED = re.compile(r"([\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])")


def write_search(path: Path, documents: pd.DataFrame) -> None:
    """Write the full-text index of title, abstract and authors to a new SQLite file at `path`.

    Raises OSError (ENOSPC) where the disk is full.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        try:
            _fill(database, documents)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_FULL:
                raise
            raise OSError(errno.ENOSPC, "No space left on device", str(path)) from error


def indexed_words(text: object) -> str:
    """`text` normalised for index and query; empty if it is missing."""
    if not isinstance(text, str):
        return ""
    sound = text.encode("utf-8", "replace").decode("utf-8")
    return _UNSPACED.sub(r" \1 ", CONTROL.sub(" ", sound))


def _fill(database: sqlite3.Connection, documents: pd.DataFrame) -> None:
    # The file is written beside its name and renamed with the run, so it needs no journal; the
    # index alone is kept, the texts are in documents.parquet.
    database.execute("PRAGMA journal_mode = OFF")
    database.execute("PRAGMA synchronous = OFF")
    database.execute(
        "CREATE VIRTUAL TABLE papers USING fts5(title, abstract, authors, content='',"
        " tokenize='unicode61 remove_diacritics 2')"
    )
    database.execute("BEGIN")
    database.executemany(
        "INSERT INTO papers(rowid, title, abstract, authors) VALUES (?, ?, ?, ?)",
        _rows(documents),
    )
    database.execute("COMMIT")
    database.execute("INSERT INTO papers(papers) VALUES ('optimize')")


def _rows(documents: pd.DataFrame) -> Iterator[tuple[int, str, str, str]]:
    columns = (documents[name] for name in ("doc_id", "title", "abstract", "authors"))
    for doc_id, title, abstract, authors in zip(*columns, strict=True):
        names = "; ".join(authors) if _is_list(authors) else ""
        yield int(doc_id) + 1, indexed_words(title), indexed_words(abstract), indexed_words(names)


def _is_list(value: object) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str)

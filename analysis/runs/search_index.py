"""The full-text index of a run: an SQLite FTS5 table of title, abstract and authors."""

import errno
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

import pandas as pd

from analysis.words.segmentation import HANGUL, UNSPACED, marks
from analysis.words.stop_words import without_vowel_signs

CONTROL = re.compile(r"[\x00-\x1f\x7f]")


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
    """`text` normalised for index and query; empty if it is missing.

    In scripts that write no blanks between words, and in Korean, every sign with its marks becomes
    a word of its own, so that any part of a sentence is found.
    """
    if not isinstance(text, str):
        return ""
    sound = CONTROL.sub(" ", text.encode("utf-8", "replace").decode("utf-8"))
    return sound if sound.isascii() else _signs().sub(r" \1 ", without_vowel_signs(sound))


@cache
def _signs() -> re.Pattern[str]:
    return re.compile(f"([{UNSPACED}{HANGUL}][{marks()}]*)")


def _fill(database: sqlite3.Connection, documents: pd.DataFrame) -> None:
    # The file is written beside its name and renamed with the run, so it needs no journal; the
    # index alone is kept, the texts are in documents.parquet.
    database.execute("PRAGMA journal_mode = OFF")
    database.execute("PRAGMA synchronous = OFF")
    database.execute(
        "CREATE VIRTUAL TABLE papers USING fts5(title, abstract, authors, content='',"
        # a combining mark is a part of its word
        " tokenize=\"unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'\")"
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

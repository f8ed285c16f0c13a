"""The reader interface of a file format: name, detection, parsing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from analysis.papers.raw import RawTable


@dataclass(frozen=True)
class TextReader:
    """A text format.

    `name` is what messages call it; `sniff` says whether a text is of it, by its content; `read`
    takes the text and the name of its file. It raises InputError where the text is damaged.
    """

    name: str
    sniff: Callable[[str], bool]
    read: Callable[[str, str], RawTable]


@dataclass(frozen=True)
class BinaryReader:
    """A binary format: as `TextReader`, on the bytes of a file."""

    name: str
    sniff: Callable[[bytes], bool]
    read: Callable[[bytes, str], RawTable]


HEAD = 64 * 1024


@dataclass(frozen=True)
class StreamReader:
    """A format whose files may be larger than memory.

    `sniff` is given the first `HEAD` bytes of a file, `read` the opened file at its beginning.
    """

    name: str
    sniff: Callable[[bytes], bool]
    read: Callable[[IO[bytes], str], RawTable]


Reader = StreamReader | BinaryReader | TextReader


def formats_sentence() -> str:
    """The formats that most people bring, for messages."""
    return "CSV, TSV, JSON, Parquet, BibTeX, RIS or others (docs/reference.md, Files of papers)"

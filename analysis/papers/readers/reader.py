"""The interface of a file format: its name, how it is recognised, and how it is read."""

from collections.abc import Callable
from dataclasses import dataclass

from analysis.papers.raw import RawTable


@dataclass(frozen=True)
class TextReader:
    """A format of text.

    `name` is what messages call it; `sniff` says whether a text is of it, by its content; `read`
    takes the text and the name of its file. It raises InputError where the text is damaged.
    """

    name: str
    sniff: Callable[[str], bool]
    read: Callable[[str, str], RawTable]


@dataclass(frozen=True)
class BinaryReader:
    """A format that is not text: as `TextReader`, of the bytes of a file."""

    name: str
    sniff: Callable[[bytes], bool]
    read: Callable[[bytes, str], RawTable]

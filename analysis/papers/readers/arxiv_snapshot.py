"""arXiv's metadata snapshot: millions of papers, one a line, streamed and filtered."""

import gzip
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from os import PathLike
from pathlib import Path
from typing import IO, Any

from analysis.errors import InputError
from analysis.papers.raw import RawTable
from analysis.papers.readers.arxiv import ARXIV
from analysis.papers.readers.json_lines import table_of_values
from analysis.papers.readers.json_values import parsed
from analysis.papers.readers.services import shape_of

_LONGEST_LINE = 1_000_000  # bytes, many times any paper's


def read_snapshot(
    path: str | PathLike[str],
    *,
    categories: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
) -> RawTable:
    """The papers of a snapshot that are in one of the categories and from these days.

    The file is JSON Lines, plain or in a gzip or ZIP archive; lines outside the filter are not
    kept in memory. `categories` are arXiv's, `cs.LG` or all of `cs`, cross-listed papers included.
    `since` and `until` are ISO dates of any precision, both included, of the first version.
    Withdrawn papers and damaged lines are problems of the table, with their lines.

    Raises InputError for an archive without a file of JSON and for a damaged one.
    """
    path = Path(path)
    wanted = frozenset(category.encode() for category in categories)

    def is_from_then(record: dict[str, Any]) -> bool:
        published = ARXIV.taken["published"].found(record)
        day = published[1] if published else ""
        if not day[:4].isdecimal():
            return since is None and until is None
        return (since is None or day >= since) and (until is None or day[: len(until)] <= until)

    def values(lines: Iterable[bytes]) -> Iterator[tuple[int, Any]]:
        for row, line in enumerate(lines, start=1):
            if line.isspace() or (wanted and _is_whole(line) and not _is_in(line, wanted)):
                continue
            value = parsed(line)
            if not isinstance(value, dict) or is_from_then(value):
                yield row, value

    with ExitStack() as stack:
        try:
            return table_of_values(values(_opened(path, stack)), name=path.name, unit="line")
        except (OSError, EOFError, zipfile.BadZipFile, zlib.error) as error:
            raise InputError(
                f"{path} cannot be read to its end: {error}. Copy it again."
            ) from error


def is_snapshot(path: str | PathLike[str]) -> bool:
    """Whether the first line of a file, plain or in an archive, is a paper of a snapshot."""
    with ExitStack() as stack:
        try:
            record = parsed(_opened(Path(path), stack).readline(_LONGEST_LINE))
        except (InputError, OSError, EOFError, zipfile.BadZipFile, zlib.error):
            return False
    return isinstance(record, dict) and shape_of(record) is ARXIV and "versions" in record


def _opened(path: Path, stack: ExitStack) -> IO[bytes] | gzip.GzipFile:
    file = stack.enter_context(path.open("rb"))
    start = file.read(4)
    file.seek(0)
    if start[:2] == b"\x1f\x8b":
        return stack.enter_context(gzip.open(file))
    if start != b"PK\x03\x04":
        return file
    archive = stack.enter_context(zipfile.ZipFile(file))
    members = [info for info in archive.infolist() if info.filename.endswith((".json", ".jsonl"))]
    if not members:
        raise InputError(f"{path} has no file of JSON in it: expected arXiv's metadata snapshot.")
    return stack.enter_context(archive.open(max(members, key=lambda info: info.file_size)))


def _is_whole(line: bytes) -> bool:
    """Whether a line begins and ends as an object does; any other is damaged."""
    return line.startswith(b"{") and line.rstrip().endswith(b"}")


def _is_in(line: bytes, wanted: frozenset[bytes]) -> bool:
    """Whether a paper is in one of the categories, told from its line, which costs no parsing.

    A quotation mark inside a text is escaped, a category never is: this key is the record's own.
    """
    _, key, after = line.partition(b'"categories":')
    listed = after.lstrip()[1:].partition(b'"')[0].split() if key else []
    return any(category in wanted or category.partition(b".")[0] in wanted for category in listed)

"""The journal of a fetch: every answer as it came, and what is still to do after it.

It is a folder beside the file of papers, `papers.parquet.fetch/`. `query.json` says what is
fetched. Each entry is a file, written whole or not at all: a line of JSON, then the answer. The
line says which step the answer is of, and all steps that are left after it. So the last entry alone
says where to go on, whatever killed the process before.
"""

import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from analysis.atomic import write_atomically
from analysis.errors import InputError, PapertidesError
from analysis.papers.sources.service import Query, Step

_QUERY = "query.json"
_LOCK = ".lock"


@dataclass(frozen=True)
class Entry:
    """An entry: the step that was answered and its answer, or the beginning of a round.

    A round is one call's worth of days, up to `until`; where it begins, `step` is None and
    `content` empty. `fetched` is the day, `todo` the steps that are left. `number` counts from 1.
    """

    number: int
    until: date
    fetched: date
    step: Step | None
    todo: list[Step]
    content: bytes = b""


@dataclass(frozen=True)
class Journal:
    """The journal of one file of papers; made by `opened`, which holds its lock."""

    folder: Path

    def last(self) -> Entry | None:
        """The last entry; None if nothing was fetched yet."""
        numbers = self.numbers()
        return self._entry(numbers[-1]) if numbers else None

    def entries(self, *, after: int = 0) -> Iterator[Entry]:
        """The entries of greater number than `after`, in the order in which they were fetched."""
        return (self._entry(number) for number in self.numbers() if number > after)

    def round(self) -> Entry:
        """The beginning of the last round. Raises StopIteration if nothing was begun."""
        entries = map(self._entry, reversed(self.numbers()))
        return next(entry for entry in entries if entry.step is None)

    def numbers(self) -> list[int]:
        """The numbers of all entries, in order."""
        return sorted(int(path.name.removesuffix(".gz")) for path in self.folder.glob("[0-9]*.gz"))

    def sha256(self, number: int) -> str:
        """The hash of the file of an entry. Raises FileNotFoundError if there is none."""
        return hashlib.sha256(self._path(number).read_bytes()).hexdigest()

    def add(self, entry: Entry) -> None:
        """Append an entry. Raises PapertidesError where it cannot be written."""
        head = {
            "until": entry.until.isoformat(),
            "fetched": entry.fetched.isoformat(),
            "step": entry.step,
            "todo": entry.todo,
            "sha256": hashlib.sha256(entry.content).hexdigest(),
        }
        line = json.dumps(head, ensure_ascii=True).encode() + b"\n"
        content = gzip.compress(line + entry.content, mtime=0)
        write(self._path(entry.number), content)

    def _path(self, number: int) -> Path:
        return self.folder / f"{number:08d}.gz"

    def _entry(self, number: int) -> Entry:
        path = self._path(number)
        try:
            head, _, content = gzip.decompress(path.read_bytes()).partition(b"\n")
            facts = json.loads(head)
            if hashlib.sha256(content).hexdigest() != facts["sha256"]:
                raise _damaged(path)
            return Entry(
                number=number,
                until=date.fromisoformat(facts["until"]),
                fetched=date.fromisoformat(facts["fetched"]),
                step=facts["step"],
                todo=facts["todo"],
                content=content,
            )
        except (OSError, EOFError, ValueError, KeyError) as error:
            raise _damaged(path) from error


def journal_folder(path: Path) -> Path:
    """The folder of the journal of a file of papers."""
    return path.with_name(f"{path.name}.fetch")


@contextmanager
def opened(path: Path, *, service: str, query: Query) -> Iterator[Journal]:
    """The journal of the file at `path`, begun if there is none, for this process alone.

    Raises InputError if the path is that of no Parquet file in a folder, if another process is
    fetching into it, or if the journal is of another query: another service, other words or
    categories, or another first day.
    """
    folder = journal_folder(path)
    if path.suffix != ".parquet":
        raise InputError(f"{path}: expected a name that ends in .parquet.")
    if not path.parent.is_dir():
        raise InputError(f"There is no folder {path.parent}: make it, or name another with -o.")
    try:
        folder.mkdir(exist_ok=True)
        with FileLock(folder / _LOCK, timeout=0):
            _same_query(folder, {"service": service, **_identity(query)})
            yield Journal(folder)
    except Timeout as error:
        raise InputError(
            f"Another process is fetching into {path}. Wait until it is done, or name another "
            "file with -o."
        ) from error
    except FileExistsError as error:
        raise InputError(f"{folder} is a file: expected the folder of a fetch.") from error


def known_query(path: Path) -> dict[str, Any] | None:
    """What the journal of a file fetches: service, words, categories, since; None without one."""
    try:
        return json.loads((journal_folder(path) / _QUERY).read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise _damaged(journal_folder(path) / _QUERY) from error


def write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; PapertidesError where it cannot be written."""
    try:
        write_atomically(path, content)
    except OSError as error:
        raise PapertidesError(
            f"{path} cannot be written: {error.strerror}. What was fetched before is kept. Free "
            "some space and run the command again to go on."
        ) from error


def _identity(query: Query) -> dict[str, Any]:
    return {
        "words": query.words,
        "categories": list(query.categories),
        "since": query.since.isoformat(),
    }


def _same_query(folder: Path, wanted: Mapping[str, Any]) -> None:
    path = folder / _QUERY
    if not path.exists():
        write(path, json.dumps(wanted, ensure_ascii=False).encode())
        return
    try:
        there = json.loads(path.read_bytes())
    except ValueError as error:
        raise _damaged(path) from error
    if there != dict(wanted):
        differing = ", ".join(
            f"{key} {there.get(key)!r} instead of {value!r}"
            for key, value in wanted.items()
            if there.get(key) != value
        )
        raise InputError(
            f"{folder} is of another query: {differing}. Name another file with -o, or delete "
            "that folder."
        )


def _damaged(path: Path) -> PapertidesError:
    return PapertidesError(
        f"{path} is damaged. Delete it and those of greater number to fetch again from there, or "
        "the whole folder to start anew."
    )

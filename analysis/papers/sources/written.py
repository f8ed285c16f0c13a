"""What a file of papers was written from, so that a call that finds nothing new leaves it alone.

It is `written.json` in the folder of the journal: up to which entry, which records these were, and
the account of them. All of it follows from the journal: without it the file is written again.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace

from analysis.papers.sources.journal import Journal, write
from analysis.papers.sources.service import Record
from analysis.version import version_of

_NAME = "written.json"


@dataclass(frozen=True)
class Written:
    """The records that a file of papers was written from, and the account of them.

    `entry` is the number of the last entry that was read, `entry_sha256` the hash of its file,
    `records` {id: hash of its newest record}; `kept`, `skipped` and `notes` as in `Account`.
    `version` is that of the program, which may read the same answers in another way.
    """

    version: str
    entry: int
    entry_sha256: str
    records: Mapping[str, str]
    kept: int
    skipped: Mapping[str, int]
    notes: Mapping[str, int]

    def has(self, records: Iterable[Record]) -> bool:
        """Whether the file has these records as they are."""
        return all(self.records.get(record.id) == record_hash(record) for record in records)

    def up_to(self, journal: Journal) -> "Written":
        """The same file, known to have what is in the journal up to its end."""
        last = journal.numbers()[-1]
        return replace(self, entry=last, entry_sha256=journal.sha256(last))


def written_from(
    journal: Journal, records: Mapping[str, str], *, kept: int, skipped: Mapping[str, int],
    notes: Mapping[str, int],
) -> Written:  # fmt: skip
    """What a file is written from that has all records of the journal."""
    return Written(_version(), 0, "", records, kept, skipped, notes).up_to(journal)


def record_hash(record: Record) -> str:
    """A hash of what a service says of a paper."""
    facts = json.dumps([record.fields, record.refused, record.note], sort_keys=True, default=str)
    return hashlib.sha256(facts.encode()).hexdigest()[:16]


def read_written(journal: Journal) -> Written | None:
    """What the file was written from; None if that is unknown or not what the journal has now."""
    try:
        written = Written(**json.loads((journal.folder / _NAME).read_bytes()))
        is_there = journal.sha256(written.entry) == written.entry_sha256
    except (FileNotFoundError, ValueError, TypeError):
        return None
    return written if is_there and written.version == _version() else None


def save_written(journal: Journal, written: Written) -> None:
    """Keep what the file was written from. Raises PapertidesError where that cannot be done."""
    write(journal.folder / _NAME, json.dumps(asdict(written)).encode())


def _version() -> str:
    return version_of("papertides")

"""Records of a journal: the newest of each paper, and the table of papers that they make."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

import pandas as pd

from analysis.papers.duplicates import merge_duplicates
from analysis.papers.raw import table_of_records
from analysis.papers.sources.journal import Entry
from analysis.papers.sources.service import Record, Service
from analysis.papers.table import paper_table, with_ids

_DUPLICATE, _NO_ABSTRACT = "duplicate", "no title or abstract"


def records_of(service: Service, entries: Iterable[Entry]) -> Iterator[tuple[Entry, Record]]:
    """The records of the answers of a service, each with its entry."""
    for entry in entries:
        if entry.step:
            for record in service.read(entry.content, entry.step).records:
                yield entry, record


def newest(record: Record, earlier: Record | None, *, day: date) -> Record:
    """What counts of a record that came on a day and an earlier one of the same id.

    The newer one, with the earlier date; its citations were counted on the day.
    """
    counted = _counted(record, day)
    return _first_dated(counted, earlier) if earlier else counted


def papers_of(
    records: Mapping[str, Record], *, source: str
) -> tuple[pd.DataFrame, dict[str, int], dict[str, int]]:
    """The papers of records, ordered by id; why others were skipped; what is odd about some.

    The last two are numbers of records by reason.
    """
    skipped = Counter(record.refused for record in records.values() if record.refused)
    usable = [record for _, record in sorted(records.items()) if not record.refused]
    notes = Counter(record.note for record in usable if record.note)
    if not usable:
        return pd.DataFrame(), dict(skipped), {}
    rows = [
        (row, {"title": None, "abstract": None, "source": source, **record.fields})
        for row, record in enumerate(usable, start=1)
    ]
    table, problems = paper_table(table_of_records(rows, []), name=source)
    skipped[_NO_ABSTRACT] += sum(problem.severity == "rejected" for problem in problems)
    unique = with_ids(merge_duplicates(table)[0]) if len(table) else table
    skipped[_DUPLICATE] += len(table) - len(unique)
    return unique, {reason: n for reason, n in skipped.items() if n and reason}, dict(notes)


def _counted(record: Record, day: date) -> Record:
    """The record with the day on which its citations were counted."""
    if record.fields.get("citations") is None:
        return record
    return replace(record, fields={**record.fields, "citations_on": day.isoformat()})


def _first_dated(record: Record, earlier: Record) -> Record:
    first, newest = earlier.fields.get("published"), record.fields.get("published")
    # Only of one precision: "2024" comes before "2024-03-01" in the alphabet, but says less.
    if not first or (newest and (len(first) != len(newest) or newest <= first)):
        return record
    return replace(record, fields={**record.fields, "published": first})

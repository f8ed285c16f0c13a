"""Fetching papers: from a query to a file of papers, page by page, through the journal."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pandas as pd

from analysis.errors import InputError
from analysis.papers.duplicates import merge_duplicates
from analysis.papers.raw import table_of_records
from analysis.papers.sources.budget import Budget
from analysis.papers.sources.clock import Clock, SystemClock
from analysis.papers.sources.http import Http, http_client
from analysis.papers.sources.journal import Entry, Journal, known_query, opened, write
from analysis.papers.sources.keys import read_key
from analysis.papers.sources.service import (
    Page,
    Query,
    Record,
    Request,
    RequestRefusedError,
    Service,
    Step,
)
from analysis.papers.table import paper_table, with_ids
from analysis.paths import budgets_dir

_A_WEEK = 7  # days
DUPLICATE, NO_ABSTRACT = "duplicate", "no title or abstract"


@dataclass(frozen=True)
class Account:
    """What a fetch came to.

    `found` counts the different records that the service has given for the query so far, `new`
    those of this call; `kept` the papers in the file. `skipped` is reason to number, so that
    found = kept + the sum of skipped. `notes` counts what is odd about papers that were kept.
    `left` is what is left of the day's allowance, None if unlimited or unknown; `nothing` says why
    `found` is 0 or nothing is new.
    """

    found: int
    new: int
    kept: int
    requests: int
    skipped: Mapping[str, int] = field(default_factory=dict)
    notes: Mapping[str, int] = field(default_factory=dict)
    left: int | None = None
    nothing: str | None = None


@dataclass(frozen=True)
class Fetch:
    """A fetch: which service is asked for what, and the file that the papers go to.

    `report` is told where it is, in words.
    """

    service: Service
    query: Query
    path: Path
    report: Callable[[str], None] = lambda _: None
    clock: Clock = field(default_factory=SystemClock)

    def run(self) -> Account:
        """Fetch what is not there yet and write all papers of the journal to the file.

        Goes on where an earlier call was interrupted. Once everything is there, only days since
        then are asked for, with some overlap, because papers are listed late. A paper that comes
        again replaces what was known, but keeps its earliest date. No file is written while there
        is no paper.

        Raises InputError for a query that the service does not know or a file that is being
        fetched into, PapertidesError where the service or the disk fails; what was fetched stays
        in the journal.
        """
        steps = self._steps()
        key = self.needed_key()
        with (
            opened(self.path, service=self.service.name, query=self.query) as journal,
            http_client() as client,
        ):
            http = Http(self.service, self._budget(), client, key)
            last = journal.last()
            asked = self.query if last is None else self._since(last.until)
            requests = self._go_on(journal, http)
            if not requests or self._is_behind(journal):
                self._begin(journal, steps)
                requests += self._go_on(journal, http)
            records, new = _records(self.service, journal, last=last.number if last else 0)
            table, skipped, notes = _papers(records, source=self.service.name)
            if len(table):
                self._save(table)
        return Account(
            found=len(records),
            new=new,
            kept=len(table),
            requests=requests,
            skipped=skipped,
            notes=notes,
            left=http.budget.left(),
            nothing=None if new else self.service.nothing(asked, self.clock.today()),
        )

    def plan(self) -> list[Request]:
        """The requests that come next, as far as they are known; none is sent."""
        steps = self._steps()
        if known_query(self.path) is not None:
            with opened(self.path, service=self.service.name, query=self.query) as journal:
                last = journal.last()
                steps = self._round(last) if last else steps
        return [self.service.request(step) for step in steps]

    def _steps(self) -> list[Step]:
        today = self.clock.today()
        if self.query.since > self.query.until:
            raise InputError(
                f"The first day, {self.query.since}, is after the last, {self.query.until}."
            )
        if self.query.since > today:
            raise InputError(f"The day {self.query.since} is yet to come: it is {today} in UTC.")
        self.service.refuse_unfit(self.query)
        return self.service.steps(self.query, today)

    def spacing(self) -> float:
        """Seconds between two requests, which are fewer with a key at some services."""
        with_key = self.service.spacing_with_key if self._key() else None
        return with_key or self.service.spacing

    def _key(self) -> str | None:
        return read_key(self.service.key) if self.service.key else None

    def needed_key(self) -> str | None:
        """The key of the service, None where it gives papers without one.

        Raises InputError where it is needed and missing, or cannot be read.
        """
        key = self._key()
        if self.service.needs_key and not key:
            raise InputError(self.service.needs_key)
        return key

    def _budget(self) -> Budget:
        spacing = self.spacing()
        return Budget(self.service.name, spacing, budgets_dir(), self.clock, self.report)

    def _begin(self, journal: Journal, steps: list[Step]) -> None:
        """Begin a round: the first with `steps`, another with the days since."""
        last = journal.last()
        number, todo = (last.number + 1, self._round(last)) if last else (1, steps)
        journal.add(Entry(number, self._until(), self.clock.today(), None, todo))

    def _is_behind(self, journal: Journal) -> bool:
        """Whether days have come since the round that was just finished began."""
        last = journal.last()
        return last is not None and last.until < self._until()

    def _round(self, last: Entry) -> list[Step]:
        """The steps of the next round after an entry: those that are left, else the days since."""
        if last.todo:
            return last.todo
        query = self._since(last.until - timedelta(days=self.service.overlap))
        return self.service.steps(query, self.clock.today()) if query.since <= query.until else []

    def _since(self, day: date) -> Query:
        """The query for the days from `day` on."""
        return replace(self.query, since=max(self.query.since, day))

    def _until(self) -> date:
        return min(self.query.until, self.clock.today())

    def _go_on(self, journal: Journal, http: Http) -> int:
        """Do the steps that are left; the number of answers."""
        last = journal.last()
        requests = 0
        while last and last.todo:
            step, *others = last.todo
            number, today = last.number + 1, self.clock.today()
            try:
                content, page = http.ask(
                    self.service.request(step),
                    read=lambda answer, step=step: self.service.read(answer, step),
                )
            except RequestRefusedError:
                if last.fetched == today:
                    raise
                # After a day a service may have forgotten its tokens: the round is begun again.
                last = Entry(number, last.until, today, None, journal.round().todo)
                journal.add(last)
                continue
            todo = [*page.following, *others]
            last = Entry(number, last.until, today, step, todo, content)
            journal.add(last)
            requests += 1
            self.report(_progress(self.service, page, left=len(todo)))
        return requests

    def _save(self, table: pd.DataFrame) -> None:
        file = BytesIO()
        table.to_parquet(file, index=False)
        write(self.path, file.getvalue())


def asked_for(
    path: Path,
    *,
    words: str | None,
    categories: Sequence[str],
    since: date | None,
    until: date,
) -> Query:
    """The query of a call that writes to `path`.

    Without a first day it is the one that an earlier call fetched from, else a week before the
    last.
    """
    if since is None:
        known = known_query(path)
        since = date.fromisoformat(known["since"]) if known else until - timedelta(days=_A_WEEK)
    return Query(words or None, tuple(categories), since, until)


def _progress(service: Service, page: Page, *, left: int) -> str:
    more = f", {left:,} more to ask" if left else ""
    return f"{service.title}: {len(page.records):,} records{more}"


def _records(service: Service, journal: Journal, *, last: int) -> tuple[dict[str, Record], int]:
    """The records of a journal by id, and how many are new after the entry of number `last`.

    Of records with one id the newest counts, with the earliest date.
    """
    found: dict[str, Record] = {}
    known = 0
    for entry in journal.entries():
        page = service.read(entry.content, entry.step) if entry.step else Page([])
        for record in page.records:
            newest = _counted(record, entry.fetched)
            earlier = found.get(record.id)
            found[record.id] = _first_dated(newest, earlier) if earlier else newest
        if entry.number <= last:
            known = len(found)
    return found, len(found) - known


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


def _papers(
    records: Mapping[str, Record], *, source: str
) -> tuple[pd.DataFrame, dict[str, int], dict[str, int]]:
    """The papers of records, ordered by id; why others were skipped; what is odd about some."""
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
    skipped[NO_ABSTRACT] += sum(problem.severity == "rejected" for problem in problems)
    unique = with_ids(merge_duplicates(table)[0]) if len(table) else table
    skipped[DUPLICATE] += len(table) - len(unique)
    return unique, {reason: n for reason, n in skipped.items() if n and reason}, dict(notes)

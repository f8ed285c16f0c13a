"""Fetching papers: from a query to a file of papers, page by page, through the journal."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pandas as pd

from analysis.errors import InputError
from analysis.papers.sources.budget import Budget
from analysis.papers.sources.clock import Clock, SystemClock
from analysis.papers.sources.http import Http, http_client
from analysis.papers.sources.journal import Entry, Journal, known_query, opened, write
from analysis.papers.sources.keys import read_key
from analysis.papers.sources.records import newest, papers_of, records_of
from analysis.papers.sources.service import (
    Page,
    Query,
    Record,
    Request,
    RequestRefusedError,
    Service,
    Step,
    UnreachableError,
)
from analysis.papers.sources.written import (
    Written,
    read_written,
    record_hash,
    save_written,
    written_from,
)
from analysis.paths import budgets_dir

_A_WEEK = 7  # days
_CONNECT = (
    "check this machine's connection to the internet and its proxy (HTTPS_PROXY), if it needs one, "
    "then run the command again."
)


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
        is no paper; where nothing is new, only the answers of this call are read.

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
            last, written = journal.last(), read_written(journal)
            asked = self.query if last is None else self._since(last.until)
            requests = self._go_on(journal, http)
            if not requests or self._is_behind(journal):
                self._begin(journal, steps)
                requests += self._go_on(journal, http)
            new = 0
            if written is None or not self._is_as(written, journal):
                written, new = self._write(journal, last=last.number if last else 0)
            save_written(journal, written.up_to(journal))
        return Account(
            found=len(written.records),
            new=new,
            kept=written.kept,
            requests=requests,
            skipped=written.skipped,
            notes=written.notes,
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
            except UnreachableError as error:
                kept = "Nothing was fetched yet" if last.number == 1 else "What was fetched is kept"
                raise UnreachableError(f"{error} {kept}; {_CONNECT}") from error
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

    def _is_as(self, written: Written, journal: Journal) -> bool:
        """Whether the file is still there and has everything that came since it was written."""
        since = records_of(self.service, journal.entries(after=written.entry))
        is_there = self.path.exists() or not written.kept
        return is_there and written.has(record for _, record in since)

    def _write(self, journal: Journal, *, last: int) -> tuple[Written, int]:
        """Write the file of all records; how many are new after the entry of number `last`."""
        found: dict[str, Record] = {}
        hashes: dict[str, str] = {}
        known = 0
        for entry, record in records_of(self.service, journal.entries()):
            if entry.number <= last and record.id not in found:
                known += 1
            found[record.id] = newest(record, found.get(record.id), day=entry.fetched)
            hashes[record.id] = record_hash(record)
        table, skipped, notes = papers_of(found, source=self.service.name)
        if len(table):
            self._save(table)
        written = written_from(journal, hashes, kept=len(table), skipped=skipped, notes=notes)
        return written, len(found) - known

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

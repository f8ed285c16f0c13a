"""A fetch can be killed, repeated and refused: nothing is fetched twice, nothing is lost."""

import random
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from analysis.errors import InputError, PapertidesError
from analysis.papers.sources.fetching import Fetch
from analysis.papers.sources.journal import journal_folder
from analysis.papers.sources.registry import SERVICES
from analysis.papers.sources.service import Query
from tests.papers.sources.conftest import Desk
from tests.support.services import worlds
from tests.support.services.clocks import FastClock
from tests.support.services.killing import FETCHED, faulty, fetch_killed
from tests.support.services.papers import papers
from tests.support.services.server import Answer, Asked, World, saying

DeskAt = Callable[[World], Desk]


def test_fetch_that_is_killed_ends_as_one_that_is_not(desk_at: DeskAt, tmp_path: Path) -> None:
    world, _ = FETCHED["openalex"]
    chance = random.Random(1)
    there = papers(1_500)
    desk = desk_at(faulty(world(there), chance))
    met = fetch_killed("openalex", desk.path, server=desk.server, chance=chance, kills=3)
    assert met == 3, "each kill met a fetch at work"
    whole = desk_at(world(there))
    whole.folder = tmp_path / "undisturbed"
    whole.folder.mkdir()
    whole.fetch("openalex")
    assert desk.path.read_bytes() == whole.path.read_bytes()
    assert len(whole.table()) == 1_500


def test_fetch_goes_on_where_it_failed_and_asks_nothing_twice(desk_at: DeskAt) -> None:
    desk = desk_at(worlds.openalex(papers(500)))
    desk.server.faults.extend([None, None, saying('{"error": "Plan upgrade required"}', 429)])
    with pytest.raises(PapertidesError):
        desk.fetch("openalex")
    desk.fetch("openalex")
    cursors = [asked.given["cursor"] for asked in desk.server.asked]
    assert cursors == ["*", "c100", "c200", "c200", "c300", "c400"]


def test_next_fetch_asks_for_what_is_new(desk_at: DeskAt) -> None:
    there = papers(90, first=date(2026, 9, 1), days=25)
    desk = desk_at(worlds.biorxiv(there))
    desk.clock.day = date(2026, 9, 15)
    first = desk.fetch("biorxiv", words=None, until="2026-09-15")
    before = len(desk.server.asked)
    desk.clock.day = date(2026, 9, 30)
    second = desk.fetch("biorxiv", words=None)
    assert (second.found, second.new, second.kept) == (90, 90 - first.kept, 90)
    later = [asked.address for asked in desk.server.asked[before:]]
    assert all("/2026-09-12/2026-09-30/" in address for address in later)
    assert sorted(desk.table()["title"]) == sorted(paper.title for paper in there)


def test_days_since_an_interrupted_fetch_are_fetched_with_the_rest(desk_at: DeskAt) -> None:
    there = papers(300, first=date(2026, 9, 14), days=15)
    desk = desk_at(worlds.openalex(there, page=40))
    desk.clock.day = date(2026, 9, 18)
    desk.server.faults.extend([None, saying('{"error": "Plan upgrade required"}', 429)])
    with pytest.raises(PapertidesError):
        desk.fetch("openalex", until="2026-09-18")
    desk.clock.day = date(2026, 9, 30)
    assert desk.fetch("openalex").kept == 300


def test_token_that_a_service_has_forgotten_begins_the_round_again(desk_at: DeskAt) -> None:
    desk = desk_at(worlds.semantic_scholar(papers(90), page=40))
    desk.server.faults.extend([None, saying('{"error": "invalid token"}', 400)])
    with pytest.raises(PapertidesError, match="invalid token"):
        desk.fetch("semanticscholar")
    desk.clock.day = date(2026, 10, 2)
    desk.server.faults.append(saying('{"error": "invalid token"}', 400))
    assert desk.fetch("semanticscholar").kept == 90


def test_day_without_allowance_loses_no_progress(desk_at: DeskAt) -> None:
    used_up = saying('{"message": "Insufficient budget"}', 429)
    desk = desk_at(worlds.openalex(papers(300)))
    desk.server.faults.extend([None, used_up, used_up])
    for day in (date(2026, 9, 30), date(2026, 10, 1)):
        desk.clock.day = day
        with pytest.raises(PapertidesError, match="used up"):
            desk.fetch("openalex")
    desk.clock.day = date(2026, 10, 2)
    desk.fetch("openalex")
    cursors = [asked.given["cursor"] for asked in desk.server.asked]
    assert cursors == ["*", "c100", "c100", "c100", "c200"]


def test_new_version_is_the_paper_with_its_first_date(desk_at: DeskAt) -> None:
    paper = papers(1)[0]
    versions = [worlds.preprint(paper), worlds.preprint(paper)]
    versions[1] |= {"date": "2026-09-20", "version": "2", "title": "Ripples, revisited"}

    def world(asked: Asked) -> Answer:
        shown = versions if "/biorxiv/" in asked.address else []
        message = {"status": "ok", "total": str(len(shown))}
        return worlds.json_answer({"messages": [message], "collection": shown})

    desk = desk_at(world)
    desk.fetch("biorxiv", words=None)
    table = desk.table()
    assert table["title"].tolist() == ["Ripples, revisited"]
    assert table["published"].tolist() == [paper.day.isoformat()]


def test_second_process_is_refused(desk_at: DeskAt) -> None:
    """It is refused while the first one waits for an answer."""
    desk = desk_at(worlds.openalex(papers(5)))
    refused: list[str] = []

    def meanwhile(asked: Asked, world: World) -> Answer:
        query = Query("ripples", (), date(2026, 9, 1), date(2026, 9, 30))
        with pytest.raises(InputError, match="Another process is fetching") as caught:
            Fetch(SERVICES["openalex"], query, desk.path, clock=FastClock()).run()
        refused.append(str(caught.value))
        return world(asked)

    desk.server.faults.append(meanwhile)
    assert desk.fetch("openalex").kept == 5
    assert len(refused) == 1


def test_journal_of_another_query_is_not_mixed_in(desk_at: DeskAt) -> None:
    desk = desk_at(worlds.openalex(papers(5)))
    desk.fetch("openalex")
    with pytest.raises(InputError, match="words 'ripples' instead of 'waves'"):
        desk.fetch("openalex", words="waves")
    with pytest.raises(InputError, match="service 'openalex' instead of 'pubmed'"):
        desk.fetch("pubmed")


def test_damaged_page_is_named_and_can_be_fetched_again(desk_at: DeskAt) -> None:
    desk = desk_at(worlds.openalex(papers(250)))
    desk.fetch("openalex")
    pages = sorted(journal_folder(desk.path).glob("*.gz"))
    pages[-1].write_bytes(pages[-1].read_bytes()[:-20])
    with pytest.raises(PapertidesError, match=rf"{pages[-1].name} is damaged\. Delete it"):
        desk.fetch("openalex")
    pages[-1].unlink()
    assert desk.fetch("openalex").kept == 250


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no process's files")
def test_disk_that_is_full_leaves_the_journal_whole(desk_at: DeskAt) -> None:
    """A limit on the size of files stands for the disk: small pages fit, a large one does not."""
    import resource  # Windows has none

    desk = desk_at(worlds.openalex(papers(300), page=10))
    many = worlds.openalex(papers(300), page=300)
    desk.server.faults.extend([None, None, lambda asked, _: many(asked)])
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, hard))
    try:
        with pytest.raises(PapertidesError, match=r"cannot be written: .*Free some space"):
            desk.fetch("openalex")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert len(list(journal_folder(desk.path).glob("*.gz"))) == 3
    assert desk.fetch("openalex").kept == 300
    assert not list(journal_folder(desk.path).glob(".papertides-*"))


def test_where_nothing_is_new_the_file_and_the_old_answers_are_left_alone(desk_at: DeskAt) -> None:
    desk = desk_at(worlds.openalex(papers(300, days=9)))
    first = desk.fetch("openalex")
    table = desk.table().assign(mine=range(300))
    table.to_parquet(desk.path)  # somebody adds a column of their own
    mine = desk.path.read_bytes()
    oldest = sorted(journal_folder(desk.path).glob("*.gz"))[1]
    oldest.write_bytes(b"never read")
    for _ in range(2):
        again = desk.fetch("openalex")
        assert (again.found, again.new, again.kept) == (first.found, 0, 300)
        assert again.nothing is not None
    assert desk.path.read_bytes() == mine


def test_what_has_changed_since_is_in_the_file(desk_at: DeskAt) -> None:
    there = papers(30, first=date(2026, 9, 25), days=5)
    desk = desk_at(worlds.biorxiv(there))
    desk.fetch("biorxiv", words=None)
    desk.server.world = worlds.biorxiv([*there[:-1], replace(there[-1], number=77)])
    assert desk.fetch("biorxiv", words=None).new == 1
    assert len(desk.table()) == 31

    def cited(asked: Asked) -> Answer:
        return worlds.json_answer({"meta": {"next_cursor": None}, "results": [work]})

    work = worlds.work(there[0])
    desk = desk_at(cited)
    desk.folder /= "cited"
    desk.folder.mkdir()
    for count in (3, 3, 8):
        work["cited_by_count"] = count
        account = desk.fetch("openalex")
        assert desk.table()["citations"].tolist() == [count]
    assert (account.found, account.new) == (1, 0)


def test_a_file_that_is_gone_is_written_again(desk_at: DeskAt) -> None:
    desk = desk_at(worlds.openalex(papers(20)))
    desk.fetch("openalex")
    written = desk.path.read_bytes()
    desk.path.unlink()
    assert desk.fetch("openalex").kept == 20
    assert desk.path.read_bytes() == written


def test_answers_that_are_fetched_again_replace_those_that_were_deleted(desk_at: DeskAt) -> None:
    desk = desk_at(worlds.openalex(papers(250)))
    desk.fetch("openalex")
    last = max(journal_folder(desk.path).glob("*.gz"))
    last.unlink()
    desk.server.world = worlds.openalex(papers(249))
    assert desk.fetch("openalex").kept == 249
    assert len(desk.table()) == 249

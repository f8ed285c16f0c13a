"""Every service is read whole, page by page, with what it knows of its papers."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from typing import Any

import pytest

from analysis.errors import InputError
from analysis.papers.readers import read_papers
from analysis.papers.sources.registry import SERVICES
from analysis.papers.sources.service import Query
from tests.papers.sources.conftest import Desk
from tests.support.services import worlds
from tests.support.services.papers import Paper, papers
from tests.support.services.server import Answer, Asked, World

DeskAt = Callable[[World], Desk]
# What is asked, beside the days, and how many papers are too many for one page.
ASKED: dict[str, tuple[Callable[[list[Paper]], World], dict[str, Any], int]] = {
    "arxiv search": (worlds.arxiv, {}, 450),
    "arxiv harvest": (worlds.arxiv, {"words": None, "categories": ("cs.CL",)}, 130),
    "huggingface": (worlds.hugging_face, {"words": None}, 130),
    "openalex": (worlds.openalex, {}, 300),
    "semanticscholar": (partial(worlds.semantic_scholar, page=100), {}, 250),
    "pubmed": (worlds.pubmed, {}, 450),
    "biorxiv": (worlds.biorxiv, {"words": None}, 250),
}


@pytest.mark.parametrize("name", ASKED)
def test_every_paper_of_every_page_is_fetched_once(desk_at: DeskAt, name: str) -> None:
    world, asked, count = ASKED[name]
    # Weekdays alone, on which every service lists papers.
    there = papers(count, first=date(2026, 9, 14), days=5)
    desk = desk_at(world(there))
    account = desk.fetch(name.split(maxsplit=1)[0], **asked)
    table = desk.table()
    assert sorted(table["title"]) == sorted(paper.title for paper in there)
    assert (account.found, account.kept, account.new) == (count, count, count)
    rows = {row["title"]: row for row in table.to_dict("records")}
    for paper in (there[0], there[-1]):
        row = rows[paper.title]
        assert row["abstract"] == paper.abstract
        assert row["published"] == paper.day.isoformat()
        assert "Quill" in row["authors"][0]
    assert len(read_papers(desk.path)) == count


def test_what_services_know_of_papers_is_kept(desk_at: DeskAt) -> None:
    there = papers(3, first=date(2026, 9, 14), days=1)
    desk = desk_at(worlds.hugging_face(there))
    desk.fetch("huggingface", words=None)
    table = desk.table()
    assert table["upvotes"].tolist() == [0, 1, 2]
    assert table["arxiv_id"].tolist() == [paper.arxiv_id for paper in there]
    assert set(table["source"]) == {"huggingface"}


def test_openalex_tells_citations_in_all_and_by_year(desk_at: DeskAt) -> None:
    desk = desk_at(worlds.openalex(papers(3, first=date(2026, 9, 14), days=1)))
    desk.fetch("openalex")
    table = desk.table()
    assert table["citations"].tolist() == [0, 1, 2]
    assert table["citations_on"].notna().all()
    assert [list(years) for years in table["citations_by_year"]] == [[], ["2026:1"], ["2026:2"]]


def test_todays_list_of_arxiv_is_one_request(desk_at: DeskAt) -> None:
    """New papers and those of other categories; what was only replaced is counted as that."""
    new, cross, replaced = papers(3, first=date(2026, 9, 30), days=1)

    def world(asked: Asked) -> Answer:
        assert asked.address == "rss.arxiv.org/rss/cs.CL+cs.AI"
        items = worlds.announcement(new) + worlds.announcement(cross, "cross")
        items += worlds.announcement(replaced, "replace-cross")
        names = 'xmlns:arxiv="a" xmlns:dc="d"'
        return Answer(f"<rss {names}><channel>{items}</channel></rss>".encode())

    desk = desk_at(world)
    account = desk.fetch("arxiv", words=None, categories=("cs.CL", "cs.AI"), since="2026-09-30")
    assert (account.requests, account.kept) == (1, 2)
    assert account.skipped == {"a new version of an earlier paper": 1}
    assert desk.table()["authors"][0].tolist() == new.authors


def pubmed_count(count: int) -> bytes:
    result = {"count": str(count), "webenv": "MCID_1", "querykey": "1"}
    return json.dumps({"esearchresult": result}).encode()


def arxiv_count(count: int) -> bytes:
    return worlds.feed(["<entry><id>2609.00001</id></entry>"], total=count).encode()


@pytest.mark.parametrize(
    ("service", "count_of", "reach"),
    [("pubmed", pubmed_count, 9_998), ("arxiv", arxiv_count, 9_999)],
)
def test_a_range_with_too_many_papers_is_sliced(
    service: str, count_of: Callable[[int], bytes], reach: int
) -> None:
    """Slices touch and do not overlap; none is beyond what the service can page through."""
    query = Query("ripples", (), date(2026, 1, 1), date(2026, 9, 30))
    todo = SERVICES[service].steps(query, date(2026, 9, 30))
    slices = []
    while todo:
        step = todo.pop(0)
        first, last = map(date.fromisoformat, step["days"])
        count = 1_000 * ((last - first).days + 1)
        page = SERVICES[service].read(count_of(count), step)
        if all(after["days"] == step["days"] for after in page.following):
            assert count <= reach
            slices.append((first, last))
        else:
            assert page.records == []
            todo = [*page.following, *todo]
    assert slices[0][0] == query.since
    assert slices[-1][1] == query.until
    assert all(b[0] - a[1] == timedelta(days=1) for a, b in pairwise(slices))


@pytest.mark.parametrize(
    ("service", "count_of"), [("pubmed", pubmed_count), ("arxiv", arxiv_count)]
)
def test_a_day_with_too_many_papers_is_refused_rather_than_cut(
    service: str, count_of: Callable[[int], bytes]
) -> None:
    day = date(2026, 9, 1)
    (step,) = SERVICES[service].steps(Query("ripples", (), day, day), day)
    with pytest.raises(InputError, match="Narrow it"):
        SERVICES[service].read(count_of(10_001), step)


def test_words_reach_the_service_as_they_are_typed(desk_at: DeskAt) -> None:
    desk = desk_at(worlds.semantic_scholar([]))
    desk.fetch("semanticscholar", words='"a b"&c | d+e%', categories=("Physics",))
    (asked,) = desk.server.asked
    assert asked.given["query"] == '"a b"&c | d+e%'
    assert asked.given["fieldsOfStudy"] == "Physics"
    assert "|" not in asked.target


@pytest.mark.parametrize(
    ("service", "asked", "sentence"),
    [
        ("arxiv", {"words": "author:quill"}, "no field author:"),
        (
            "arxiv",
            {"words": None, "categories": ("../x",)},
            "The category ../x: expected one such as cs.CL",
        ),
        ("arxiv", {"words": None}, "arXiv needs a query or a category, or both"),
        ("huggingface", {"words": "x", "categories": ("y",)}, "takes no query and no category"),
        ("biorxiv", {"words": "x"}, "bioRxiv takes no query: leave it out"),
        ("openalex", {"categories": ("Waves",)}, "a topic"),
        ("openalex", {"words": "x" * 1_501}, "1,500"),
        ("semanticscholar", {"words": None}, "Semantic Scholar needs a query\\."),
        ("pubmed", {"words": None}, "PubMed needs a query or a category, or both"),
        ("pubmed", {"since": "2026-09-09", "until": "2026-09-08"}, "is after"),
        ("pubmed", {"since": "2026-10-09", "until": "2026-10-10"}, "2026-10-09 is yet to come"),
    ],
)
def test_what_a_service_cannot_be_asked_is_refused_before(
    desk_at: DeskAt, service: str, asked: dict[str, Any], sentence: str
) -> None:
    desk = desk_at(worlds.arxiv([]))
    with pytest.raises(InputError, match=sentence):
        desk.fetch(service, **asked)
    assert desk.server.asked == []


@pytest.mark.parametrize(
    ("since", "until", "today", "why"),
    [
        ("2026-11-26", "2026-11-26", "2026-11-30", "2026-11-26: a holiday of arXiv"),
        ("2026-09-19", "2026-09-20", "2026-09-22", "no papers on weekends"),
        ("2026-10-12", "2026-10-12", "2026-11-30", "no new paper of 2026-10-12"),
        ("2025-11-27", "2025-11-27", "2026-11-30", "perhaps a holiday of arXiv (Thanksgiving)"),
        ("2021-07-05", "2021-07-05", "2026-11-30", "perhaps a holiday of arXiv (Independence Day)"),
        ("2021-12-24", "2021-12-24", "2026-11-30", "perhaps a holiday of arXiv (Christmas)"),
        ("2025-01-20", "2025-01-20", "2026-11-30", "(Martin Luther King Day)"),
        ("2025-12-24", "2025-12-24", "2026-11-30", "no new paper of 2025-12-24"),
        ("2026-09-29", "2026-09-30", "2026-09-30", "so far; more may be announced"),
        ("2026-09-14", "2026-09-16", "2026-09-30", "no new paper of 2026-09-14 to 2026-09-16"),
    ],
)
def test_nothing_of_arxiv_has_its_reason(
    desk_at: DeskAt, since: str, until: str, today: str, why: str
) -> None:
    desk = desk_at(worlds.arxiv([]))
    desk.clock.day = date.fromisoformat(today)
    account = desk.fetch("arxiv", words=None, categories=("cs.CL",), since=since, until=until)
    assert why in (account.nothing or "")


def test_days_to_come_are_not_asked_for(desk_at: DeskAt) -> None:
    desk = desk_at(worlds.hugging_face([]))
    desk.fetch("huggingface", words=None, since="2026-09-28", until="2026-10-20")
    assert [asked.given["date"] for asked in desk.server.asked][-1] == "2026-09-30"

"""Every service is read whole, page by page, with what it knows of its papers."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from analysis.errors import InputError
from analysis.papers.readers import read_papers
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
    "semanticscholar": (worlds.semantic_scholar, {}, 2_300),
    "pubmed": (worlds.pubmed, {}, 450),
    "biorxiv": (worlds.biorxiv, {"words": None}, 250),
}


@pytest.mark.parametrize("name", ASKED)
def test_every_paper_of_every_page_is_fetched_once(desk_at: DeskAt, name: str) -> None:
    world, asked, count = ASKED[name]
    # Weekdays alone, on which every service lists papers.
    there = papers(count, first=date(2026, 9, 14), days=5)
    desk = desk_at(world(there))
    account = desk.fetch(name.split()[0], **asked)
    table = desk.table()
    assert sorted(table["title"]) == sorted(paper.title for paper in there)
    assert (account.found, account.kept, account.new) == (count, count, count)
    by_title = table.set_index("title")
    for paper in (there[0], there[-1]):
        row = by_title.loc[paper.title]
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


def test_a_range_with_too_many_papers_is_sliced(desk_at: DeskAt) -> None:
    """Neither arXiv nor PubMed is asked beyond what it can page through."""
    there = papers(20_500, days=20)
    desk = desk_at(worlds.pubmed(there))
    assert desk.fetch("pubmed").kept == 20_500
    starts = [int(asked.given.get("retstart", 0)) for asked in desk.server.asked]
    assert max(starts) < 9_998


def test_a_day_with_too_many_papers_is_refused_rather_than_cut(desk_at: DeskAt) -> None:
    desk = desk_at(worlds.pubmed(papers(10_000, days=1)))
    with pytest.raises(InputError, match=r"9,998\. Narrow it"):
        desk.fetch("pubmed")


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
        ("arxiv", {"words": None, "categories": ("../x",)}, "a category such as cs.CL"),
        ("arxiv", {"words": None}, "--category, --query or both"),
        ("huggingface", {"words": "x"}, "by date only"),
        ("biorxiv", {"words": "x"}, "no search"),
        ("openalex", {"categories": ("Waves",)}, "a topic"),
        ("openalex", {"words": "x" * 1_501}, "1,500"),
        ("semanticscholar", {"words": None}, "expected --query"),
        ("pubmed", {"words": None}, "--query, --category"),
        ("pubmed", {"since": "2026-09-09", "until": "2026-09-08"}, "is after"),
    ],
)
def test_what_a_service_cannot_be_asked_is_refused_before(
    desk_at: DeskAt, service: str, asked: dict[str, Any], sentence: str
) -> None:
    desk = desk_at(worlds.arxiv([]))
    with pytest.raises(InputError, match=sentence):
        desk.fetch(service, **asked)
    assert desk.server.asked == []

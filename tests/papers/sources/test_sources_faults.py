"""What services do wrong: nothing is lost, nothing is doubled, and the sentence is right.

A fault takes the place of one answer, or of all, where the service cannot be asked again.
"""

import json
import re
from collections.abc import Callable
from datetime import date
from itertools import repeat
from typing import Any

import pytest

from analysis.errors import PapertidesError
from tests.papers.sources.conftest import Desk
from tests.support.services import worlds
from tests.support.services.papers import Paper, papers
from tests.support.services.server import Answer, Asked, Fault, World, altered, cut, saying

DeskAt = Callable[[World], Desk]
TODAY = papers(90, first=date(2026, 9, 14), days=5)
HARVEST: dict[str, Any] = {"words": None, "categories": ("cs.CL",)}
TIRED = '{"message": "Too Many Requests. Please wait and try again.", "code": "429"}'


def patched(change: Callable[[Any], None]) -> Fault:
    """A fault: the right JSON, changed."""

    def fault(asked: Asked, world: World) -> Answer:
        right = world(asked)
        value = json.loads(right.body)
        change(value)
        return Answer(json.dumps(value).encode(), headers=right.headers)

    return fault


def without(pattern: str) -> Fault:
    """A fault: the right answer without the first thing that the pattern fits."""
    return altered(lambda body: re.sub(pattern.encode(), b"", body, count=1, flags=re.DOTALL))


def harder(asked: Asked, world: World) -> Answer:
    """Half a page of arXiv's search, which counts on as if it were whole."""
    right = world(asked).body.decode()
    entries = re.findall("<entry>.*?</entry>", right, re.DOTALL)
    body = right
    for entry in entries[len(entries) // 2 :]:
        body = body.replace(entry, "")
    return Answer(body.encode())


def forgotten(asked: Asked, world: World) -> Answer:
    """A token that has expired."""
    if "resumptionToken" not in asked.given:
        return world(asked)
    return Answer(b"<OAI-PMH><error code='badResumptionToken'>expired</error></OAI-PMH>")


def no_history(asked: Asked, world: World) -> Answer:
    """A place on PubMed's server that is gone."""
    if "WebEnv" not in asked.given:
        return world(asked)
    return Answer(b"<ERROR>Cannot retrieve history data. query_key: 1, WebEnv: MCID</ERROR>")


BOMB = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))


def bomb(asked: Asked, world: World) -> Answer:
    """Articles whose entities would fill the memory."""
    if "WebEnv" not in asked.given:
        return world(asked)
    return Answer(f"<!DOCTYPE x [<!ENTITY a0 'a'>{BOMB}]><x>&a11;</x>".encode())


EMPTY_PREPRINTS = '{"messages": [{"status": "ok", "total": "90"}], "collection": []}'
UNKNOWN_WORDS = '{"esearchresult": {"count": "0", "errorlist": {"phrasesnotfound": ["riples"]}}}'
EMPTY_FEED = worlds.feed([], total=90)
RECOVERS: dict[str, tuple[str, dict[str, Any], list[Fault | None]]] = {
    "arxiv: an empty page, then a full one": ("arxiv", {}, [saying(EMPTY_FEED)]),
    "arxiv: a short page": ("arxiv", {}, [harder]),
    "arxiv: the total grows": ("arxiv", {}, [altered(lambda b: b.replace(b">90<", b">95<"))]),
    "arxiv: 429 without Retry-After": ("arxiv", {}, [saying("Rate exceeded.", 429)]),
    "arxiv: 503": ("arxiv", {}, [saying("", 503)]),
    "arxiv: cut, with the right length": ("arxiv", {}, [cut(0.6)]),
    "arxiv: cut, with the wrong length": ("arxiv", {}, [cut(0.6, is_consistent=True)]),
    "arxiv: ids with http and https": (
        "arxiv",
        {},
        [altered(lambda b: b.replace(b"http://arxiv.org/abs", b"https://arxiv.org/abs", 3))],
    ),
    "arxiv: moved within its host": (
        "arxiv",
        HARVEST,
        [saying("", 301, Location="/oaipmh.arxiv.org/oai?from=2026-09-01&until=2026-09-30")],
    ),
    "harvest: 503 while warming up": ("arxiv", HARVEST, [None, saying("first byte timeout", 503)]),
    "harvest: an expired token": ("arxiv", HARVEST, [None, forgotten]),
    "harvest: an empty answer": ("arxiv", HARVEST, [saying("")]),
    "huggingface: cut": ("huggingface", {"words": None}, [cut(0.5, is_consistent=True)] * 2),
    "openalex: an HTML 502": ("openalex", {}, [saying("<html>Bad gateway</html>", 502)]),
    "openalex: 429 of a second": (
        "openalex",
        {},
        [saying('{"message": "30 requests per second"}', 429, Retry_After="1")],
    ),
    "openalex: a field that is new": (
        "openalex",
        {},
        [patched(lambda v: v["results"][0].update(new={"a": 1}))],
    ),
    "openalex: HTML instead of JSON, with 200": ("openalex", {}, [saying("<html>")]),
    "semanticscholar: 429 without headers": ("semanticscholar", {}, [saying(TIRED, 429)] * 3),
    "semanticscholar: 504 in JSON": (
        "semanticscholar",
        {},
        [saying('{"message": "Endpoint request timed out"}', 504)],
    ),
    "semanticscholar: 503 in HTML": ("semanticscholar", {}, [saying("<html>", 503)]),
    "semanticscholar: a token that comes again": (
        "semanticscholar",
        {},
        [None, patched(lambda v: v.update(token="T40"))],
    ),
    "pubmed: 429": (
        "pubmed",
        {},
        [saying('{"error": "API rate limit exceeded", "count": "11"}', 429)],
    ),
    "pubmed: a failed search in a 200": (
        "pubmed",
        {},
        [saying('{"esearchresult": {"ERROR": "Search Backend failed: Exception"}}')],
    ),
    "pubmed: a place that is gone": ("pubmed", {}, [None, no_history]),
    "pubmed: cut": ("pubmed", {}, [None, cut(0.7, is_consistent=True)]),
    "biorxiv: an empty page": ("biorxiv", {"words": None}, [saying(EMPTY_PREPRINTS)]),
    "biorxiv: no total": (
        "biorxiv",
        {"words": None},
        [saying(EMPTY_PREPRINTS.replace("total", "x"))],
    ),
}
WORLDS: dict[str, Callable[[list[Paper]], World]] = {
    "arxiv": worlds.arxiv,
    "huggingface": worlds.hugging_face,
    "openalex": lambda there: worlds.openalex(there, page=40),
    "semanticscholar": lambda there: worlds.semantic_scholar(there, page=40),
    "pubmed": worlds.pubmed,
    "biorxiv": lambda there: worlds.biorxiv(there, page=40),
}


@pytest.mark.parametrize("name", RECOVERS)
def test_fault_that_passes_costs_nothing(desk_at: DeskAt, name: str) -> None:
    service, asked, faults = RECOVERS[name]
    desk = desk_at(WORLDS[service](TODAY))
    desk.server.faults.extend(faults)
    account = desk.fetch(service, **asked)
    assert sorted(desk.table()["title"]) == sorted(paper.title for paper in TODAY)
    assert (account.found, account.kept, account.skipped) == (90, 90, {})
    assert not desk.server.faults, "every fault was met"


def test_arxiv_is_left_alone_for_ten_minutes_after_a_refusal(desk_at: DeskAt) -> None:
    desk = desk_at(worlds.arxiv(TODAY))
    desk.server.faults.append(saying("Rate exceeded.", 429))
    desk.fetch("arxiv")
    assert sum(desk.clock.slept) == pytest.approx(600, abs=5)
    assert any("Waiting 10 minutes" in line for line in desk.said)


ERROR_ENTRY = (
    "<entry><id>https://arxiv.org/api/errors#start_must_be_an_integer</id><title>Error</title>"
    "<summary>start must be an integer</summary></entry>"
)
OAI_ERROR = "<OAI-PMH><error code='badArgument'>Reason: until too late</error></OAI-PMH>"
STOPS: dict[str, tuple[str, dict[str, Any], Fault, str]] = {
    "arxiv: an error as a paper, 200": (
        "arxiv",
        {},
        saying(worlds.feed([ERROR_ENTRY], total=1)),
        "start must be an integer",
    ),
    "arxiv: an error as a paper, 400": (
        "arxiv",
        {},
        saying(worlds.feed([ERROR_ENTRY], total=1), 400),
        "start must be an integer",
    ),
    "arxiv: a prefix that was rewritten": (
        "arxiv",
        {},
        saying(worlds.feed([], total=0, title="arXiv Query: search_query=all:author:x")),
        "no field author:",
    ),
    "arxiv: empty pages for ever": (
        "arxiv",
        {},
        saying(EMPTY_FEED),
        "failed 6 times.*an empty page",
    ),
    "arxiv: another host": (
        "arxiv",
        {},
        saying("", 301, Location="https://elsewhere.example/x"),
        "another server, elsewhere.example",
    ),
    "arxiv: a private address": (
        "arxiv",
        {},
        saying("", 302, Location="http://169.254.169.254/latest"),
        "another server",
    ),
    "arxiv: a circle": (
        "arxiv",
        {},
        saying("", 302, Location="/export.arxiv.org/api/query"),
        "in a circle",
    ),
    "harvest: an error in a 200": (
        "arxiv",
        HARVEST,
        saying(OAI_ERROR),
        "badArgument.*until too late",
    ),
    "huggingface: 400": (
        "huggingface",
        {"words": None},
        saying('{"error": "Too big: expected number to be <=100"}', 400),
        "Too big",
    ),
    "openalex: a wrong key": (
        "openalex",
        {},
        saying('{"error": "Invalid or missing API key"}', 401),
        "key is wrong",
    ),
    "openalex: 429 of the day": (
        "openalex",
        {},
        saying('{"message": "Insufficient budget"}', 429, Retry_After="40000"),
        "allowance of the day is used up.*00:00 UTC",
    ),
    "openalex: 429 of the plan": (
        "openalex",
        {},
        saying('{"error": "Plan upgrade required"}', 429),
        "a plan that is paid for",
    ),
    "semanticscholar: 400": (
        "semanticscholar",
        {},
        saying('{"error": "Unacceptable query params: [query]"}', 400),
        "Unacceptable query",
    ),
    "semanticscholar: 503 for ever": (
        "semanticscholar",
        {},
        saying("{}", 503),
        "failed 6 times.*503",
    ),
    "pubmed: XML that expands without end": ("pubmed", {}, bomb, "failed 6 times.*damaged"),
    "pubmed: words that it does not know": ("pubmed", {}, saying(UNKNOWN_WORDS), "no riples"),
    "biorxiv: a long pause": (
        "biorxiv",
        {"words": None},
        saying("", 429, Retry_After="7200"),
        "again in 120 minutes",
    ),
}


@pytest.mark.parametrize("name", STOPS)
def test_fault_that_stays_ends_with_a_sentence(desk_at: DeskAt, name: str) -> None:
    service, asked, fault, sentence = STOPS[name]
    desk = desk_at(WORLDS[service](TODAY))
    desk.server.faults.extend(repeat(fault, 10))
    with pytest.raises(PapertidesError, match=sentence):
        desk.fetch(service, **asked)
    assert not desk.path.exists()
    assert len(desk.server.asked) <= 7, "a service is not asked for ever"
    # Once the service has recovered and a new day has come, the same call fetches everything.
    desk.server.faults.clear()
    desk.clock.day = date(2026, 10, 1)
    desk.clock.sleep(7_200)
    assert desk.fetch(service, **asked).kept == 90


ODD_PAPERS: dict[str, tuple[str, dict[str, Any], Fault, dict[str, int]]] = {
    "arxiv: no day": ("arxiv", {}, without("<published>[^<]*</published>"), {}),
    "arxiv: no abstract": (
        "arxiv",
        {},
        without("<summary>[^<]*</summary>"),
        {"no title or abstract": 1},
    ),
    "arxiv: no id": ("arxiv", {}, without("<id>[^<]*</id>"), {"not parsed": 1}),
    "arxiv: withdrawn": (
        "arxiv",
        {},
        altered(lambda b: b.replace(b"<summary>", b"<summary>This paper has been withdrawn. ", 1)),
        {"withdrawn": 1},
    ),
    "harvest: deleted": (
        "arxiv",
        HARVEST,
        altered(lambda b: b.replace(b"<header>", b"<header status='deleted'>", 1)),
        {"withdrawn": 1},
    ),
    "openalex: no abstract": (
        "openalex",
        {},
        patched(lambda v: v["results"][0].update(abstract_inverted_index=None)),
        {"no title or abstract": 1},
    ),
    "openalex: an author without a name": (
        "openalex",
        {},
        patched(lambda v: v["results"][0]["authorships"][1]["author"].update(display_name=None)),
        {},
    ),
    "openalex: title under its other name": (
        "openalex",
        {},
        patched(lambda v: v["results"][0].update(title=None)),
        {},
    ),
    "openalex: retracted": (
        "openalex",
        {},
        patched(lambda v: v["results"][0].update(is_retracted=True)),
        {"withdrawn": 1},
    ),
    "semanticscholar: no abstract": (
        "semanticscholar",
        {},
        patched(lambda v: v["data"][0].update(abstract=None)),
        {"no title or abstract": 1},
    ),
    "semanticscholar: no day": (
        "semanticscholar",
        {},
        patched(lambda v: v["data"][0].update(publicationDate=None)),
        {},
    ),
    "pubmed: no PMID": ("pubmed", {}, without("<PMID[^<]*</PMID>"), {"not parsed": 1}),
    "biorxiv: withdrawn": (
        "biorxiv",
        {"words": None},
        patched(lambda v: v["collection"][0].update(type="WITHDRAWN")),
        {"withdrawn": 1},
    ),
}


@pytest.mark.parametrize("name", ODD_PAPERS)
def test_one_odd_paper_costs_at_most_itself(desk_at: DeskAt, name: str) -> None:
    service, asked, fault, skipped = ODD_PAPERS[name]
    desk = desk_at(WORLDS[service](TODAY))
    # PubMed's papers come with the second answer, the others' with the first.
    desk.server.faults.extend([None, fault] if service == "pubmed" else [fault])
    account = desk.fetch(service, **asked)
    assert account.skipped == skipped
    assert (account.found, account.kept) == (90, 90 - sum(skipped.values()))
    titles = desk.table()["title"]
    others = {paper.title for paper in TODAY[1:]}
    assert others <= set(titles)
    assert titles.is_unique


def test_authors_that_are_left_out_are_said(desk_at: DeskAt) -> None:
    desk = desk_at(worlds.openalex(TODAY))
    desk.server.faults.append(patched(lambda v: v["results"][0].update(is_authors_truncated=True)))
    assert desk.fetch("openalex").notes == {"only the first 100 authors are known": 1}


def test_withdrawn_papers_of_a_daily_list_are_left_out(desk_at: DeskAt) -> None:
    def withdraw(items: list[dict[str, Any]]) -> None:
        items[0]["paper"]["withdrawnAt"] = "2026-09-15T00:00:00Z"

    desk = desk_at(worlds.hugging_face(TODAY))
    desk.server.faults.append(patched(withdraw))
    account = desk.fetch("huggingface", words=None, since="2026-09-14")
    assert account.skipped == {"withdrawn": 1}


def test_paper_on_two_days_is_one_with_its_last_votes(desk_at: DeskAt) -> None:
    first, again = Paper(1, date(2026, 9, 14)), Paper(1, date(2026, 9, 15))
    desk = desk_at(worlds.hugging_face([first, again]))
    votes = patched(lambda items: items[0]["paper"].update(upvotes=99))
    desk.server.faults.extend([None, votes])
    account = desk.fetch("huggingface", words=None, since="2026-09-14", until="2026-09-15")
    assert account.found == 1
    table = desk.table()
    assert table["upvotes"].tolist() == [99]
    assert table["published"].tolist() == ["2026-09-14"]


def test_hugging_face_is_left_alone_until_its_window_ends(desk_at: DeskAt) -> None:
    desk = desk_at(worlds.hugging_face(TODAY))

    def last_of_the_window(asked: Asked, world: World) -> Answer:
        return Answer(world(asked).body, headers={"RateLimit": '"api";r=0;t=240'})

    desk.server.faults.append(last_of_the_window)
    desk.fetch("huggingface", words=None, since="2026-09-14", until="2026-09-15")
    assert max(desk.clock.slept) == pytest.approx(240, abs=5)


PUBLISHED = {
    "<MedlineDate>2023 Jul-Aug</MedlineDate>": "2023-07",
    "<MedlineDate>2019 Dec-2020 Jan</MedlineDate>": "2019-12",
    "<MedlineDate>2019-2020</MedlineDate>": "2019",
    "<Year>2024</Year><Season>Spring</Season>": "2024",
    "<Year>2024</Year><Month>Feb</Month>": "2024-02",
    "<Year>2024</Year><Month>11</Month><Day>5</Day>": "2024-11-05",
}


@pytest.mark.parametrize("given", PUBLISHED)
def test_dates_of_pubmed_are_as_fine_as_they_are_sure(desk_at: DeskAt, given: str) -> None:
    day = TODAY[0]
    desk = desk_at(worlds.pubmed([day]))
    body = f"<PubmedArticleSet>{worlds.article(day, given)}</PubmedArticleSet>"
    desk.server.faults.extend([None, saying(body)])
    desk.fetch("pubmed")
    assert desk.table()["published"].tolist() == [PUBLISHED[given]]


def test_articles_of_pubmed_keep_labels_italics_groups_and_books(desk_at: DeskAt) -> None:
    body = (
        "<PubmedArticleSet><PubmedArticle><PMID>1</PMID><ArticleTitle>Waves in <i>vitro</i> and H"
        "<sub>2</sub>O</ArticleTitle><Abstract><AbstractText Label='METHODS'>We stir the <b>tank"
        "</b>.</AbstractText><AbstractText Label='RESULTS'>It ripples.</AbstractText></Abstract>"
        "<AuthorList><Author><CollectiveName>The Ripple Group</CollectiveName></Author>"
        "</AuthorList></PubmedArticle><PubmedBookArticle><PMID>2</PMID><Book><BookTitle>Waves</BookTitle></Book>"
        "<ArticleTitle>A chapter on tanks</ArticleTitle><Abstract><AbstractText>Tanks \xff hold "
        "water.</AbstractText></Abstract></PubmedBookArticle></PubmedArticleSet>"
    ).encode("latin-1")
    desk = desk_at(worlds.pubmed(TODAY[:2]))
    desk.server.faults.extend([None, saying(body)])
    account = desk.fetch("pubmed")
    table = desk.table()
    assert table["title"].tolist() == ["Waves in vitro and H2O", "A chapter on tanks"]
    assert table["abstract"][0] == "Methods: We stir the tank. Results: It ripples."
    assert table["authors"][0].tolist() == ["The Ripple Group"]
    assert account.notes == {"characters that cannot be read are replaced": 1}

"""Semantic Scholar: papers by words, fields of study and dates, with citations, in bulk."""

from datetime import date
from typing import Any

from analysis.papers.readers.semantic_scholar import SEMANTIC_SCHOLAR as SHAPE
from analysis.papers.sources.json_answers import message_of, objects, parse_object
from analysis.papers.sources.service import (
    Page,
    Query,
    Record,
    Refusal,
    Request,
    Service,
    Step,
    Takes,
    UnreadableAnswerError,
)

_URL = "https://api.semanticscholar.org/graph/v1/paper/search/bulk"
_FIELDS = (
    "paperId,externalIds,url,title,abstract,venue,year,publicationDate,citationCount,"
    "s2FieldsOfStudy,authors"
)


def _steps(query: Query, today: date) -> list[Step]:
    days = f"{query.since}:{min(query.until, today)}"
    return [
        {"words": query.words, "fields": ",".join(query.categories), "days": days, "token": None}
    ]


def _request(step: Step) -> Request:
    # Ordered by the service's own ids, the one order that holds while papers are added.
    asked = {
        "query": step["words"],
        "fields": _FIELDS,
        "publicationDateOrYear": step["days"],
        "sort": "paperId:asc",
    }
    asked |= {"fieldsOfStudy": step["fields"]} if step["fields"] else {}
    asked |= {"token": step["token"]} if step["token"] else {}
    return Request(_URL, asked)


def _read(content: bytes, step: Step) -> Page:
    answer = parse_object(content)
    papers, token = answer.get("data"), answer.get("token")
    if not isinstance(papers, list):
        raise UnreadableAnswerError("no list of papers")
    if token and token == step["token"]:
        raise UnreadableAnswerError("the same page as before")
    return Page(
        [_record(paper) for paper in objects(papers)], [step | {"token": token}] if token else []
    )


def _record(paper: dict[str, Any]) -> Record:
    fields = SHAPE.fields(paper)
    if not isinstance(paper.get("paperId"), str):
        return Record(f"?{fields['title']}", fields, refused="not parsed")
    return Record(paper["paperId"], fields)


def _refusal(status: int, text: str) -> Refusal | None:
    if status == 429:
        return Refusal("too many requests (429), perhaps of others without a key", pause=60.0)
    if status == 400:
        return Refusal(f"the request is refused: {message_of(text)}")
    return None


def _nothing(query: Query, _: date) -> str:
    return (
        f"Semantic Scholar has no new paper of {query.since} to {query.until} for this query. New "
        "papers arrive after some days; otherwise check the spelling."
    )


SEMANTICSCHOLAR = Service(
    name="semanticscholar",
    title="Semantic Scholar",
    takes=Takes(query=True, category="a field of study such as Physics", needed=("query",)),
    steps=_steps,
    request=_request,
    read=_read,
    nothing=_nothing,
    refusal=_refusal,
    spacing=60.0,  # without a key one pool for the whole world
    spacing_with_key=1.0,
    overlap=30,
    key="S2_API_KEY",
    key_header="x-api-key",
)

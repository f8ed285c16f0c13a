"""bioRxiv and medRxiv: everything posted in a range of days, by category or all."""

from datetime import date
from typing import Any
from urllib.parse import quote

from analysis.papers.readers.biorxiv import BIORXIV as SHAPE
from analysis.papers.readers.shapes import at
from analysis.papers.sources.json_answers import objects, parse_object
from analysis.papers.sources.service import (
    Page,
    Query,
    Record,
    Request,
    Service,
    Step,
    Takes,
    UnreadableAnswerError,
)

_URL = "https://api.biorxiv.org/details"


def _steps(query: Query, today: date) -> list[Step]:
    days = [query.since.isoformat(), min(query.until, today).isoformat()]
    return [
        {"server": server, "category": category, "days": days, "cursor": 0}
        for server in ("biorxiv", "medrxiv")
        for category in query.categories or (None,)
    ]


def _request(step: Step) -> Request:
    first, last = (quote(day) for day in step["days"])
    category = step["category"]
    asked = {"category": category.replace(" ", "_")} if category else {}
    return Request(f"{_URL}/{step['server']}/{first}/{last}/{step['cursor']}", asked)


def _read(content: bytes, step: Step) -> Page:
    answer = parse_object(content)
    message = next(iter(objects(answer.get("messages"))), {})
    status = str(message.get("status", ""))
    papers = answer.get("collection")
    if not isinstance(papers, list) or not status:
        raise UnreadableAnswerError("no list of papers")
    if not papers and "no posts" in status.casefold():
        return Page([])
    total, end = str(message.get("total", "")), step["cursor"] + len(papers)
    if not total.isdecimal():
        raise UnreadableAnswerError(f"no number of papers ({status[:100]})")
    if not papers and end < int(total):
        raise UnreadableAnswerError(f"an empty page, though there are {total} papers")
    more = papers and end < int(total)
    return Page([_record(p) for p in objects(papers)], [step | {"cursor": end}] if more else [])


def _record(paper: dict[str, Any]) -> Record:
    doi = at(paper, "doi")
    fields = SHAPE.fields(paper)
    if not isinstance(doi, str):
        return Record(f"?{fields['title']}", fields, refused="not parsed")
    is_withdrawn = "withdraw" in str(paper.get("type", "")).casefold()
    return Record(doi, fields, refused="withdrawn" if is_withdrawn else None)


def _nothing(query: Query, _: date) -> str:
    return (
        f"bioRxiv and medRxiv have no new paper of {query.since} to {query.until} for this query. "
        "Papers of today may still come; otherwise check the category."
    )


BIORXIV = Service(
    name="biorxiv",
    title="bioRxiv",
    takes=Takes(category="such as ecology"),
    steps=_steps,
    request=_request,
    read=_read,
    nothing=_nothing,
    spacing=1.0,
    overlap=3,
)

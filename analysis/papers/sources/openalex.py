"""OpenAlex: works by words, topics and dates, with citations and references."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from analysis.errors import InputError
from analysis.papers.readers.openalex import OPENALEX as SHAPE
from analysis.papers.readers.shapes import at
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

_URL = "https://api.openalex.org/works"
_PAGE = 100
_LONGEST_QUERY = 1_500  # characters, on a free plan
_SELECT = (
    "id,doi,title,display_name,publication_date,language,primary_location,authorships,"
    "is_authors_truncated,cited_by_count,counts_by_year,topics,keywords,referenced_works,abstract_inverted_index,"
    "is_retracted,is_paratext"
)
_FORM = "a topic such as T10028, or fields/17, subfields/1702 or domains/3"
_KINDS = {
    r"T\d+": "primary_topic.id:{}",
    r"fields/\d+": "primary_topic.field.id:{}",
    r"subfields/\d+": "primary_topic.subfield.id:{}",
    r"domains/\d+": "primary_topic.domain.id:{}",
}


def _steps(query: Query, today: date) -> list[Step]:
    if len(query.words or "") > _LONGEST_QUERY:
        raise InputError(f"OpenAlex takes a query of at most {_LONGEST_QUERY:,} characters.")
    filters = [
        f"from_publication_date:{query.since}",
        f"to_publication_date:{min(query.until, today)}",
    ]
    step = {"words": query.words, "cursor": "*"}
    narrowed = [[*filters, _filter(name)] for name in query.categories] or [filters]
    return [step | {"filter": ",".join(each)} for each in narrowed]


def _filter(category: str) -> str:
    for form, wanted in _KINDS.items():
        if re.fullmatch(form, category):
            return wanted.format(category)
    raise InputError(f"The category {category}: expected {_FORM} of OpenAlex.")


def _request(step: Step) -> Request:
    asked = {
        "filter": step["filter"],
        "select": _SELECT,
        "per-page": str(_PAGE),
        "cursor": step["cursor"],
    }
    if step["words"]:
        return Request(_URL, asked | {"search": step["words"]}, cost=10)
    return Request(_URL, asked, cost=1)


def _read(content: bytes, step: Step) -> Page:
    answer = parse_object(content)
    works = answer.get("results")
    if not isinstance(works, list):
        raise UnreadableAnswerError("no list of results")
    cursor = at(answer, "meta.next_cursor")
    if cursor and cursor == step["cursor"]:
        raise UnreadableAnswerError("the same page as before")
    following = [step | {"cursor": cursor}] if cursor and works else []
    return Page([_record(work) for work in objects(works)], following)


def _record(work: dict[str, Any]) -> Record:
    fields = SHAPE.fields(work)
    if not isinstance(work.get("id"), str):
        return Record(f"?{fields['title']}", fields, refused="not parsed")
    refused = "withdrawn" if work.get("is_retracted") else None
    refused = "no paper, such as a table of contents" if work.get("is_paratext") else refused
    note = "only the first 100 authors are known" if work.get("is_authors_truncated") else None
    return Record(work["id"], fields, refused=refused, note=note)


def _refusal(status: int, text: str) -> Refusal | None:
    """OpenAlex refuses in three ways that have the same status: only the text tells them apart."""
    if status == 401:
        return Refusal("the key is wrong. Check OPENALEX_API_KEY.")
    if status != 429:
        return None
    said = message_of(text)
    if "plan upgrade" in text.casefold():
        return Refusal(f"this query needs a plan that is paid for: {said}")
    if "insufficient budget" in text.casefold():
        return Refusal(
            "the allowance of the day is used up. What was fetched is kept; run the command again "
            "after 00:00 UTC.",
            used_up=True,
        )
    return Refusal(said, pause=1.0)


def _left(headers: Mapping[str, str]) -> int | None:
    """The credits of the day and those bought once; None where dollars are left beside them."""
    if headers.get("x-ratelimit-prepaid-remaining-usd", "").strip("0."):
        return None
    names = ("x-ratelimit-remaining", "x-ratelimit-onetime-remaining")
    found = [int(value) for name in names if (value := headers.get(name, "")).isdecimal()]
    return sum(found) if found else None


def _nothing(query: Query, _: date) -> str:
    return (
        f"OpenAlex has no new work of {query.since} to {query.until} for this query. New works "
        "arrive after some days; otherwise check the spelling."
    )


OPENALEX = Service(
    name="openalex",
    title="OpenAlex",
    takes=Takes(
        query=True,
        category=_FORM,
        needed=("query", "category"),
    ),
    steps=_steps,
    request=_request,
    read=_read,
    nothing=_nothing,
    refusal=_refusal,
    left=_left,
    spacing=0.1,
    overlap=30,  # works are listed weeks after they are published
    key="OPENALEX_API_KEY",
    key_header="Authorization",
    key_prefix="Bearer ",
    needs_key="OpenAlex needs a key to give more than one page: a free one is made at "
    "openalex.org. Put it into OPENALEX_API_KEY.",
)

"""Hugging Face's daily papers: the list of every day, with upvotes and code."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

from analysis.papers.readers.hugging_face import HUGGING_FACE as SHAPE
from analysis.papers.readers.shapes import at
from analysis.papers.sources.days import days_of, why_no_day
from analysis.papers.sources.json_answers import message_of, objects, parse_list
from analysis.papers.sources.service import (
    Page,
    Query,
    Record,
    Refusal,
    Request,
    Service,
    Step,
    Takes,
)

_URL = "https://huggingface.co/api/daily_papers"
_PAGE = 100  # the most that is allowed


def _steps(query: Query, today: date) -> list[Step]:
    known = replace(query, until=min(query.until, today))
    return [{"day": day.isoformat(), "page": 0} for day in days_of(known)]


def _request(step: Step) -> Request:
    return Request(_URL, {"date": step["day"], "limit": str(_PAGE), "p": str(step["page"])})


def _read(content: bytes, step: Step) -> Page:
    items = parse_list(content)
    following = [step | {"page": step["page"] + 1}] if len(items) >= _PAGE else []
    return Page([_record(item) for item in objects(items)], following)


def _record(item: dict[str, Any]) -> Record:
    paper = at(item, "paper") or {}
    identifier = at(paper, "id")
    fields = SHAPE.fields(item)
    if not isinstance(identifier, str):
        return Record(f"?{fields['title']}", fields, refused="not parsed")
    refused = "withdrawn" if at(paper, "withdrawnAt") else None
    return Record(identifier, fields, refused=refused)


def _refusal(status: int, text: str) -> Refusal | None:
    return Refusal(f"{message_of(text)} ({status})") if status == 400 else None


def _exhausted(headers: Mapping[str, str]) -> float | None:
    """Seconds until more requests are allowed, where `RateLimit` says that none is left."""
    limit = dict(re.findall(r";\s*([rt])=(\d+)", headers.get("ratelimit", "")))
    with suppress(KeyError):
        return float(limit["t"]) if int(limit["r"]) == 0 else None
    return None


def _nothing(query: Query, today: date) -> str:
    return why_no_day(query, today=today, service="Hugging Face")


HUGGINGFACE = Service(
    name="huggingface",
    title="Hugging Face",
    takes=Takes(),
    steps=_steps,
    request=_request,
    read=_read,
    nothing=_nothing,
    refusal=_refusal,
    exhausted=_exhausted,
    spacing=0.6,  # 500 requests in five minutes
    spacing_with_key=0.3,
    overlap=7,  # votes of the last week still change
    key="HF_TOKEN",
    key_header="Authorization",
    key_prefix="Bearer ",
)

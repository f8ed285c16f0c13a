"""arXiv: today's list by RSS, ranges of days by OAI-PMH, words by the query API, in that order.

All three are one service with one pace: a request every three seconds, and silence for ten minutes
after a refusal.
"""

import re
from datetime import date

from analysis.errors import InputError
from analysis.papers.sources.arxiv_harvest import harvest_steps, read_harvest
from analysis.papers.sources.arxiv_holidays import arxiv_holiday
from analysis.papers.sources.arxiv_list import read_list
from analysis.papers.sources.arxiv_search import read_search, search_request, search_steps
from analysis.papers.sources.days import why_no_day
from analysis.papers.sources.service import Page, Query, Refusal, Request, Service, Step, Takes

_FORM = "such as cs.CL or math"
_CATEGORY = re.compile(r"[a-z]+(-[a-z]+)?(\.[A-Za-z]+(-[a-z]+)?)?")
_SILENCE = 600.0  # seconds after a refusal
_OAI = "https://oaipmh.arxiv.org/oai"
_RSS = "https://rss.arxiv.org/rss/"


def _steps(query: Query, today: date) -> list[Step]:
    for category in query.categories:
        if not _CATEGORY.fullmatch(category):
            raise InputError(f"The category {category}: expected one {_FORM}.")
    if query.words:
        return search_steps(query, today)
    if query.since >= today:
        return [{"list": "+".join(query.categories)}]
    return harvest_steps(query, today)


def _request(step: Step) -> Request:
    if "list" in step:
        return Request(_RSS + step["list"])
    if "search" in step:
        return search_request(step)
    if "token" in step:
        return Request(_OAI, {"verb": "ListRecords", "resumptionToken": step["token"]})
    asked = {"verb": "ListRecords", "metadataPrefix": "arXiv"}
    return Request(_OAI, asked | {name: step[name] for name in ("set", "from", "until")})


def _read(content: bytes, step: Step) -> Page:
    if "list" in step:
        return read_list(content)
    return read_search(content, step) if "search" in step else read_harvest(content, step)


def _refusal(status: int, text: str) -> Refusal | None:
    if status == 429:
        return Refusal("the rate is exceeded (429)", pause=_SILENCE)
    if status == 400 and "<summary" in text:
        said = re.search(r"<summary[^>]*>([^<]*)", text)
        return Refusal(f"the query is refused: {said[1].strip() if said else ''}")
    return None


def _nothing(query: Query, today: date) -> str:
    return why_no_day(query, today=today, service="arXiv", holiday=arxiv_holiday)


ARXIV = Service(
    name="arxiv",
    title="arXiv",
    takes=Takes(query=True, category=_FORM, needed=("query", "category")),
    steps=_steps,
    request=_request,
    read=_read,
    nothing=_nothing,
    refusal=_refusal,
    spacing=3.0,
    overlap=4,
)

"""arXiv's query API: words, in slices of days below the ten thousand papers that it can page."""

import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta

from analysis.errors import InputError
from analysis.papers.readers.arxiv_xml import entry_fields
from analysis.papers.readers.markup import name_of, text_of
from analysis.papers.sources.arxiv_records import arxiv_record
from analysis.papers.sources.markup import parse_xml
from analysis.papers.sources.service import (
    Page,
    Query,
    Request,
    Step,
    UnreadableAnswerError,
)

_URL = "https://export.arxiv.org/api/query"
_PAGE = 200
_MOST = 9_000  # records of a slice: below the limit, even if some arrive meanwhile
_PREFIXES = frozenset(["ti", "au", "abs", "co", "jr", "cat", "rn", "id", "all", "submittedDate"])
_PREFIX = re.compile(r"\b([A-Za-z]+):(?!//)")


def search_steps(query: Query, today: date) -> list[Step]:
    """One step for all days; it is sliced when the service says how many papers there are."""
    words = (query.words or "").strip()
    unknown = [name for name in _PREFIX.findall(words) if name not in _PREFIXES]
    if unknown:
        raise InputError(
            f"arXiv knows no field {unknown[0]}:, and would search for the word. It knows "
            f"{', '.join(sorted(_PREFIXES - {'submittedDate'}))}."
        )
    if not _PREFIX.search(words):
        parts = re.findall(r'"[^"]+"|[^\s"]+', words)
        words = " AND ".join(f"all:{part}" for part in parts)
    within = " OR ".join(
        f"cat:{name}" if "." in name else f"cat:{name}*" for name in query.categories
    )
    search = f"({words}) AND ({within})" if within else f"({words})"
    days = [query.since.isoformat(), min(query.until, today).isoformat()]
    return [{"search": search, "days": days, "start": 0}]


def search_request(step: Step) -> Request:
    """The request of a page, oldest first, so that new papers come last."""
    first, last = (day.replace("-", "") for day in step["days"])
    return Request(
        _URL,
        {
            "search_query": f"{step['search']} AND submittedDate:[{first}0000 TO {last}2359]",
            "start": str(step["start"]),
            "max_results": str(_PAGE),
            "sortBy": "submittedDate",
            "sortOrder": "ascending",
        },
    )


def read_search(content: bytes, step: Step) -> Page:
    """The papers of a page, and the next page or, if there are too many, the two halves."""
    root = parse_xml(content)
    inside = {name_of(part): text_of(part) for part in root}
    entries = [part for part in root if name_of(part) == "entry"]
    _refuse_errors(entries, title=inside.get("title") or "")
    try:
        total = int(inside.get("totalResults") or "")
    except ValueError as error:
        raise UnreadableAnswerError("no number of results") from error
    if total > _MOST and step["days"][0] < step["days"][1]:
        return Page([], _halves(step))
    if total > _MOST and not step["start"]:
        raise InputError(
            f"arXiv has {total:,} papers of {step['days'][0]} for this query. Narrow it."
        )
    following = step["start"] + len(entries)
    if not entries and following < total:
        raise UnreadableAnswerError(f"an empty page, though there are {total:,} papers")
    # Advanced by the entries that came, those without a date too: else one is lost and one doubled.
    records = [arxiv_record(entry, entry_fields(entry)) for entry in entries]
    return Page(records, [step | {"start": following}] if following < total else [])


def _halves(step: Step) -> list[Step]:
    first, last = (date.fromisoformat(day) for day in step["days"])
    middle = first + (last - first) // 2
    later = middle + timedelta(days=1)
    slices = ((first, middle), (later, last))
    return [step | {"days": [a.isoformat(), b.isoformat()], "start": 0} for a, b in slices]


def _refuse_errors(entries: list[ET.Element], *, title: str) -> None:
    """Raise InputError for an error in the guise of a paper, and for a query that was rewritten."""
    for entry in entries:
        texts = {name_of(part): text_of(part) for part in entry}
        if "api/errors" in (texts.get("id") or ""):
            raise InputError(f"arXiv does not understand the request: {texts.get('summary')}")
    rewritten = re.search(r"\ball:([A-Za-z]+):", title)
    if rewritten:
        raise InputError(
            f"arXiv knows no field {rewritten[1]}:, and searched for the word instead."
        )

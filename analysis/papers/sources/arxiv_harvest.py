"""arXiv's OAI-PMH: everything of a category that was submitted in a range of days.

The interface knows the day of the last change only, so what was changed since the first day is
asked for, and what was submitted on other days is left out.
"""

import re
import xml.etree.ElementTree as ET
from datetime import date
from urllib.parse import unquote

from analysis.errors import InputError
from analysis.papers.readers.arxiv_xml import harvested_fields
from analysis.papers.readers.markup import name_of, text_of
from analysis.papers.sources.arxiv_records import arxiv_record
from analysis.papers.sources.markup import parse_xml
from analysis.papers.sources.service import Page, Query, Step, UnreadableAnswerError

_EARLIEST = date(2005, 9, 16)  # before which the interface has no day of change
_PHYSICS = frozenset(
    [
        "astro-ph",
        "cond-mat",
        "gr-qc",
        "hep-ex",
        "hep-lat",
        "hep-ph",
        "hep-th",
        "math-ph",
        "nlin",
        "nucl-ex",
        "nucl-th",
        "physics",
        "quant-ph",
    ]
)


def harvest_steps(query: Query, today: date) -> list[Step]:
    """The first step of each category."""
    return [
        {
            "set": _set_of(category),
            "from": max(query.since, _EARLIEST).isoformat(),
            "until": today.isoformat(),
            "submitted": [query.since.isoformat(), query.until.isoformat()],
        }
        for category in query.categories
    ]


def read_harvest(content: bytes, step: Step) -> Page:
    """The records of an answer that were submitted in the range, and the step of the next page.

    A token that has expired leads back to the day that it stood for.
    """
    root = parse_xml(content)
    inside = {name_of(part): part for part in root}
    if "error" in inside:
        return _after_error(inside["error"], step)
    listed = inside.get("ListRecords")
    if listed is None:
        raise UnreadableAnswerError("no list of records")
    records = [
        arxiv_record(part, harvested_fields(part)) for part in listed if name_of(part) == "record"
    ]
    token = next((text_of(p) for p in listed if name_of(p) == "resumptionToken"), None)
    if token and token == step.get("token"):
        raise UnreadableAnswerError("the same page as before")
    begun = {key: value for key, value in step.items() if key != "token"}
    first, last = step["submitted"]
    kept = [
        record
        for record in records
        if record.fields.get("published") is None or first <= record.fields["published"] <= last
    ]
    return Page(kept, [begun | {"token": token}] if token else [])


def _after_error(error: ET.Element, step: Step) -> Page:
    code, said = error.get("code"), text_of(error) or ""
    if code == "noRecordsMatch":
        return Page([])
    if code == "badResumptionToken" and "token" in step:
        begun = {key: value for key, value in step.items() if key != "token"}
        reached = re.search(r"\bfrom=(\d{4}-\d\d-\d\d)", unquote(step["token"]))
        return Page([], [begun | ({"from": reached[1]} if reached else {})])
    raise InputError(f"arXiv does not understand the request ({code}): {said[:200]}")


def _set_of(category: str) -> str:
    archive, _, subject = category.partition(".")
    group = "physics" if archive in _PHYSICS else archive
    sets = [group, archive, subject] if subject or group != archive else [group]
    return ":".join(part for part in sets if part)

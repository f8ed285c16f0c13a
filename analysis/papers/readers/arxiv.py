"""Papers of arXiv's metadata snapshot: parsed authors, and the date of the first version."""

from email.utils import parsedate_to_datetime
from typing import Any

from analysis.papers.readers.shapes import (
    Record,
    Shape,
    Taken,
    as_list,
    labels,
    text,
)
from analysis.papers.withdrawn import is_withdrawn


def _is_paper(record: Record) -> bool:
    return "title" in record and (
        "authors_parsed" in record
        or ("categories" in record and ("versions" in record or "submitter" in record))
    )


def _withdrawn(record: Record) -> str | None:
    withdrawn = is_withdrawn(record.get("abstract"), comment=record.get("comments"))
    return "a withdrawn paper" if withdrawn else None


def _authors(value: Any) -> list[str] | str | None:
    """Names from lists of family name, given names and suffix; a text as it is."""
    if isinstance(value, str):
        return value
    return [name for parts in as_list(value) if (name := _name(parts))]


def _name(parts: Any) -> str:
    given = [part for part in as_list(parts)[:3] if isinstance(part, str)]
    family, rest = given[:1], given[1:]
    return " ".join(filter(None, (*rest[:1], *family, *rest[1:])))


def _day(value: Any) -> str | None:
    """The ISO day of a time such as `Mon, 2 Apr 2007 19:18:42 GMT`, of a list that of the first."""
    given = text(value)
    if given is None:
        return None
    try:
        return parsedate_to_datetime(given).date().isoformat()
    except ValueError:
        return given


_TAKEN = {
    "title": Taken("title", read=text),
    "abstract": Taken("abstract", read=text),
    "authors": Taken("authors_parsed", "authors", read=_authors),
    "published": Taken("versions[].created", "update_date", read=_day),
    "venue": Taken("journal-ref", read=text),
    "categories": Taken("categories", read=labels),
    "doi": Taken("doi", read=text),
    "arxiv_id": Taken("id", read=text),
}
ARXIV = Shape(
    "arXiv's snapshot",
    _is_paper,
    _TAKEN,
    refused=_withdrawn,
)

"""Works of Crossref, and CSL-JSON, whose names Crossref's are.

Dates are lists of numbers (`date-parts`), abstracts JATS.
"""

from typing import Any

from analysis.papers.readers.jats import plain_jats
from analysis.papers.readers.shapes import (
    Record,
    Shape,
    Taken,
    as_list,
    at,
    authors,
    date,
    first,
    labels,
    number,
    text,
    texts,
)


def _is_work(record: Record) -> bool:
    return "DOI" in record and (
        isinstance(record.get("title"), list) or "is-referenced-by-count" in record
    )


def _is_item(record: Record) -> bool:
    has_csl = isinstance(record.get("issued"), dict) or "container-title" in record
    return "type" in record and "title" in record and has_csl


def _date(value: Any) -> str | None:
    """The first date of an object with `date-parts`, or as it is written."""
    parts = [str(part) for part in as_list(first(at(value, "date-parts"))) if number(part)]
    return (
        "-".join(parts[:3]) or text(at(value, "raw")) or text(at(value, "literal")) or date(value)
    )


_DATES = ("issued", "published", "published-online", "published-print", "posted", "created")
_TAKEN = {
    "title": Taken("title", read=text),
    "abstract": Taken("abstract", read=plain_jats),
    "authors": Taken("author", read=authors),
    "published": Taken(*_DATES, read=_date),
    "venue": Taken("container-title", "event.name", "event-title", "institution[].name", read=text),
    "categories": Taken("subject", "categories", read=labels),
    "keywords": Taken("keyword", read=labels),
    "lang": Taken("language", read=text),
    "url": Taken("URL", read=text),
    "doi": Taken("DOI", read=text),
    "id": Taken("id", "DOI", read=text),
    "citations": Taken("is-referenced-by-count", read=number),
    "references": Taken("reference[].DOI", read=texts),
}
CROSSREF = Shape("Crossref", _is_work, _TAKEN)
CSL = Shape("CSL-JSON", _is_item, _TAKEN)

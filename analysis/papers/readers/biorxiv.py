"""Preprints of bioRxiv and medRxiv; `published` is the DOI of the article, not a date."""

from typing import Any

from analysis.papers.readers.shapes import (
    Record,
    Shape,
    Taken,
    names_family_first,
    text,
)
from analysis.papers.withdrawn import is_withdrawn

_SERVERS = ("biorxiv", "medrxiv")


def _is_preprint(record: Record) -> bool:
    server = text(record.get("server")) or text(record.get("preprint_platform")) or ""
    return server.casefold() in _SERVERS or "jatsxml" in record or "preprint_doi" in record


def _withdrawn(record: Record) -> str | None:
    abstract = record.get("abstract") or record.get("preprint_abstract")
    kind, title = (str(record.get(key)).casefold() for key in ("type", "title"))
    is_marked = kind.startswith("withdrawn") or title.startswith("withdrawn:")
    return "a withdrawn preprint" if is_marked or is_withdrawn(abstract) else None


def _authors(value: Any) -> list[str]:
    return names_family_first(value.split(";") if isinstance(value, str) else value)


_TAKEN = {
    "title": Taken("title", "preprint_title", read=text),
    "abstract": Taken("abstract", "preprint_abstract", read=text),
    "authors": Taken("authors", "preprint_authors", read=_authors),
    "published": Taken("date", "preprint_date", read=text),
    "venue": Taken("server", "preprint_platform", read=text),
    "categories": Taken("category", "preprint_category", read=text),
    "doi": Taken("doi", "preprint_doi", "biorxiv_doi", read=text),
}
BIORXIV = Shape("bioRxiv", _is_preprint, _TAKEN, refused=_withdrawn)

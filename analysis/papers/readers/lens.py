"""Scholarly works of The Lens."""

from typing import Any

from analysis.papers.readers.shapes import (
    Record,
    Shape,
    Taken,
    as_list,
    at,
    authors,
    date,
    number,
    text,
    texts,
)


def _is_work(record: Record) -> bool:
    return "lens_id" in record and "title" in record


def _doi(ids: Any) -> str | None:
    found = (at(entry, "value") for entry in as_list(ids) if at(entry, "type") == "doi")
    return text(next(found, None))


_TAKEN = {
    "title": Taken("title", read=text),
    "abstract": Taken("abstract", read=text),
    "authors": Taken("authors", read=authors),
    "published": Taken("date_published", "year_published", read=date),
    "venue": Taken("source.title", "conference.name", read=text),
    "categories": Taken("fields_of_study", read=texts),
    "keywords": Taken("keywords", read=texts),
    "lang": Taken("languages", read=text),
    "url": Taken("source_urls[].url", read=text),
    "doi": Taken("external_ids", read=_doi),
    "id": Taken("lens_id", read=text),
    "citations": Taken("scholarly_citations_count", read=number),
    "references": Taken("references[].lens_id", read=texts),
}
LENS = Shape("The Lens", _is_work, _TAKEN)

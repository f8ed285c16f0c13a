"""Works of OpenAlex."""

from typing import Any

from analysis.papers.inverted_index import text_of_inverted_index
from analysis.papers.readers.shapes import (
    Record,
    Shape,
    Taken,
    date,
    number,
    text,
    texts,
)

_AUTHORS = ("authorships[].author.display_name", "authorships[].raw_author_name")


def _is_work(record: Record) -> bool:
    return "abstract_inverted_index" in record or "authorships" in record


def _retracted(record: Record) -> str | None:
    return "retracted papers" if record.get("is_retracted") is True else None


def _abstract(value: Any) -> str | None:
    return text_of_inverted_index(value) or text(value)


def _ids(value: Any) -> list[str]:
    return [address.rpartition("/")[2] for address in texts(value)]


_TAKEN = {
    "title": Taken("title", "display_name", read=text),
    "abstract": Taken("abstract_inverted_index", "abstract", read=_abstract),
    "authors": Taken(*_AUTHORS, read=texts),
    "published": Taken("publication_date", "publication_year", read=date),
    "venue": Taken("primary_location.source.display_name", "host_venue.display_name", read=text),
    "categories": Taken("topics[].display_name", "primary_topic.display_name", read=texts),
    "keywords": Taken("keywords[].display_name", "keywords[].keyword", "keywords", read=texts),
    "lang": Taken("language", read=text),
    "url": Taken("primary_location.landing_page_url", "doi", "id", read=text),
    "arxiv_id": Taken(
        "locations[].landing_page_url",
        read=lambda links: next((link for link in texts(links) if "arxiv.org/" in link), None),
    ),
    "doi": Taken("doi", "ids.doi", read=text),
    "id": Taken("id", "ids.openalex", read=text),
    "citations": Taken("cited_by_count", read=number),
    "citations_by_year": Taken("counts_by_year"),
    "references": Taken("referenced_works", read=_ids),
}
OPENALEX = Shape("OpenAlex", _is_work, _TAKEN, noted=_retracted)

"""Publications of Dimensions."""

from analysis.papers.readers.shapes import (
    Record,
    Shape,
    Taken,
    authors,
    date,
    number,
    text,
    texts,
)

_MARKS = ("times_cited", "linkout", "category_for", "reference_ids", "concepts", "journal", "doi")


def _is_publication(record: Record) -> bool:
    identifier = record.get("id")
    is_pub = isinstance(identifier, str) and identifier.startswith("pub.")
    return is_pub and any(mark in record for mark in _MARKS)


_TAKEN = {
    "title": Taken("title", read=text),
    "abstract": Taken("abstract", read=text),
    "authors": Taken("authors", read=authors),
    "published": Taken("date", "date_normal", "year", read=date),
    "venue": Taken(
        "journal.title", "source_title.title", "proceedings_title", "book_title", read=text
    ),
    "categories": Taken("category_for[].name", read=texts),
    "keywords": Taken("concepts", read=texts),
    "url": Taken("linkout", "dimensions_url", read=text),
    "arxiv_id": Taken("arxiv_id", read=text),
    "doi": Taken("doi", read=text),
    "id": Taken("id", read=text),
    "citations": Taken("times_cited", read=number),
    "references": Taken("reference_ids", read=texts),
}
DIMENSIONS = Shape("Dimensions", _is_publication, _TAKEN)

"""Papers of Semantic Scholar, of its interface and of its data sets (names in lower case)."""

import re

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


def _is_paper(record: Record) -> bool:
    ids = (record.get("externalIds"), record.get("externalids"))
    is_hash = _HASH.fullmatch(text(record.get("paperId")) or "")
    return "title" in record and bool(is_hash or any(isinstance(part, dict) for part in ids))


_HASH = re.compile("[0-9a-f]{40}")
# `tldr` is a sentence by a model, no abstract.
_TAKEN = {
    "title": Taken("title", read=text),
    "abstract": Taken("abstract", read=text),
    "authors": Taken("authors", read=authors),
    "published": Taken("publicationDate", "publicationdate", "year", read=date),
    "venue": Taken("venue", "publicationVenue.name", "journal.name", read=text),
    "categories": Taken(
        "s2FieldsOfStudy[].category", "s2fieldsofstudy[].category", "fieldsOfStudy", read=texts
    ),
    "url": Taken("url", "openAccessPdf.url", read=text),
    "arxiv_id": Taken("externalIds.ArXiv", "externalids.ArXiv", read=text),
    "doi": Taken("externalIds.DOI", "externalids.DOI", read=text),
    "id": Taken("paperId", "corpusid"),
    "citations": Taken("citationCount", "citationcount", read=number),
    "references": Taken("references[].paperId", read=texts),
}
SEMANTIC_SCHOLAR = Shape(
    "Semantic Scholar",
    _is_paper,
    _TAKEN,
)

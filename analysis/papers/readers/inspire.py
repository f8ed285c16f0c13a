"""Literature of INSPIRE, whose records are under `metadata`."""

from typing import Any

from analysis.papers.readers.jats import plain_jats
from analysis.papers.readers.shapes import (
    Record,
    Shape,
    Taken,
    at,
    first,
    names_family_first,
    number,
    text,
    texts,
)


def _is_record(record: Record) -> bool:
    return at(record, "titles[].title") != [] and any(
        key in record for key in ("abstracts", "arxiv_eprints", "inspire_categories")
    )


def _abstract(value: Any) -> str | None:
    return plain_jats(first(value))


_TAKEN = {
    "title": Taken("titles[].title", read=text),
    "abstract": Taken("abstracts[].value", read=_abstract),
    "authors": Taken("authors[].full_name", read=names_family_first),
    "published": Taken("preprint_date", "earliest_date", "imprints[].date", read=text),
    "venue": Taken("publication_info[].journal_title", read=text),
    "categories": Taken("inspire_categories[].term", "arxiv_eprints[].categories", read=texts),
    "keywords": Taken("keywords[].value", read=texts),
    "arxiv_id": Taken("arxiv_eprints[].value", read=text),
    "doi": Taken("dois[].value", read=text),
    "id": Taken("control_number"),
    "citations": Taken("citation_count", read=number),
}
INSPIRE = Shape("INSPIRE", _is_record, _TAKEN)

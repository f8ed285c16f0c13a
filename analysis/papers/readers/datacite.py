"""Works of DataCite, whose records are under `attributes`."""

from typing import Any

from analysis.papers.readers.jats import plain_jats
from analysis.papers.readers.shapes import (
    Record,
    Shape,
    Taken,
    as_list,
    at,
    date,
    names_family_first,
    number,
    text,
    texts,
)


def _is_work(record: Record) -> bool:
    return at(record, "titles[].title") != [] and "descriptions" in record


def _abstract(descriptions: Any) -> str | None:
    parts = [
        at(part, "description")
        for part in as_list(descriptions)
        if at(part, "descriptionType") in ("Abstract", None)
    ]
    return plain_jats(next(iter(parts), None))


_TAKEN = {
    "title": Taken("titles[].title", read=text),
    "abstract": Taken("descriptions", read=_abstract),
    "authors": Taken("creators[].name", read=names_family_first),
    "published": Taken("published", "created", "publicationYear", read=date),
    "venue": Taken("container.title", read=text),
    "categories": Taken("subjects[].subject", read=texts),
    "lang": Taken("language", read=text),
    "url": Taken("url", read=text),
    "doi": Taken("doi", read=text),
    "citations": Taken("citationCount", read=number),
}
DATACITE = Shape("DataCite", _is_work, _TAKEN)

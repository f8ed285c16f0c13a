"""Publications of DBLP, which has no abstracts: other files must bring them."""

from analysis.papers.readers.shapes import (
    Record,
    Shape,
    Taken,
    at,
    authors,
    date,
    text,
)


def _is_hit(record: Record) -> bool:
    return at(record, "info.title") is not None and at(record, "info.key") is not None


_TAKEN = {
    "title": Taken("info.title", "info.title.text", read=text),
    "authors": Taken("info.authors.author", read=authors),
    "published": Taken("info.year", read=date),
    "venue": Taken("info.venue", read=text),
    "url": Taken("info.ee", "info.url", read=text),
    "doi": Taken("info.doi", read=text),
    "id": Taken("info.key", read=text),
}
DBLP = Shape("DBLP", _is_hit, _TAKEN)

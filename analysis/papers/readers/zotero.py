"""Items of Zotero, as its interface has them under `data`, and Better BibTeX's JSON."""

from typing import Any

from analysis.papers.readers.shapes import (
    Record,
    Shape,
    Taken,
    as_list,
    at,
    date,
    names,
    text,
    texts,
)

_NO_PAPERS = frozenset(("attachment", "note", "annotation"))
_VENUES = ("publicationTitle", "proceedingsTitle", "conferenceName", "bookTitle", "repository")


def _is_item(record: Record) -> bool:
    return isinstance(record.get("itemType"), str)


def _no_paper(record: Record) -> str | None:
    kind = record["itemType"]
    return f"an item of the kind {kind}" if kind in _NO_PAPERS else None


def _authors(creators: Any) -> list[str]:
    """The authors among an item's creators; all, such as editors, if none is called author."""
    people = [person for person in as_list(creators) if isinstance(person, dict)]
    authors = [person for person in people if person.get("creatorType") == "author"]
    return names(authors or people)


def _of_arxiv(value: Any) -> str | None:
    return value if isinstance(value, str) and "arxiv" in value.casefold() else None


def _tags(value: Any) -> list[str]:
    return texts([at(tag, "tag") if isinstance(tag, dict) else tag for tag in as_list(value)])


_TAKEN = {
    "title": Taken("title", read=text),
    "abstract": Taken("abstractNote", read=text),
    "authors": Taken("creators", read=_authors),
    "published": Taken("date", read=date),
    "venue": Taken(*_VENUES, read=text),
    "keywords": Taken("tags", read=_tags),
    "lang": Taken("language", read=text),
    "url": Taken("url", read=text),
    "arxiv_id": Taken("archiveID", "extra", read=_of_arxiv),
    "doi": Taken("DOI", "extra", read=text),
    "id": Taken("key", "itemKey", read=text),
}
ZOTERO = Shape("Zotero", _is_item, _TAKEN, refused=_no_paper)

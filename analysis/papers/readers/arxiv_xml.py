"""Papers in arXiv's three kinds of XML: Atom of the query API, RSS of the lists, OAI-PMH."""

import re
import xml.etree.ElementTree as ET
from email.utils import parsedate_to_datetime
from typing import Any

from analysis.papers.readers.markup import name_of, text_of
from analysis.papers.withdrawn import is_withdrawn

_ID = re.compile(r"(?:abs/|arXiv\.org:|arXiv:|^)((?:\d{4}\.\d{4,5})|[a-z-]+(?:\.[A-Z]{2})?/\d{7})")


def entry_fields(entry: ET.Element) -> dict[str, Any]:
    """The fields of an entry of Atom, also of the lists."""
    texts = _texts(entry)
    people = [part for one in entry if name_of(one) == "author" for part in one]
    names = [text_of(part) for part in people if name_of(part) == "name"]
    return _with_id(
        texts.get("id"),
        {
            "title": texts.get("title"),
            "abstract": _abstract(texts.get("summary")),
            "authors": names or _creators(entry),
            "published": (texts.get("published") or "")[:10] or None,
            "categories": [part.get("term") for part in entry if name_of(part) == "category"],
            "venue": texts.get("journal_ref") or texts.get("journal_reference"),
            "doi": texts.get("doi") or texts.get("DOI"),
        },
    )


def item_fields(item: ET.Element) -> dict[str, Any]:
    """The fields of an item of RSS, an announcement."""
    texts = _texts(item)
    return _with_id(
        texts.get("guid") or texts.get("link"),
        {
            "title": texts.get("title"),
            "abstract": _abstract(texts.get("description")),
            "authors": _creators(item),
            "published": _day(texts.get("pubDate")),
            "categories": [text_of(part) for part in item if name_of(part) == "category"],
            "venue": texts.get("journal_reference"),
            "doi": texts.get("DOI"),
        },
    )


def harvested_fields(record: ET.Element) -> dict[str, Any]:
    """The fields of a record of OAI-PMH in arXiv's own format."""
    texts = {name_of(part): text_of(part) for part in record.iter()}
    return _with_id(
        texts.get("id") or texts.get("identifier"),
        {
            "title": texts.get("title"),
            "abstract": texts.get("abstract"),
            "authors": [_name(part) for part in record.iter() if name_of(part) == "author"],
            "published": texts.get("created"),
            "categories": (texts.get("categories") or "").split(),
            "venue": texts.get("journal-ref"),
            "doi": texts.get("doi"),
        },
    )


def arxiv_refused(part: ET.Element) -> str | None:
    """Why an entry, an item or a record is no paper: it was withdrawn."""
    texts = {name_of(inner): text_of(inner) for inner in part.iter()}
    said = texts.get("abstract") or _abstract(texts.get("summary") or texts.get("description"))
    comment = texts.get("comment") or texts.get("comments")
    deleted = any(name_of(one) == "header" and one.get("status") == "deleted" for one in part)
    return "withdrawn" if deleted or is_withdrawn(said, comment=comment) else None


def _with_id(text: str | None, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields with the id that an address, an OAI identifier or a bare id holds."""
    found = _ID.search(text or "")
    url = f"https://arxiv.org/abs/{found[1]}" if found else None
    return fields | {"arxiv_id": found[1] if found else None, "url": url}


def _texts(part: ET.Element) -> dict[str, str | None]:
    return {name_of(one): text_of(one) for one in part}


def _abstract(text: str | None) -> str | None:
    """An abstract without what an announcement says before it."""
    before, _, after = (text or "").partition("Abstract:")
    return (after if "Announce Type:" in before else text or "").strip() or None


def _creators(part: ET.Element) -> list[str]:
    texts = [text_of(one) or "" for one in part if name_of(one) == "creator"]
    return [name for text in texts for name in text.split(", ") if name]


def _name(author: ET.Element) -> str:
    parts = _texts(author)
    order = ("forenames", "keyname", "suffix")
    return " ".join(text for name in order if (text := parts.get(name)))


def _day(text: str | None) -> str | None:
    try:
        return parsedate_to_datetime(text or "").date().isoformat()
    except ValueError:
        return None

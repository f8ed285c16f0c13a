"""Papers in the XML of the ACL Anthology: a collection of volumes."""

from typing import Any

from analysis.papers.readers.markup import iso_date, text_of

_SITE = "https://aclanthology.org/"


def anthology_fields(paper: Any) -> dict[str, Any]:
    """The fields of a paper, with the venue and the date of its volume; an element of lxml."""
    meta = paper.find("../meta")
    url = text_of(paper.find("url"))
    return {
        "title": text_of(paper.find("title")),
        "abstract": text_of(paper.find("abstract")),
        "authors": [_name(one) for one in paper.iterfind("author")],
        "published": None if meta is None else _published(meta),
        "venue": None if meta is None else text_of(meta.find("booktitle")),
        "lang": text_of(paper.find("language")),
        "url": url if url is None or "://" in url else f"{_SITE}{url}/",
        "doi": text_of(paper.find("doi")),
    }


def anthology_refused(paper: Any) -> str | None:
    """Why a paper is none: it was retracted or removed."""
    return next((kind for kind in ("retracted", "removed") if paper.find(kind) is not None), None)


def _name(author: Any) -> str:
    parts = (text_of(author.find("first")), text_of(author.find("last")))
    return " ".join(part for part in parts if part)


def _published(meta: Any) -> str | None:
    """The month in which a volume appeared; `July 5-10` and `June–July` begin in theirs."""
    year = text_of(meta.find("year"))
    return iso_date(year, text_of(meta.find("month"))) if year else None

"""Notes of OpenReview; in its newer interface the content's values are objects with `value`."""

import re
from typing import Any

from analysis.papers.readers.shapes import (
    Record,
    Shape,
    Taken,
    at,
    day_of_milliseconds,
    names,
    text,
    texts,
)

_DATES = ("pdate", "odate", "cdate", "tcdate")
_MARKS = ("forum", "invitation", "invitations", "cdate", "signatures")
_STANDINGS = {"withdrawn": "withdrawn submissions", "desk": "desk-rejected submissions"}
_STANDING = re.compile(r"(withdrawn)|(desk)[\s_-]*reject", re.IGNORECASE)


def _is_note(record: Record) -> bool:
    title = at(record, "content.title")
    return title is not None and any(mark in record for mark in _MARKS)


def _standing(record: Record) -> str | None:
    """What the venue and the invitations of a submission say of it, if it was not judged."""
    said = [*_texts(at(record, "content.venue")), *_texts(at(record, "content.venueid"))]
    said += [*texts(record.get("invitation")), *texts(record.get("invitations"))]
    found = next((match for part in said if (match := _STANDING.search(part))), None)
    return _STANDINGS[next(filter(None, found.groups())).lower()] if found else None


def _value(value: Any) -> Any:
    return value.get("value") if isinstance(value, dict) else value


def _text(value: Any) -> str | None:
    return text(_value(value))


def _texts(value: Any) -> list[str]:
    return texts(_value(value))


def _names(value: Any) -> list[str]:
    return names(_value(value))


def _address(value: Any) -> str | None:
    return f"https://openreview.net/forum?id={value}" if isinstance(value, str) else None


_TAKEN = {
    "title": Taken("content.title", read=_text),
    "abstract": Taken("content.abstract", read=_text),
    "authors": Taken("content.authors", read=_names),
    "published": Taken(*_DATES, read=day_of_milliseconds),
    "venue": Taken("content.venue", read=_text),
    "categories": Taken("content.primary_area", "content.subject_areas", read=_texts),
    "keywords": Taken("content.keywords", read=_texts),
    "url": Taken("forum", "id", read=_address),
    "code_url": Taken("content.code", "content.code_url", read=_text),
    "id": Taken("id", "forum", read=text),
}
OPENREVIEW = Shape("OpenReview", _is_note, _TAKEN, noted=_standing)

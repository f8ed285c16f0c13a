"""Papers of Hugging Face: daily papers, search results, and single papers.

A daily paper is the paper itself under `paper`, in an entry of the list of a day; searches give
the paper alone. The date is the paper's own, never that of the list.
"""

from analysis.papers.readers.shapes import (
    Record,
    Shape,
    Taken,
    at,
    fields_of,
    names,
    number,
    origins_of,
    text,
    texts,
)

_MARKS = ("discussionId", "submittedOnDailyAt", "upvotes", "thumbnailUrl", "ai_keywords")


def _is_entry(record: Record) -> bool:
    return _is_paper(at(record, "paper"))


def _is_paper(record: object) -> bool:
    return (
        isinstance(record, dict)
        and {"id", "title", "publishedAt"} <= record.keys()
        and any(mark in record for mark in _MARKS)
    )


def _withdrawn(record: Record) -> str | None:
    return "withdrawn" if at(record, "paper.withdrawnAt") or record.get("withdrawnAt") else None


def _either(*keys: str) -> list[str]:
    return [path for key in keys for path in (f"paper.{key}", key)]


_TAKEN = {
    "title": Taken(*_either("title"), read=text),
    "abstract": Taken(*_either("summary"), read=text),
    "authors": Taken(*_either("authors"), read=names),
    "published": Taken(*_either("publishedAt"), read=text),
    "keywords": Taken(*_either("ai_keywords"), read=texts),
    "code_url": Taken(*_either("githubRepo"), read=text),
    "arxiv_id": Taken(*_either("id"), read=text),
    "upvotes": Taken(*_either("upvotes"), read=number),
}
HUGGING_FACE = Shape(
    "Hugging Face",
    lambda record: _is_entry(record) or _is_paper(record),
    fields_of(_TAKEN),
    origins=origins_of(_TAKEN),
    refused=_withdrawn,
)

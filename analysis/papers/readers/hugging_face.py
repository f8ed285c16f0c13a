"""Papers of Hugging Face: daily papers, search results, and single papers.

A daily paper is the paper itself under `paper`, in an entry of the list of a day; searches give
the paper alone. The date is the paper's own, never that of the list.
"""

from analysis.papers.readers.shapes import (
    Record,
    Shape,
    Taken,
    at,
    authors,
    number,
    text,
    texts,
)

_MARKS = ("discussionId", "submittedOnDailyAt", "upvotes", "thumbnailUrl", "ai_keywords")


def _is_paper(record: Record) -> bool:
    paper = record["paper"] if isinstance(record.get("paper"), dict) else record
    return {"id", "title", "publishedAt"} <= paper.keys() and any(mark in paper for mark in _MARKS)


def _withdrawn(record: Record) -> str | None:
    withdrawn = at(record, "paper.withdrawnAt") or record.get("withdrawnAt")
    return "a withdrawn paper" if withdrawn else None


_TAKEN = {
    "title": Taken("paper.title", "title", read=text),
    "abstract": Taken("paper.summary", "summary", "abstract", read=text),
    "authors": Taken("paper.authors", "authors", read=authors),
    "published": Taken("paper.publishedAt", "publishedAt", read=text),
    "keywords": Taken("paper.ai_keywords", "ai_keywords", read=texts),
    "code_url": Taken("paper.githubRepo", "githubRepo", read=text),
    "arxiv_id": Taken("paper.id", "id", read=text),
    "upvotes": Taken("paper.upvotes", "upvotes", read=number),
}
HUGGING_FACE = Shape("Hugging Face", _is_paper, _TAKEN, refused=_withdrawn)

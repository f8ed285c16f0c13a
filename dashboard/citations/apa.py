"""References in APA style, in plain text.

Source: Publication Manual of the American Psychological Association, 7th edition (2020), chapters
9 and 10. Plain text has no italics.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.citations.references import Name, Reference, references

# Of more authors the first nineteen are named, and the last.
_NAMED = 20


def apa(papers: Sequence[Mapping[str, Any]]) -> str:
    """One reference per paper and line, in input order; unknown fields are omitted.

    `papers` are dictionaries by the columns of a run's documents.
    """
    return "".join(f"{_line(paper)}\n" for paper in references(papers))


def _line(paper: Reference) -> str:
    date = f"({paper.date[0] if paper.date else 'n.d.'})."
    number = f" (arXiv:{paper.arxiv_id})" if paper.kind == "preprint" else ""
    title = _ended(f"{paper.title}{number}")
    authors = _ended(_authors(paper.names))
    venue = "arXiv" if paper.kind == "preprint" else paper.venue
    venue = f"In {venue}" if paper.kind == "proceedings" else venue
    parts = [authors, date, title] if authors else [title, date]
    return " ".join(part for part in [*parts, _ended(venue), _address(paper)] if part)


def _ended(text: str) -> str:
    return text if not text or text.endswith((".", "?", "!")) else f"{text}."


def _authors(names: Sequence[Name]) -> str:
    written = [_author(name) for name in names]
    if len(written) > _NAMED:
        return f"{', '.join(written[: _NAMED - 1])}, … {written[-1]}"
    if len(written) < 2:
        return "".join(written)
    return f"{', '.join(written[:-1])}, & {written[-1]}"


def _author(name: Name) -> str:
    return ", ".join(part for part in (name.family, _initials(name.given), name.suffix) if part)


def _initials(given: str) -> str:
    """Initials of given names: `Jean-Paul A.` as `J.-P. A.`."""
    words = re.sub(r"\.(?!-)", ". ", given).split()
    letters = [[part.strip(".")[:1].upper() for part in word.split("-")] for word in words]
    return " ".join("-".join(f"{one}." for one in word if one) for word in letters)


def _address(paper: Reference) -> str:
    if paper.doi:
        return f"https://doi.org/{paper.doi}"
    if paper.kind == "preprint":
        return f"https://doi.org/10.48550/arXiv.{paper.arxiv_id}"
    return paper.url

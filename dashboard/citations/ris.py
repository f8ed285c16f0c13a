"""RIS records, read by every reference manager.

Source of the tags: RIS Format Specifications, Research Information Systems (2011).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dashboard.citations.references import Name, Reference, references

_TYPES = {"article": "JOUR", "proceedings": "CPAPER", "preprint": "UNPB", "other": "GEN"}


def ris(papers: Sequence[Mapping[str, Any]]) -> str:
    """One RIS record per paper, in input order, CR LF lines; unknown fields are omitted.

    `papers` are dictionaries by the columns of a run's documents.
    """
    records = [_lines(paper) for paper in references(papers)]
    return "".join(f"{line}\r\n" for record in records for line in [*record, ""])


def _lines(paper: Reference) -> Iterator[str]:
    yield f"TY  - {_TYPES[paper.kind]}"
    for tag, text in _fields(paper):
        if text:
            yield f"{tag}  - {text}"
    yield "ER  - "


def _fields(paper: Reference) -> Iterator[tuple[str, str]]:
    yield "ID", paper.key
    yield "TI", paper.title
    yield from (("AU", _author(name)) for name in paper.names)
    yield "PY", "".join(paper.date[:1])
    yield "DA", "/".join(paper.date)
    yield "T2", paper.venue
    yield "AN", f"arXiv:{paper.arxiv_id}" if paper.arxiv_id else ""
    yield "DO", paper.doi
    yield "UR", paper.url
    yield from (("KW", keyword) for keyword in paper.keywords)
    yield "AB", paper.abstract


def _author(name: Name) -> str:
    return ", ".join(part for part in (name.family, name.given, name.suffix) if part)

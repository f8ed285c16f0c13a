"""BibTeX entries, for BibTeX, biber and reference managers."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from dashboard.citations.latex import latex, with_capitals_kept
from dashboard.citations.references import Name, Reference, references

_ENTRIES = {"article": "article", "proceedings": "inproceedings", "preprint": "misc"}
_VENUES = {"article": "journal", "proceedings": "booktitle"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def bibtex(papers: Sequence[Mapping[str, Any]]) -> str:
    """One BibTeX entry per paper, in input order; unknown fields are omitted.

    `papers` are dictionaries by the columns of a run's documents.
    """
    return "\n\n".join(map(_entry, references(papers))) + "\n" * bool(papers)


def _entry(paper: Reference) -> str:
    fields = {name: text for name, text in _fields(paper).items() if text}
    lines = [f"  {name} = {text}," for name, text in fields.items()]
    return "\n".join([f"@{_ENTRIES.get(paper.kind, 'misc')}{{{paper.key},", *lines, "}"])


def _fields(paper: Reference) -> dict[str, str]:
    """Fields of an entry with their braced values; empty where unknown."""
    month = _MONTHS[int(paper.date[1]) - 1] if len(paper.date) > 1 else ""
    return {
        "title": _in_braces(with_capitals_kept(latex(paper.title))),
        "author": _in_braces(" and ".join(map(_author, paper.names))),
        "year": _in_braces("".join(paper.date[:1])),
        "month": month,
        _VENUES.get(paper.kind, "howpublished"): _in_braces(latex(paper.venue)),
        "eprint": _in_braces(latex(paper.arxiv_id)),
        "archiveprefix": _in_braces("arXiv" * bool(paper.arxiv_id)),
        "primaryclass": _in_braces(latex(paper.category)),
        "doi": _in_braces(_address(paper.doi)),
        "url": _in_braces(_address(paper.url)),
        "keywords": _in_braces(", ".join(map(latex, paper.keywords))),
        "abstract": _in_braces(latex(paper.abstract)),
    }


def _in_braces(text: str) -> str:
    return f"{{{text}}}" if text else ""


def _author(name: Name) -> str:
    family, given, suffix = (latex(part) for part in (name.family, name.given, name.suffix))
    if not given:
        # Braces keep BibTeX from looking for a family name in it, and for "and".
        return f"{{{family}}}"
    return ", ".join(part for part in (family, suffix, given) if part)


def _address(text: str) -> str:
    """A URL for LaTeX, which reads it verbatim but for braces."""
    return quote(text, safe=":/?#[]@!$&'()*+,;=%~-._<>")

"""Which records are about a paper: the same DOI or arXiv id, else the same title."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from analysis.papers.cleaning import normalised_title

By = Literal["doi", "arxiv_id", "title"]
_YEARS_APART = 1  # of a preprint and its publication
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Match:
    """The rows of the records about a paper, best first, and how they were found.

    `is_ambiguous` says that several records of the same title fit, so that none was taken.
    """

    records: Sequence[int] = ()
    by: By | None = None
    is_ambiguous: bool = False


def matches(papers: pd.DataFrame, records: pd.DataFrame) -> list[Match]:
    """The match of every paper, by `doi`, `arxiv_id`, `title`, `published` and `authors`.

    Records of the same DOI are about the paper, then those of the same arXiv id; without either,
    those of the same normalised title that nothing speaks against: another arXiv id, a year more
    than one apart, another first author.
    """
    rows = [_facts(row) for row in _rows(records)]
    known: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        for kind, key in row.keys.items():
            known[kind, key].append(place)
    return [_match(_facts(paper), rows, known=known) for paper in _rows(papers)]


@dataclass(frozen=True)
class _Facts:
    keys: dict[str, str]
    year: int | None
    first_author: str | None


def _match(
    paper: _Facts, rows: Sequence[_Facts], *, known: dict[tuple[str, str], list[int]]
) -> Match:
    kinds: tuple[By, ...] = ("doi", "arxiv_id")
    found = {kind: known.get((kind, paper.keys.get(kind, "")), []) for kind in kinds}
    by_id = list(dict.fromkeys(place for kind in kinds for place in found[kind]))
    if by_id:
        return Match(by_id, "doi" if found["doi"] else "arxiv_id")
    same_title = known.get(("title", paper.keys.get("title", "")), [])
    fitting = [place for place in same_title if not _contradict(paper, rows[place])]
    if not fitting:
        return Match()
    first = rows[fitting[0]]
    if any(_are_two(first, rows[place]) for place in fitting[1:]):
        return Match(is_ambiguous=True)
    return Match(fitting, "title")


def _contradict(paper: _Facts, record: _Facts) -> bool:
    """Whether two of the same title are different papers.

    A preprint and its publication have different DOIs; an arXiv id has no second.
    """
    arxiv_ids = [row.keys.get("arxiv_id") for row in (paper, record)]
    if None not in arxiv_ids and arxiv_ids[0] != arxiv_ids[1]:
        return True
    if paper.year and record.year and abs(paper.year - record.year) > _YEARS_APART:
        return True
    authors = (paper.first_author, record.first_author)
    return None not in authors and authors[0] != authors[1]


def _are_two(one: _Facts, other: _Facts) -> bool:
    """Whether two records of the same title are about different papers."""
    return _contradict(one, other) or (
        "doi" in one.keys and "doi" in other.keys and one.keys["doi"] != other.keys["doi"]
    )


def _rows(table: pd.DataFrame) -> Iterator[dict[str, Any]]:
    names = ("doi", "arxiv_id", "title", "published", "authors")
    columns = [table[name].tolist() for name in names]
    for cells in zip(*columns, strict=True):
        yield dict(zip(names, cells, strict=True))


def _facts(row: dict[str, Any]) -> _Facts:
    keys = {kind: row[kind] for kind in ("doi", "arxiv_id") if isinstance(row[kind], str)}
    keys = {kind: key.casefold() for kind, key in keys.items()}
    if isinstance(row["title"], str):
        keys["title"] = normalised_title(row["title"])
    year = str(row["published"])[:4]
    authors = row["authors"] if isinstance(row["authors"], list) else []
    return _Facts(
        keys, int(year) if year.isdecimal() else None, _family_name(authors[0]) if authors else None
    )


def _family_name(author: str) -> str | None:
    """The family name, without case and accents: before a comma, else the last word."""
    plain = unicodedata.normalize("NFKD", author.partition(",")[0]).casefold()
    words = _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))
    return words[-1] if words else None

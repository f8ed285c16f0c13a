"""De-duplication: rows that are one paper become one row, as rich as all of them together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.papers.dates import precision_of
from analysis.papers.linkage.linking import Links, linked
from analysis.papers.table import typed_table

_IDENTIFIERS = {"arxiv_id": "arXiv id", "doi": "DOI"}
_COUNTS = ("citations", "citations_on", "citations_by_year")
_DATE_LENGTH = {"day": 3, "month": 2, "year": 1}
Fields = Mapping[Any, Any]  # a row by its columns


@dataclass(frozen=True)
class Merge:
    """A row that went into a richer one: positions of both, why, and how surely (0 to 1)."""

    kept: int
    dropped: int
    reason: str
    sure: float


def merge_duplicates(papers: pd.DataFrame) -> tuple[pd.DataFrame, list[Merge]]:
    """The papers without duplicates, each at the position of its first row; what was merged.

    The position of `Merge.kept` is in the papers returned, that of `dropped` in those given.

    Rows are one paper when they share an arXiv id or a DOI, or when title, authors, dates and
    abstracts together say so (`analysis.papers.linkage`), also through a third row. The richer row
    wins (more fields, a finer date, a longer abstract; of equals the one whose content comes first
    in the alphabet, so that the order of the rows decides nothing); fields that are empty in it are
    filled from the others, the next richer first. The date is the earliest, as finely as any row
    gives it.
    """
    links = linked(papers, _groups_by_identifier(papers))
    if not links.groups:
        return papers.reset_index(drop=True), []
    several = sorted(links.groups)
    members = np.concatenate(several)
    content = dict(zip(members.tolist(), papers.iloc[members].to_dict("records"), strict=True))
    alone = np.setdiff1d(np.arange(len(papers)), members)
    order = np.argsort(np.concatenate([alone, [rows[0] for rows in several]]))
    kept = np.argsort(order)[len(alone) :].tolist()
    merged, merges = [], []
    for position, group in zip(kept, several, strict=True):
        ordered = _richest_first({row: content[row] for row in group})
        merged.append(merged_rows([content[row] for row in ordered]))
        merges += [
            Merge(position, row, *_why(row, ordered, of=content, links=links))
            for row in ordered[1:]
        ]
    rows = typed_table({column: [row[column] for row in merged] for column in papers.columns})
    together = pd.concat([papers.iloc[alone], rows], ignore_index=True)
    return together.iloc[order].reset_index(drop=True), merges


def same_papers(papers: pd.DataFrame) -> list[list[int]]:
    """The positions of rows that are one paper, two and more a group; see `merge_duplicates`."""
    return linked(papers, _groups_by_identifier(papers)).groups


def _groups_by_identifier(papers: pd.DataFrame) -> list[list[int]]:
    """The positions of rows that share an identifier, also through a third, two and more a group.

    They are the connected components of rows that share one.
    """
    from scipy import sparse  # takes a while, which a page without an upload would wait

    links = []
    for column in _IDENTIFIERS:
        codes = pd.factorize(papers[column])[0]
        rows = np.flatnonzero(codes >= 0)
        _, first, inverse = np.unique(codes[rows], return_index=True, return_inverse=True)
        links.append(np.stack([rows[first][inverse], rows]))
    one, other = np.concatenate(links, axis=1)
    graph = sparse.coo_array(
        (np.ones(len(one), bool), (one, other)), shape=(len(papers), len(papers))
    )
    component = sparse.csgraph.connected_components(graph, directed=False)[1]
    several = np.flatnonzero(np.bincount(component)[component] > 1)
    groups: dict[int, list[int]] = {}
    for row, paper in zip(several.tolist(), component[several].tolist(), strict=True):
        groups.setdefault(paper, []).append(row)
    return list(groups.values())


def _why(
    row: int, ordered: Sequence[int], *, of: Mapping[int, Fields], links: Links
) -> tuple[str, float]:
    """What a row shares with the richest of its paper that it shares anything with; how surely."""
    for other in ordered:
        if other == row:
            continue
        for column, name in _IDENTIFIERS.items():
            value = of[row][column]
            if isinstance(value, str) and of[other][column] == value:
                return f"same {name}", 1.0
        if likeness := links.between(row, other):
            return likeness.reason, likeness.sure
    raise ValueError(f"row {row} shares nothing with {list(ordered)}")


def _richest_first(rows: Mapping[int, Fields]) -> list[int]:
    by_content = sorted(
        rows, key=lambda row: sorted((name, str(value)) for name, value in rows[row].items())
    )
    return sorted(by_content, key=lambda row: _richness(rows[row]), reverse=True)


def merged_rows(rows: Sequence[Fields]) -> dict[Any, Any]:
    """One row of those of a paper: each field from the first that has it, the earliest date."""
    merged = {
        column: next((row[column] for row in rows if _filled(row[column])), first)
        for column, first in rows[0].items()
    }
    # A count keeps its day and its years, whatever other rows have of theirs.
    counted = [row for row in rows if _filled(row["citations"])]
    by_year = [row for row in counted if _filled(row["citations_by_year"])]
    for row in (by_year or counted)[:1]:
        merged |= {name: row[name] for name in _COUNTS}
    dates = [str(row["published"]) for row in rows if _filled(row["published"])]
    if dates:
        finer = [date for date in dates if date.startswith(min(dates))]
        merged["published"] = min(finer, key=lambda date: (-len(date), date))
        merged["date_precision"] = precision_of(str(merged["published"]))
    return merged


def _richness(row: Fields) -> tuple[int, int, int]:
    filled = sum(_filled(value) for value in row.values())
    return filled, _DATE_LENGTH.get(str(row["date_precision"]), 0), len(str(row["abstract"]))


def _filled(value: object) -> bool:
    return len(value) > 0 if isinstance(value, list) else bool(pd.notna(value))  # type: ignore[arg-type]

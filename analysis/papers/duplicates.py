"""De-duplication by arXiv id, DOI or normalised title."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.papers.cleaning import normalised_title
from analysis.papers.dates import precision_of
from analysis.papers.table import typed_table

# DOIs of preprint servers name a version of what the DOI of a journal names.
_PREPRINT_DOIS = (
    "10.48550/", "10.1101/", "10.2139/ssrn", "10.21203/", "10.31219/", "10.31234/", "10.26434/",
    "10.20944/preprints", "10.36227/", "10.22541/",
)  # fmt: skip
_COUNTS = ("citations", "citations_on", "citations_by_year")
_DATE_LENGTH = {"day": 3, "month": 2, "year": 1}


@dataclass(frozen=True)
class Merge:
    """A row that went into a richer one: positions of both, and what they share."""

    kept: int
    dropped: int
    reason: str


def merge_duplicates(papers: pd.DataFrame) -> tuple[pd.DataFrame, list[Merge]]:
    """The papers without duplicates, each at the position of its first row; what was merged.

    The position of `Merge.kept` is in the papers returned, that of `dropped` in those given.

    Rows are one paper when they share an arXiv id, a DOI or a normalised title, also through a
    third row. A title under which there are several DOIs of journals is a stock title:
    under it each DOI is a paper. The richer row wins (more fields, a finer date, a longer abstract;
    of equals the one whose content comes first in the alphabet, so that the order of the rows
    decides nothing); fields that are empty in it are filled from the others, the next
    richer first. The date is the earliest, as finely as any row gives it.
    """
    keys = {
        "arXiv id": papers["arxiv_id"].tolist(),
        "DOI": papers["doi"].tolist(),
        "title": _title_keys(papers),
    }
    groups = _groups(keys, rows=len(papers))
    if len(groups) == len(papers):
        return papers.reset_index(drop=True), []
    columns = {column: papers[column].tolist() for column in papers.columns}
    rows, merges = [], []
    for position, members in enumerate(groups):
        ordered = _richest_first(columns, members)
        rows.append(_merged(columns, ordered))
        merges += [
            Merge(position, member, _shared(keys, member, others=ordered)) for member in ordered[1:]
        ]
    return typed_table({column: [row[column] for row in rows] for column in columns}), merges


def _shared(keys: Mapping[str, Sequence[object]], member: int, *, others: Sequence[int]) -> str:
    """What a row shares with the richest of its group that it shares anything with."""
    return next(
        f"same {name}"
        for other in others
        for name, values in keys.items()
        if other != member and isinstance(values[member], str) and values[other] == values[member]
    )


def _groups(keys: Mapping[str, Sequence[object]], *, rows: int) -> list[list[int]]:
    """Row positions grouped by paper, in row order.

    The papers are the connected components of rows that share a key.
    """
    from scipy import sparse  # takes a while, which a page without an upload would wait

    links: list[tuple[int, int]] = []
    for values in keys.values():
        first: dict[str, int] = {}
        links += [
            (first.setdefault(k, row), row) for row, k in enumerate(values) if isinstance(k, str)
        ]
    one, other = np.array(links).T
    graph = sparse.coo_array((np.ones(len(links), bool), (one, other)), shape=(rows, rows))
    _, component = sparse.csgraph.connected_components(graph, directed=False)
    groups: dict[int, list[int]] = defaultdict(list)
    for row, paper in enumerate(component.tolist()):
        groups[paper].append(row)
    return list(groups.values())


def _title_keys(papers: pd.DataFrame) -> list[str | None]:
    """The normalised title of every row; None where it does not say which paper the row is."""
    titles = [normalised_title(title) for title in papers["title"]]
    journal = [
        doi if isinstance(doi, str) and not doi.startswith(_PREPRINT_DOIS) else None
        for doi in papers["doi"]
    ]
    dois: dict[str, set[str]] = defaultdict(set)
    for title, doi in zip(titles, journal, strict=True):
        if doi:
            dois[title].add(doi)
    return [
        None if doi and len(dois[title]) > 1 else title
        for title, doi in zip(titles, journal, strict=True)
    ]


def _row(columns: dict[str, list[object]], member: int) -> dict[str, object]:
    return {column: values[member] for column, values in columns.items()}


def _richest_first(columns: dict[str, list[object]], members: list[int]) -> list[int]:
    if len(members) == 1:
        return members
    rows = {member: _row(columns, member) for member in members}
    by_content = sorted(
        members, key=lambda row: sorted((name, str(value)) for name, value in rows[row].items())
    )
    return sorted(by_content, key=lambda row: _richness(rows[row]), reverse=True)


def _merged(columns: dict[str, list[object]], members: list[int]) -> dict[str, object]:
    """One row of those of a paper, given with the richest first."""
    rows = [_row(columns, member) for member in members]
    if len(rows) == 1:
        return rows[0]
    merged = {
        column: next((row[column] for row in rows if _filled(row[column])), rows[0][column])
        for column in columns
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


def _richness(row: dict[str, object]) -> tuple[int, int, int]:
    filled = sum(_filled(value) for value in row.values())
    return filled, _DATE_LENGTH.get(str(row["date_precision"]), 0), len(str(row["abstract"]))


def _filled(value: object) -> bool:
    return len(value) > 0 if isinstance(value, list) else bool(pd.notna(value))  # type: ignore[arg-type]

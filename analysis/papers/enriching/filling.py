"""Enrichment: empty cells of a table of papers filled from records, each cell with its origin.

The column `enriched` of the file lists for every paper the cells that were filled: the number of
the enrichment, when it was, the name and sha256 of the source, the field, and as JSON what was in
the cell before and after, null for nothing. It moves with its paper, whatever becomes of the file.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pyarrow as pa

from analysis.errors import InputError
from analysis.papers.enriching.matching import matches
from analysis.papers.paper_file import column_type
from analysis.papers.table import PAPER_COLUMNS, with_ids

ENRICHED = "enriched"
# The fields that follow from others: a precision of date, and the day and the years of a count.
_FOLLOWING = {
    "published": ("date_precision",),
    "citations": ("citations_on", "citations_by_year"),
}
_NEVER_FILLED = frozenset(("paper_id", "title", "lang", "source", *sum(_FOLLOWING.values(), ())))
FIELDS = tuple(field for field in PAPER_COLUMNS if field not in _NEVER_FILLED)
_CELL = pa.struct(
    [
        ("enrichment", pa.int32()),
        ("at", pa.string()),
        ("source", pa.string()),
        ("sha256", pa.string()),
        ("field", pa.string()),
        ("before", pa.string()),
        ("after", pa.string()),
    ]
)


@dataclass(frozen=True)
class Source:
    """Where records came from: the name and sha256 of their file, and when, as an ISO time."""

    name: str
    sha256: str
    at: str


@dataclass(frozen=True)
class Enrichment:
    """An enriched table with the account of it.

    `matched` counts papers by how their record was found, `ambiguous` those of whose title there
    are several records; `filled` counts cells by field.
    """

    table: pa.Table
    papers: int
    matched: dict[str, int]
    ambiguous: int
    filled: dict[str, int]


@dataclass(frozen=True)
class Undoing:
    """A table without its last enrichment, with the account of it.

    `source` is whose records those were; `taken` counts cells by field that are as before, `kept`
    those that somebody has edited since.
    """

    table: pa.Table
    source: Source
    taken: dict[str, int]
    kept: dict[str, int]


def enriched(
    table: pa.Table, records: pd.DataFrame, *, source: Source, overwrite: Sequence[str] = ()
) -> Enrichment:
    """The table with its empty cells filled from records, those of `overwrite` replaced as well.

    `records` has PAPER_COLUMNS. A date brings its precision, a number of citations its day
    and years.
    """
    columns = _columns(table)
    listed = _listed(table)
    number = 1 + max((cell["enrichment"] for cells in listed for cell in cells), default=0)
    facts = {field: records[field].tolist() for field in PAPER_COLUMNS}
    found = matches(pd.DataFrame(columns), records)
    origin = {
        "enrichment": number,
        "at": source.at,
        "source": source.name,
        "sha256": source.sha256,
    }
    filled: Counter[str] = Counter()
    for row, match in enumerate(found):
        for field in FIELDS:
            old = columns[field][row]
            if _is_filled(old) and field not in overwrite:
                continue
            best = next((at for at in match.records if _is_filled(facts[field][at])), None)
            if best is None or facts[field][best] == old:
                continue
            filled[field] += 1
            for name in (field, *_FOLLOWING.get(field, ())):
                before, after = columns[name][row], _cell(facts[name][best])
                columns[name][row] = after
                change = {"field": name, "before": _json(before), "after": _json(after)}
                listed[row].append(origin | change)
    return Enrichment(
        _with(table, columns=columns, listed=listed),
        papers=table.num_rows,
        matched=dict(Counter(match.by for match in found if match.by)),
        ambiguous=sum(match.is_ambiguous for match in found),
        filled={field: filled[field] for field in FIELDS if filled[field]},
    )


def undone(table: pa.Table) -> Undoing:
    """The table without its last enrichment; cells that were edited since stay as they are.

    Raises InputError where there is no enrichment.
    """
    listed = _listed(table)
    last = max((cell["enrichment"] for cells in listed for cell in cells), default=None)
    if last is None:
        raise InputError("There is no enrichment to undo: no cell of the file came from one.")
    columns = _columns(table)
    sources: list[Source] = []
    taken: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    for row, cells in enumerate(listed):
        given = [cell for cell in cells if cell["enrichment"] == last]
        edited = {
            _leading(cell["field"])
            for cell in given
            if _json(_cell(columns[cell["field"]][row])) != cell["after"]
        }
        for cell in given:
            field, before = cell["field"], cell["before"]
            sources.append(Source(cell["source"], cell["sha256"], cell["at"]))
            if _leading(field) in edited:
                kept[field] += 1
            else:
                taken[field] += 1
                columns[field][row] = None if before is None else json.loads(before)
    earlier = [[cell for cell in cells if cell["enrichment"] != last] for cells in listed]
    return Undoing(
        _with(table, columns=columns, listed=earlier),
        source=sources[0],
        taken={field: taken[field] for field in FIELDS if taken[field]},
        kept={field: kept[field] for field in FIELDS if kept[field]},
    )


def _columns(table: pa.Table) -> dict[str, list[Any]]:
    """PAPER_COLUMNS as lists; nulls for one that an older file has not."""
    there = set(table.column_names)
    return {
        name: table.column(name).to_pylist() if name in there else [None] * table.num_rows
        for name in PAPER_COLUMNS
    }


def _listed(table: pa.Table) -> list[list[dict[str, Any]]]:
    """The cells of every paper that were filled."""
    if ENRICHED not in table.column_names:
        return [[] for _ in range(table.num_rows)]
    return [list(cells or ()) for cells in table.column(ENRICHED).to_pylist()]


def _with(table: pa.Table, *, columns: dict[str, list[Any]], listed: list[list[Any]]) -> pa.Table:
    """The table with these columns, and `enriched` where a cell is listed; others as they were."""
    ids = with_ids(pd.DataFrame({name: columns[name] for name in ("arxiv_id", "doi", "title")}))
    columns = columns | {"paper_id": ids["paper_id"].tolist()}
    for name, values in columns.items():
        if name in table.column_names:
            at = table.column_names.index(name)
            table = table.set_column(at, name, pa.array(values, type=column_type(name)))
        elif any(map(_is_filled, values)):
            table = table.append_column(name, pa.array(values, type=column_type(name)))
    if ENRICHED in table.column_names:
        table = table.drop_columns(ENRICHED)
    if not any(listed):
        return table
    return table.append_column(ENRICHED, pa.array(listed, type=pa.list_(_CELL)))


def _json(value: object) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)


def _leading(field: str) -> str:
    """The field that this one follows from, else itself."""
    return next((name for name, following in _FOLLOWING.items() if field in following), field)


def _is_filled(value: Any) -> bool:
    return bool(value) if isinstance(value, list) else bool(pd.notna(value))


def _cell(value: Any) -> Any:
    return value if _is_filled(value) else None

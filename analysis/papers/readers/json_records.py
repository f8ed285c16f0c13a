"""Where the papers are in a JSON value: in a list, below other objects, or as columns."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

from analysis.papers.columns import holds_papers, match_columns
from analysis.papers.readers.nested import flattened
from analysis.papers.readers.services import shape_of
from analysis.papers.readers.shapes import Record

_DEEPEST = 5
_LOOKED_AT = 20
# An entry of a list of results may hold the paper under one of these.
_WRAPPERS = (
    "data", "row", "paper", "info", "metadata", "attributes", "record", "work", "_source", "item",
    "citingPaper", "citedPaper",
)  # fmt: skip
# Lists of other papers than those that the file is about.
_OTHER_PAPERS = frozenset(("references", "citations", "related", "replies", "details"))


def papers_in(value: Any) -> list[Any] | None:
    """The papers in a JSON value, as they lie there, from the outermost level that has any.

    They are a list; an object of papers by their ids, which they get as `id`; or a table by
    columns, as pandas writes it. None if there are none.
    """
    level = [value]
    for _ in range(_DEEPEST):
        found = [entries for inside in level if (entries := _entries(inside)) is not None]
        if found:
            return [entry for entries in found for entry in entries]
        level = [inner for outer in level for inner in _inside(outer)]
    return None


def unwrapped(record: Record) -> Record:
    """The paper in an entry of a list of results; a record that is one stays as it is."""
    parts = [part for key in _WRAPPERS if isinstance(part := record.get(key), dict)]
    for is_it in (shape_of, _has_columns):
        for candidate in (record, *parts):
            if is_it(candidate):
                return candidate
    return record


def _entries(value: Any) -> list[Any] | None:
    if isinstance(value, list):
        return value if _are_papers(value) else None
    if not isinstance(value, dict):
        return None
    table = _rows(value)
    if table is not None:
        return table
    if shape_of(value):
        return [value]
    keyed = {key: inside for key, inside in value.items() if isinstance(inside, dict)}
    # One object inside may be what a single paper is wrapped in.
    if sum(map(_is_paper, islice(keyed.values(), _LOOKED_AT))) > 1:
        return [{"id": key} | inside for key, inside in keyed.items()]
    return [value] if _is_paper(value) else None


def _inside(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        parts = (part for key, part in value.items() if key not in _OTHER_PAPERS)
    else:
        parts = iter(value)
    return (part for part in parts if isinstance(part, dict | list))


def _are_papers(values: list[Any]) -> bool:
    return any(isinstance(value, dict) and _is_paper(value) for value in values[:_LOOKED_AT])


def _is_paper(record: Record) -> bool:
    paper = unwrapped(record)
    return shape_of(paper) is not None or _has_columns(paper)


def _has_columns(record: Record) -> bool:
    return _title_and_abstract(tuple(flattened(record)[0])) is not None


@lru_cache(maxsize=1_000)
def _title_and_abstract(names: tuple[str, ...]) -> tuple[str, str] | None:
    """The columns with title and abstract among these; None if one is missing."""
    matched = match_columns(names) if holds_papers(names) else {}
    return (matched["title"][0], matched["abstract"][0]) if matched else None


def _rows(value: Record) -> list[Record] | None:
    """The rows of a table by columns; None for any other object."""
    columns, data = value.get("columns"), value.get("data")
    if isinstance(columns, list) and isinstance(data, list) and holds_papers(columns):
        return [dict(zip(columns, row, strict=False)) for row in data if isinstance(row, list)]
    needed = _title_and_abstract(tuple(value))
    if needed is None:
        return None
    titles, abstracts = (value[name] for name in needed)
    if isinstance(titles, dict) and isinstance(abstracts, dict):
        cells = {name: column for name, column in value.items() if isinstance(column, dict)}
        keys = titles | abstracts
        return [{name: column.get(key) for name, column in cells.items()} for key in keys]
    if isinstance(titles, list) and isinstance(abstracts, list) and len(titles) == len(abstracts):
        lists = {name: column for name, column in value.items() if isinstance(column, list)}
        return [
            {name: column[row] for name, column in lists.items() if row < len(column)}
            for row in range(len(titles))
        ]
    return None

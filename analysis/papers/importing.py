"""Import: files of any format as one table of papers, narrowed to categories and dates."""

import difflib
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import InputError, RowsRefusedError
from analysis.papers.columns import ALIASES
from analysis.papers.duplicates import collapse_duplicates
from analysis.papers.narrowing import Narrowing
from analysis.papers.readers import read_papers
from analysis.papers.readers.arxiv_snapshot import is_snapshot, read_snapshot
from analysis.papers.table import paper_table, with_ids


def import_papers(
    paths: Sequence[Path],
    *,
    wanted: Narrowing,
    columns: Mapping[str, str] | None = None,
    strict: bool = False,
) -> pd.DataFrame:
    """The papers of files and folders that are wanted, as `read_papers` gives them.

    arXiv's snapshot is streamed, so that only the papers that are wanted are in memory, unless
    `columns` names for fields the columns that hold them. `attrs["reading"]` has `files`,
    `read`, `rejected`, `duplicates` and `problems` of `read_papers`; papers that are not wanted are
    not counted as read.

    Raises InputError as `read_papers` does, and where no paper is wanted.
    """
    streamed = [path for path in paths if not columns and path.is_file() and is_snapshot(path)]
    others = [path for path in paths if path not in streamed]
    parts = [_streamed(path, wanted=wanted) for path in streamed]
    if others or not parts:
        named: dict[str, Any] = {"columns": columns} if columns else {}
        parts.append(_narrowed(read_papers(others, strict=strict, **named), wanted=wanted))
    found = pd.concat([papers for papers, _ in parts], ignore_index=True)
    papers = with_ids(collapse_duplicates(found)) if len(found) else found
    reading = _together([reading for _, reading in parts])
    reading["duplicates"] += len(found) - len(papers)
    if reading["rejected"] and (strict or papers.empty):
        raise RowsRefusedError(
            f"{reading['rejected']:,} of {reading['read']:,} rows were rejected: expected "
            f"{'only usable ones' if strict else 'at least one that is usable'}. "
            "`python -m analysis check` names them.",
            reading=reading,
        )
    if papers.empty:
        raise InputError(
            "No paper is in these categories and from these dates: expected at least one. "
            "Widen --category, --since or --until."
        )
    papers.attrs["reading"] = reading
    return papers


def named_columns(given: Sequence[str]) -> dict[str, str]:
    """The columns that hold fields, {field: column}, of texts `FIELD=NAME`.

    Raises InputError for a text of another form, an unknown field, and one that is named twice.
    """
    named: dict[str, str] = {}
    for text in given:
        field, equals, column = text.partition("=")
        if not equals or not column:
            raise InputError(f"--columns {text}: expected FIELD=NAME, like abstract=Summary.")
        if field not in ALIASES:
            nearest = difflib.get_close_matches(field, ALIASES, n=1, cutoff=0.0)[0]
            raise InputError(
                f"--columns {text}: there is no field {field}; the nearest is {nearest}. "
                f"Fields are {', '.join(ALIASES)}."
            )
        if field in named:
            raise InputError(f"--columns names {field} twice: expected one column a field.")
        named[field] = column
    return named


def _streamed(path: Path, *, wanted: Narrowing) -> tuple[pd.DataFrame, dict[str, Any]]:
    raw = read_snapshot(path, categories=wanted.categories, since=wanted.since, until=wanted.until)
    papers, problems = paper_table(raw, name=path.name)
    rejected = sum(problem.severity == "rejected" for problem in problems)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    read = len(papers) + rejected
    return papers, {
        "files": [{"name": path.name, "sha256": digest, "read": read}],
        "read": read,
        "rejected": rejected,
        "duplicates": 0,
        "problems": [problem.as_json() for problem in problems],
    }


def _narrowed(papers: pd.DataFrame, *, wanted: Narrowing) -> tuple[pd.DataFrame, dict[str, Any]]:
    kept, reading = wanted.applied(papers), papers.attrs["reading"]
    return kept, reading | {"read": reading["read"] - len(papers) + len(kept)}


def _together(readings: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The accounts of several readings as one."""
    return {
        "files": [file for reading in readings for file in reading["files"]],
        "read": sum(reading["read"] for reading in readings),
        "rejected": sum(reading["rejected"] for reading in readings),
        "duplicates": sum(reading["duplicates"] for reading in readings),
        "problems": [problem for reading in readings for problem in reading["problems"]],
    }

"""Import: files of any format as one table of papers, narrowed to categories and dates."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import InputError, RowsRefusedError
from analysis.papers.account import kinds, reasons
from analysis.papers.duplicates import merge_duplicates
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
    `columns` names for fields the columns that hold them. `attrs["reading"]` is that of
    `read_papers` without `skipped`; papers that are not wanted are not counted as read.

    Raises InputError as `read_papers` does, and where no paper is wanted.
    """
    streamed = [path for path in paths if not columns and path.is_file() and is_snapshot(path)]
    others = [path for path in paths if path not in streamed]
    parts = [_streamed(path, wanted=wanted) for path in streamed]
    if others or not parts:
        papers = read_papers(others, strict=strict, columns=columns)
        if not streamed:
            _refuse_what_has_none(papers, wanted=wanted)
        parts.append(_narrowed(papers, wanted=wanted))
    found = pd.concat([papers for papers, _ in parts], ignore_index=True)
    papers = with_ids(merge_duplicates(found)[0]) if len(found) else found
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
    papers.attrs["reading"] = reading | kinds(papers)
    return papers


def _streamed(path: Path, *, wanted: Narrowing) -> tuple[pd.DataFrame, dict[str, Any]]:
    raw = read_snapshot(path, categories=wanted.categories, since=wanted.since, until=wanted.until)
    papers, problems = paper_table(raw, name=path.name)
    rejected = [problem for problem in problems if problem.severity == "rejected"]
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    read = len(papers) + len(rejected)
    return papers, {
        "files": [{"name": path.name, "sha256": digest, "read": read}],
        "read": read,
        "rejected": len(rejected),
        "duplicates": 0,
        "problems": [problem.as_json() for problem in problems],
        "merges": [],
        "columns": {path.name: {field: [place] for field, place in raw.origins.items()}},
        "examples": {path.name: {}},
        "reasons": reasons(rejected),
    }


def _refuse_what_has_none(papers: pd.DataFrame, *, wanted: Narrowing) -> None:
    """Raise InputError where papers are to be narrowed by what none of them has."""
    lacks_categories = wanted.categories and not any(papers["categories"])
    lacks_dates = wanted.is_dated and papers["published"].isna().all()
    for is_lacking, thing, options, field in (
        (lacks_categories, "category", "--category", "categories"),
        (lacks_dates, "date", "--since and --until", "published"),
    ):
        if is_lacking:
            raise InputError(
                f"None of the {len(papers):,} papers has a {thing}: expected at least one. Leave "
                f"out {options}, or choose the column that holds it with --columns {field}=NAME."
            )


def _narrowed(papers: pd.DataFrame, *, wanted: Narrowing) -> tuple[pd.DataFrame, dict[str, Any]]:
    kept, reading = wanted.applied(papers), papers.attrs["reading"]
    return kept, reading | {"read": reading["read"] - len(papers) + len(kept)}


def _together(readings: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The accounts of several readings as one."""
    return {
        **{name: sum(one[name] for one in readings) for name in ("read", "rejected", "duplicates")},
        **{
            name: [entry for one in readings for entry in one[name]]
            for name in ("files", "problems", "merges")
        },
        **{
            name: {key: value for one in readings for key, value in one[name].items()}
            for name in ("columns", "examples")
        },
        "reasons": dict(sum((Counter(one["reasons"]) for one in readings), Counter())),
    }

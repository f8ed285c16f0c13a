"""Enrichment of a file of papers in place, its undoing, and what to say of both."""

import difflib
import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from analysis.errors import InputError
from analysis.papers.enriching.facts import read_facts
from analysis.papers.enriching.filling import FIELDS, Enrichment, Source, Undoing, enriched, undone
from analysis.papers.paper_file import read_paper_file, write_paper_file

_KINDS = {"doi": "DOI", "arxiv_id": "arXiv id", "title": "title"}


def enrich_file(path: Path, source: Path, *, overwrite: Sequence[str] = ()) -> Enrichment:
    """Fill the empty cells of a file of papers from the records of another file.

    The cells of the fields `overwrite` are replaced where the records know something else. The
    file is written in one step, and not at all where nothing is to be filled. Raises InputError
    where a file cannot be read or a field is unknown.
    """
    for field in overwrite:
        if field not in FIELDS:
            nearest = difflib.get_close_matches(field, FIELDS, n=1, cutoff=0.0)[0]
            raise InputError(
                f"--overwrite {field}: expected one of {', '.join(FIELDS)}; the nearest is "
                f"{nearest}."
            )
    table, records = read_paper_file(path), read_facts(source)
    with source.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    now = datetime.now(UTC).isoformat(timespec="seconds")
    origin = Source(source.name, digest, now)
    result = enriched(table, records, source=origin, overwrite=overwrite)
    if result.filled:
        write_paper_file(result.table, path)
    return result


def undo_file(path: Path) -> Undoing:
    """Take back the last enrichment of a file, but for the cells that were edited since.

    Raises InputError where there is none.
    """
    result = undone(read_paper_file(path))
    write_paper_file(result.table, path)
    return result


def describe_enrichment(result: Enrichment) -> str:
    """The account of an enrichment in lines of text."""
    matched = sum(result.matched.values())
    ways = [f"{result.matched[by]:,} by {name}" for by, name in _KINDS.items()
            if by in result.matched]  # fmt: skip
    lines = [f"Matched {matched:,} of {result.papers:,} papers{_listed(ways)}."]
    if result.ambiguous:
        lines.append(f"{result.ambiguous:,} left alone: several records have the title.")
    filled = describe_cells(result.filled)
    lines.append(f"Filled {filled}." if filled else "Nothing to fill; the file is as it was.")
    return "\n".join(lines)


def describe_undoing(result: Undoing) -> str:
    """The account of an enrichment that was taken back, in lines of text."""
    given = f"what {result.source.name} gave on {result.source.at}"
    cells = describe_cells(result.taken)
    lines = [f"Took back {given}: {cells}." if cells else f"Took back nothing of {given}."]
    if result.kept:
        lines.append(f"Kept what was edited since: {describe_cells(result.kept)}.")
    return "\n".join(lines)


def describe_cells(cells: Mapping[str, int]) -> str:
    """Numbers of cells by field: `published 3, authors 2`."""
    return ", ".join(f"{field} {count:,}" for field, count in cells.items())


def _listed(ways: Sequence[str]) -> str:
    return f": {', '.join(ways)}" if ways else ""

"""Validation of the rows of a file, and warnings about the file as a whole."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from statistics import median
from typing import Any

import pandas as pd

from analysis.errors import InputError
from analysis.papers import fields
from analysis.papers.dates import PaperDate
from analysis.papers.front_matter import is_front_matter
from analysis.papers.languages import language_remarks
from analysis.papers.placeholders import is_placeholder, no_abstract
from analysis.papers.problems import Problem, left_out, shown
from analysis.papers.raw import RawTable
from analysis.words.segmentation import segmented

_NEEDED = ("title", "abstract")
# Abstracts of fewer words say too little of what they are about.
_WORDS_AT_LEAST = 5
_PAPERS_AT_LEAST = 10  # of fewer the typical length is chance
_EXAMPLES = 3
_REASONS = {"a notice of withdrawal": "withdrawn"}


def refuse_without_text(raw: RawTable, matched: Mapping[str, list[str]], *, name: str) -> None:
    """Raise InputError if no column of the file is a title or an abstract."""
    missing = [field for field in _NEEDED if field not in matched]
    if missing and (raw.columns or raw.rows):
        raise InputError(
            f"{name} has no column for the {' and the '.join(missing)}: expected columns such as "
            f"title, abstract (or summary), published, authors; found "
            f"{', '.join(map(str, raw.columns))[:300] or 'none'}. Rename them, or choose them with "
            f"--columns {missing[0]}=NAME."
        )


def usable_rows(
    raw: RawTable, matched: Mapping[str, list[str]], *, name: str
) -> tuple[dict[int, tuple[str, str]], list[Problem]]:
    """Title and abstract of the rows that have both, by position; a problem for every other row.

    Front matter is no paper.
    """
    usable: dict[int, tuple[str, str]] = {}
    problems: list[Problem] = []
    for position, row in enumerate(raw.rows):
        cells = [first_filled(raw, matched[field], position=position) for field in _NEEDED]
        title, abstract = fields.as_text(cells[0][1]), fields.as_text(cells[1][1])
        if fields.says_nothing(title):
            problems.append(_missing("title", cells[0], name=name, row=row))
        elif fields.says_nothing(abstract) or no_abstract(abstract):
            problems.append(_missing("abstract", cells[1], name=name, row=row))
        elif is_front_matter(title, abstract):
            problems.append(_front_matter(cells[0], name=name, row=row))
        else:
            usable[position] = title, abstract
    return usable, problems


def first_filled(raw: RawTable, columns: Sequence[str], *, position: int) -> tuple[str, Any]:
    """The first column of a field with a value in this row, and the value; else the first column.

    A placeholder is no value.
    """
    if len(columns) == 1:
        return columns[0], raw.columns[columns[0]][position]
    cells = [(column, raw.columns[column][position]) for column in columns]
    return next(
        (cell for cell in cells if not fields.is_blank(cell[1]) and not _stands_in(cell[1])),
        cells[0],
    )


def _stands_in(value: Any) -> bool:
    return isinstance(value, str) and is_placeholder(value)


def odd_dates(
    dates: Sequence[PaperDate],
    values: Sequence[Any],
    *,
    rows: Sequence[int],
    name: str,
    column: str,
) -> list[Problem]:
    """A warning for each way in which dates could not be read in full, with its count."""
    kinds: dict[tuple[str, bool], list[tuple[int, Any, PaperDate]]] = {}
    for row, value, date in zip(rows, values, dates, strict=True):
        if date.note:
            kinds.setdefault((date.note, date.published is None), []).append((row, value, date))
    return [
        _odd_date(kind, name=name, column=column)
        for kind in sorted(kinds.values(), key=lambda kind: kind[0][0])
    ]


def _odd_date(kind: list[tuple[int, Any, PaperDate]], *, name: str, column: str) -> Problem:
    row, _, first = kind[0]
    examples = tuple(dict.fromkeys(shown(value) for _, value, _ in kind))[:_EXAMPLES]
    kept = "its year or month" if len(kind) > 1 else first.published
    return Problem(
        file=name,
        row=row,
        column=column,
        expected="a date such as 2024-03-01, 2024-03 or 2024",
        found=f"{', '.join(examples)} ({first.note})",
        fix=f"Read as {kept}." if first.published else "Treated as undated.",
        severity="warning",
        count=len(kind),
        examples=examples,
    )


def remarks(papers: pd.DataFrame, *, name: str) -> list[Problem]:
    """Warnings about a whole file: papers without a date or of the future, one day, languages."""
    size, said = len(papers), []
    dates = papers["published"].dropna().tolist()
    undated = size - len(dates)
    if undated:
        found = f"none for {undated:,} of {size:,} papers"
        fix = "They are modelled, but excluded from trends."
        said.append(
            Problem(name, None, "published", "a date for every paper", found, fix, "warning")
        )
    said += filter(None, (_future_dates(dates, name=name), _one_day(dates, name=name)))
    said += language_remarks(papers["lang"].fillna("unknown").tolist(), name=name)
    return said


def short_abstracts(abstracts: Iterable[str]) -> Problem | None:
    """A warning where the abstracts of all papers together are too short for themes."""
    # Twice as many words leave the median, of two perhaps, where it is.
    most = 2 * _WORDS_AT_LEAST
    words = [len(segmented(text).split(maxsplit=most)) for text in abstracts]
    if len(words) < _PAPERS_AT_LEAST or median(words) >= _WORDS_AT_LEAST:
        return None
    found = f"{median(words):g} words or fewer in half of the {len(words):,} papers"
    fix = "So short texts are modelled, but themes and keywords found in them say little."
    wanted = f"at least {_WORDS_AT_LEAST} words"
    return Problem("All papers", None, "abstract", wanted, found, fix, "warning")


def _missing(field: str, cell: tuple[str, Any], *, name: str, row: int) -> Problem:
    column, value = cell
    text = fields.as_text(value)
    reason = no_abstract(text) if text else None
    return Problem(
        file=name,
        row=row,
        column=column,
        expected=f"the {field} of a paper",
        found=f"{shown(value)} ({reason})" if reason else shown(value) if text else "nothing",
        fix="Add it or delete this row.",
        reason=_REASONS.get(reason or "", f"no {field}"),
    )


def _front_matter(cell: tuple[str, Any], *, name: str, row: int) -> Problem:
    column, title = cell
    found = f"{shown(title)} (front matter without an abstract)"
    return left_out(name, row, reason="front matter", found=found, column=column)


def _future_dates(dates: Sequence[str], *, name: str) -> Problem | None:
    """A warning about papers dated after today."""
    today = datetime.now(UTC).date().isoformat()
    future = sorted(date for date in dates if date > today)
    if not future:
        return None
    examples = tuple(dict.fromkeys(future))[:_EXAMPLES]
    found = f"later ones for {len(future):,} of {len(dates):,} papers ({', '.join(examples)})"
    fix = "They are modelled, but excluded from trends."
    wanted = f"dates until today, {today}"
    return Problem(name, None, "published", wanted, found, fix, "warning", examples=examples)


def _one_day(dates: Sequence[str], *, name: str) -> Problem | None:
    """A warning where all papers of a file are of one day, perhaps that of the export."""
    if len(dates) < _PAPERS_AT_LEAST or len(set(dates)) > 1 or len(dates[0]) < len("2024-03-01"):
        return None
    found = f"{dates[0]} for all {len(dates):,} papers"
    fix = (
        "There are no trends within a day. If it is the day of the export, choose another column "
        "with --columns published=NAME."
    )
    return Problem(name, None, "published", "dates of publication", found, fix, "warning")


def without_rows(name: str) -> Problem:
    """A warning about a file without papers."""
    return Problem(
        file=name,
        row=None,
        column=None,
        expected="at least one paper",
        found="none",
        fix="Add papers to the file.",
        severity="warning",
    )

"""The paper table: what every file becomes, whatever its format, and what is modelled of it."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import InputError
from analysis.papers import fields
from analysis.papers.cleaning import code_link, display_text, modelled_text, normalised_title
from analysis.papers.columns import match_columns
from analysis.papers.dates import coarsened, precision_of, read_dates
from analysis.papers.languages import detect_language, language_code
from analysis.papers.problems import Problem, shown
from analysis.papers.readers.raw import RawTable

PAPER_COLUMNS = (
    "paper_id", "title", "abstract", "authors", "published", "date_precision", "venue", "categories", "keywords",
    "lang", "url", "code_url", "arxiv_id", "doi", "upvotes", "source",
)  # fmt: skip
LIST_COLUMNS = ("authors", "categories", "keywords")


def paper_table(raw: RawTable, *, name: str) -> tuple[pd.DataFrame, list[Problem]]:
    """The usable papers of one file with PAPER_COLUMNS, in its order, and everything that was wrong with it.

    A row without a title or abstract is rejected. An odd date becomes null, or what is sure of it, with a warning.
    Raises InputError if no column of the file is a title or an abstract.
    """
    matched = match_columns(list(raw.columns))
    _require_columns(raw, matched, name)
    usable, problems = _usable(raw, matched, name)
    if not usable:
        return pd.DataFrame(columns=list(PAPER_COLUMNS)), [*raw.problems, *problems]
    rows = [raw.rows[position] for position in usable]
    cells = {field: [_first(raw, columns, at) for at in usable] for field, columns in matched.items()}
    table = _fields(cells, source=name)
    dates, odd = _dates(cells, rows, name=name, column=matched.get("published", ["published"])[0])
    table["published"], table["date_precision"] = dates, [precision_of(date) for date in dates]
    table["lang"] = _languages(cells, table["abstract"])
    return _typed(table), [*raw.problems, *problems, *odd, *_remarks(table, name)]


def with_ids(papers: pd.DataFrame) -> pd.DataFrame:
    """The papers with `paper_id`: the arXiv id, else the DOI, else a hash of the title; stable and unique."""
    columns = zip(papers["arxiv_id"], papers["doi"], papers["title"], strict=True)
    return papers.assign(paper_id=pd.array([_paper_id(*ids) for ids in columns], dtype="str"))


def to_documents(papers: pd.DataFrame) -> pd.DataFrame:
    """One document a paper: `doc_id` (int32, 0 to n-1 in row order), all PAPER_COLUMNS, and `text`.

    `text` is what is modelled: the cleaned title, a full stop, the cleaned abstract. It is not stored.
    """
    documents = papers.loc[:, list(PAPER_COLUMNS)].reset_index(drop=True)
    documents.insert(0, "doc_id", np.arange(len(papers), dtype=np.int32))
    texts = zip(papers["title"], papers["abstract"], strict=True)
    documents["text"] = pd.array([f"{modelled_text(title)}. {modelled_text(body)}" for title, body in texts], dtype="str")
    return documents


def _require_columns(raw: RawTable, matched: Mapping[str, list[str]], name: str) -> None:
    missing = [field for field in ("title", "abstract") if field not in matched]
    if missing and (raw.columns or not raw.problems):
        found = ", ".join(map(str, raw.columns)) or "none"
        raise InputError(
            f"{name} has no column for the {' and the '.join(missing)}: expected columns such as title, abstract "
            f"(or summary), published, authors; found: {shown(found)[1:-1]}. Rename them."
        )


def _usable(raw: RawTable, matched: Mapping[str, list[str]], name: str) -> tuple[list[int], list[Problem]]:
    """The positions of rows with a title and an abstract, and a problem for each other row."""
    usable, problems = [], []
    for position, row in enumerate(raw.rows):
        missing = next((f for f in ("title", "abstract") if not _text(raw.columns[matched[f][0]][position])), None)
        if missing is None:
            usable.append(position)
            continue
        found = raw.columns[matched[missing][0]][position]
        problems.append(
            Problem(
                file=name, row=row, column=matched[missing][0], expected=f"the {missing} of a paper",
                found="nothing" if not fields.as_text(found) else shown(found), fix="Fill it in or delete this row.",
            )  # fmt: skip
        )
    return usable, problems


def _text(value: Any) -> str:
    return display_text(fields.as_text(value)) if fields.as_optional(value) else ""


def _first(raw: RawTable, columns: list[str], position: int) -> Any:
    """The first cell of a row that says something, of the columns that hold one field."""
    for column in columns[:-1]:
        value = raw.columns[column][position]
        if fields.as_optional(value) is not None:
            return value
    return raw.columns[columns[-1]][position]


def _fields(cells: Mapping[str, list[Any]], *, source: str) -> dict[str, list[Any]]:
    """Every field but dates and languages, each a list with one value a paper."""
    size = len(cells["title"])

    def each(field: str, read: Callable[[Any], Any]) -> list[Any]:
        return [read(value) for value in cells[field]] if field in cells else [read(None)] * size

    table: dict[str, list[Any]] = {
        "title": [" ".join(_text(value).split()) for value in cells["title"]],
        "abstract": [_text(value) for value in cells["abstract"]],
        "authors": each("authors", fields.as_names),
        "venue": each("venue", fields.as_optional),
        "categories": each("categories", fields.as_labels),
        "keywords": each("keywords", fields.as_labels),
        "upvotes": each("upvotes", fields.as_count),
        "source": [value or source for value in each("source", fields.as_optional)],
        "url": each("url", fields.as_link),
    }
    identifiers = [each(field, fields.as_text) for field in ("arxiv_id", "id", "doi", "url")]
    table["arxiv_id"] = [_first_found(fields.arxiv_id_of, ids) for ids in zip(*identifiers, strict=True)]
    table["doi"] = [_first_found(fields.doi_of, ids) for ids in zip(*identifiers[2:], *identifiers[1:2], strict=True)]
    own_code = each("code_url", fields.as_link)
    table["code_url"] = [own or code_link(text) for own, text in zip(own_code, table["abstract"], strict=True)]
    located = zip(table["url"], table["arxiv_id"], table["doi"], strict=True)
    table["url"] = [url or _address(arxiv_id, doi) for url, arxiv_id, doi in located]
    return table


def _first_found(find: Callable[[Any], str | None], values: tuple[str, ...]) -> str | None:
    return next((found for value in values if value and (found := find(value))), None)


def _address(arxiv_id: str | None, doi: str | None) -> str | None:
    if arxiv_id:
        return f"https://arxiv.org/abs/{arxiv_id}"
    return f"https://doi.org/{doi}" if doi else None


def _dates(
    cells: Mapping[str, list[Any]], rows: list[int], *, name: str, column: str
) -> tuple[list[str | None], list[Problem]]:
    values = cells.get("published", [None] * len(rows))
    dates = read_dates(values)
    problems = [
        Problem(
            file=name, row=row, column=column, expected="a date such as 2024-03-01, 2024-03 or 2024",
            found=f"{shown(value)} ({date.note})", severity="warning",
            fix=f"Kept as {date.published}." if date.published else "The paper is kept without a date.",
        )
        for row, value, date in zip(rows, values, dates, strict=True) if date.note
    ]  # fmt: skip
    stated = cells.get("date_precision", [None] * len(rows))
    return [coarsened(date.published, precision) for date, precision in zip(dates, stated, strict=True)], problems


def _languages(cells: Mapping[str, list[Any]], abstracts: list[str]) -> list[str | None]:
    stated = cells.get("lang", [None] * len(abstracts))
    return [
        language_code(fields.as_optional(given)) or detect_language(text)
        for given, text in zip(stated, abstracts, strict=True)
    ]


def _remarks(table: Mapping[str, list[Any]], name: str) -> list[Problem]:
    """What is worth saying of a file as a whole: papers without a date, papers in other languages."""
    size, remarks = len(table["title"]), []
    undated = sum(date is None for date in table["published"])
    if undated:
        remarks.append(
            Problem(name, None, "published", "a date for every paper", f"none for {undated:,} of {size:,} papers",
                    "Papers without a date are modelled, but are in no trend.", "warning")  # fmt: skip
        )
    foreign = [language for language in table["lang"] if language not in (None, "en")]
    if foreign:
        counts = ", ".join(f"{language} {foreign.count(language):,}" for language in sorted(set(foreign)))
        remarks.append(
            Problem(name, None, "abstract", "English abstracts",
                    f"{len(foreign):,} of {size:,} papers that are not in English ({counts})",
                    "They are modelled, but the stop words are English and do not fit them.", "warning")  # fmt: skip
        )
    return remarks


def _typed(table: Mapping[str, list[Any]]) -> pd.DataFrame:
    def column(field: str) -> Any:
        if field in LIST_COLUMNS:
            return pd.Series(table[field], dtype=object)
        return pd.array(table.get(field, [None] * len(table["title"])), dtype="Int64" if field == "upvotes" else "str")

    return pd.DataFrame({field: column(field) for field in PAPER_COLUMNS})


def _paper_id(arxiv_id: str | None, doi: str | None, title: str) -> str:
    if isinstance(arxiv_id, str):
        return f"arxiv:{arxiv_id}"
    if isinstance(doi, str):
        return f"doi:{doi}"
    return "title:" + hashlib.sha256(normalised_title(title).encode()).hexdigest()[:12]

"""The paper table, common to all formats, and the documents that are modelled."""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.papers import fields
from analysis.papers.checks import (
    first_filled,
    odd_dates,
    refuse_without_text,
    remarks,
    usable_rows,
    without_rows,
)
from analysis.papers.cleaning import code_link, modelled_text, normalised_title
from analysis.papers.columns import ALIASES, match_columns
from analysis.papers.dates import coarsened, first_dates, precision_of, read_dates
from analysis.papers.languages import detect_language, language_code
from analysis.papers.problems import Problem, numbered_by
from analysis.papers.raw import RawTable

PAPER_COLUMNS = (
    "paper_id", "title", "abstract", "authors", "published", "date_precision", "venue",
    "categories", "keywords", "lang", "url", "code_url", "arxiv_id", "doi", "upvotes", "citations",
    "citations_on", "citations_by_year", "references", "source",
)  # fmt: skip
LIST_COLUMNS = ("authors", "categories", "keywords", "citations_by_year", "references")
_COUNT_COLUMNS = ("upvotes", "citations")
_DATES = ("published", "date_precision", "citations_on")
_ROWS_AT_ONCE = 10_000


def paper_table(
    raw: RawTable, *, name: str, chosen: Mapping[str, str] | None = None
) -> tuple[pd.DataFrame, list[Problem]]:
    """The usable papers of a file with PAPER_COLUMNS, in order, and its problems.

    The index of the papers are their rows in the file.

    A row without a title or abstract is rejected. An odd date becomes null, or what is sure of it,
    with a warning. `chosen` names the columns of some fields, as for `match_columns`.
    Raises InputError if no column of the file is a title or an abstract.
    """
    matched = match_columns(list(raw.columns), chosen)
    refuse_without_text(raw, matched, name=name)
    problems = [*raw.problems] if raw.rows or raw.problems else [without_rows(name)]
    usable: list[int] = []
    parts: list[pd.DataFrame] = []
    others = [field for field in matched if field not in _DATES]
    # Cells are Python objects only a few thousand rows at a time: those of a whole file would take
    # more memory than its table.
    for start in range(0, len(raw.rows) or 1, _ROWS_AT_ONCE):
        part = raw.part(slice(start, start + _ROWS_AT_ONCE), columns=_of(matched, others))
        texts, rejected = usable_rows(part, matched, name=name)
        table = _fields(_cells(part, matched, positions=list(texts)), texts.values(), source=name)
        parts.append(typed_table(table))
        usable += [start + position for position in texts]
        problems += rejected
    papers = pd.concat(parts).set_axis([raw.rows[position] for position in usable])
    problems += _add_dates(papers, raw, usable=usable, matched=matched, name=name)
    problems += remarks(papers, name=name)
    return papers, [numbered_by(raw.unit, problem) for problem in problems]


def _add_dates(
    papers: pd.DataFrame,
    raw: RawTable,
    *,
    usable: Sequence[int],
    matched: Mapping[str, list[str]],
    name: str,
) -> list[Problem]:
    """Fill in the dates of the papers, which only a whole column tells; warnings of odd ones."""
    part = raw.part(slice(None), columns=_of(matched, _DATES))
    cells = _cells(part, matched, positions=usable)
    columns = matched.get("published", [])
    dated = [[part.columns[column][at] for at in usable] for column in columns]
    dates = first_dates(dated) if dated else read_dates(cells["published"])
    stated = zip(dates, cells["date_precision"], strict=True)
    published = [coarsened(date.published, precision) for date, precision in stated]
    counted = [date.published for date in read_dates(cells["citations_on"])]
    papers["published"] = pd.array(published, dtype="str")
    papers["date_precision"] = pd.array(list(map(precision_of, published)), dtype="str")
    papers["citations_on"] = pd.array(counted, dtype="str")
    column = next(iter(columns), "published")
    rows = papers.index.tolist()
    return odd_dates(dates, cells["published"], rows=rows, name=name, column=column)


def _of(matched: Mapping[str, list[str]], fields_: Sequence[str]) -> list[str]:
    """The columns of a file that hold some fields."""
    return [column for field in fields_ for column in matched.get(field, ())]


def _cells(
    raw: RawTable, matched: Mapping[str, list[str]], *, positions: Sequence[int]
) -> dict[str, list[Any]]:
    """The cells of rows for each field whose columns are there, None for any other field."""

    def filled(columns: Sequence[str]) -> list[Any]:
        if not columns or columns[0] not in raw.columns:
            return [None] * len(positions)
        return [first_filled(raw, columns, position=position)[1] for position in positions]

    return {field: filled(matched.get(field, ())) for field in ALIASES}


def with_ids(papers: pd.DataFrame) -> pd.DataFrame:
    """The papers with their `paper_id`: arXiv id, else DOI, else a hash of the title.

    Papers of one title have a hash of title, authors, date and abstract.
    """
    columns = zip(papers["arxiv_id"], papers["doi"], papers["title"], strict=True)
    ids = [_paper_id(ids) for ids in columns]
    times = Counter(ids)
    for row, paper_id in enumerate(ids):
        if times[paper_id] > 1 and paper_id.startswith("title:"):
            content = papers.iloc[row][["title", "authors", "published", "abstract"]]
            ids[row] = f"title:{_hashed('|'.join(map(str, content)))}"
    return papers.assign(paper_id=pd.array(ids, dtype="str"))


def typed_table(columns: Mapping[str, list[Any]]) -> pd.DataFrame:
    """A table with typed PAPER_COLUMNS from lists of equal length; missing ones are null."""
    empty = [None] * len(columns["title"])

    def column(field: str) -> Any:
        if field in LIST_COLUMNS:
            return pd.Series(columns.get(field, empty), dtype=object)
        return pd.array(
            columns.get(field, empty), dtype="Int64" if field in _COUNT_COLUMNS else "str"
        )

    return pd.DataFrame({field: column(field) for field in PAPER_COLUMNS})


def to_documents(papers: pd.DataFrame) -> pd.DataFrame:
    """One document per paper: `doc_id` (int32, 0 to n-1 in row order), PAPER_COLUMNS and `text`.

    `text` is what is modelled: the cleaned title, a full stop, the cleaned abstract. It is not
    stored.
    """
    documents = papers.loc[:, list(PAPER_COLUMNS)].reset_index(drop=True)
    documents.insert(0, "doc_id", np.arange(len(papers), dtype=np.int32))
    texts = zip(papers["title"], papers["abstract"], strict=True)
    documents["text"] = pd.array(
        [f"{modelled_text(title)}. {modelled_text(body)}" for title, body in texts], dtype="str"
    )
    return documents


def _fields(
    cells: Mapping[str, list[Any]], texts: Collection[tuple[str, str]], *, source: str
) -> dict[str, list[Any]]:
    """All fields except dates, each a list with one value per paper; `texts`: title, abstract."""
    titles, abstracts = [title for title, _ in texts], [abstract for _, abstract in texts]

    def each(field: str, read: Callable[[Any], Any]) -> list[Any]:
        return [read(value) for value in cells[field]]

    table: dict[str, list[Any]] = {
        "title": [" ".join(title.split()) for title in titles],
        "abstract": abstracts,
        "authors": each("authors", fields.as_names),
        "venue": each("venue", fields.as_optional),
        "categories": each("categories", fields.as_labels),
        "keywords": each("keywords", fields.as_labels),
        "upvotes": each("upvotes", fields.as_count),
        "citations": each("citations", fields.as_count),
        "citations_by_year": each("citations_by_year", fields.as_yearly_counts),
        "references": each("references", fields.as_references),
        "source": [value or source for value in each("source", fields.as_optional)],
    }
    table["lang"] = [
        language_code(given) or detect_language(text)
        for given, text in zip(each("lang", fields.as_optional), abstracts, strict=True)
    ]
    return table | _links(cells, abstracts)


def _links(cells: Mapping[str, list[Any]], abstracts: list[str]) -> dict[str, list[Any]]:
    """Identifiers from any column that may hold them, and the links to paper and code."""
    arxiv_cells = zip(*(cells[field] for field in ("arxiv_id", "id", "doi", "url")), strict=True)
    doi_cells = zip(*(cells[field] for field in ("doi", "id", "url")), strict=True)
    arxiv_ids = [_first_found(fields.arxiv_id_of, values) for values in arxiv_cells]
    dois = [_first_found(fields.doi_of, values) for values in doi_cells]
    located = zip(cells["url"], arxiv_ids, dois, strict=True)
    code = zip(cells["code_url"], abstracts, strict=True)
    return {
        "arxiv_id": arxiv_ids,
        "doi": dois,
        "url": [fields.as_link(url) or _address(arxiv_id, doi) for url, arxiv_id, doi in located],
        "code_url": [fields.as_link(link) or code_link(text) for link, text in code],
    }


def _first_found(find: Callable[[Any], str | None], values: Iterable[Any]) -> str | None:
    for value in values:
        if value and (found := find(value)):
            return found
    return None


def _address(arxiv_id: str | None, doi: str | None) -> str | None:
    if arxiv_id:
        return f"https://arxiv.org/abs/{arxiv_id}"
    return f"https://doi.org/{doi}" if doi else None


def _paper_id(ids: tuple[Any, Any, str]) -> str:
    arxiv_id, doi, title = ids
    if isinstance(arxiv_id, str):
        return f"arxiv:{arxiv_id}"
    if isinstance(doi, str):
        return f"doi:{doi}"
    return f"title:{_hashed(normalised_title(title))}"


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]

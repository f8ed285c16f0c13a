"""What a source knows of papers: the rows of a file, also without a title or an abstract."""

from dataclasses import replace
from pathlib import Path

import pandas as pd

from analysis.errors import InputError
from analysis.papers import fields
from analysis.papers.columns import match_columns
from analysis.papers.raw import RawTable
from analysis.papers.readers.content import decode
from analysis.papers.readers.corpus import raw_table
from analysis.papers.readers.delimited import DELIMITED, header_of
from analysis.papers.readers.rows import placed_papers

# A table of papers wants both of every row. These stand in where a source has none.
_STAND_INS = {"title": "Row without a title", "abstract": "This row came without an abstract."}
SERVICES = ("arxiv", "huggingface", "openalex", "semanticscholar", "pubmed", "biorxiv")


def read_facts(source: Path) -> pd.DataFrame:
    """The rows of a file with PAPER_COLUMNS, null where it has no title or abstract.

    Raises InputError for a file that cannot be read, and for the name of a service.
    """
    if str(source) in SERVICES and not source.exists():
        raise InputError(
            f"--from {source}: expected a file; {source} is a service, which is not asked yet. "
            f"`python -m analysis fetch {source} ... -o records.parquet` makes a file of its "
            "records."
        )
    raw = _rows(source)
    papers = placed_papers(_completed(raw), name=source.name).papers
    if papers.empty:
        raise InputError(f"{source} has no row that is about a paper: expected at least one.")
    for field, stand_in in _STAND_INS.items():
        papers[field] = papers[field].mask(papers[field] == stand_in)
    return papers


def _rows(source: Path) -> RawTable:
    """The rows of a file; those of a CSV file also where it has no titles or no abstracts."""
    try:
        return raw_table(source)
    except InputError:
        if not source.is_file():
            raise
        text, _ = decode(source.read_bytes(), name=source.name)
        whole = _with_all_columns(text)
        if whole is None:
            raise
        return DELIMITED.read(whole, source.name)


def _with_all_columns(text: str) -> str | None:
    """A delimited text with names for a title and an abstract at the end of its header.

    None where its header has nothing by which a paper is known.
    """
    header = header_of(text)
    matched = match_columns(header)
    first, end, rows = text.removeprefix("\ufeff").partition("\n")
    mark = next((m for m in ",;\t|" if 1 < len(header) == first.count(m) + 1), None)
    if mark is None or not matched.keys() & {"doi", "arxiv_id", "title", "id"}:
        return None
    missing = [mark + field for field in _STAND_INS if field not in matched]
    return f"{first.rstrip()}{''.join(missing)}{end}{rows}"


def _completed(raw: RawTable) -> RawTable:
    """The table with something in every title and abstract."""
    matched, columns = match_columns(list(raw.columns)), dict(raw.columns)
    for field, stand_in in _STAND_INS.items():
        name = matched.get(field, [field])[0]
        cells = columns.get(name, [None] * len(raw.rows))
        columns[name] = [stand_in if fields.is_blank(cell) else cell for cell in cells]
    return replace(raw, columns=columns)

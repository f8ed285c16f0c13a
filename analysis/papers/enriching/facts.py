"""What a source knows of papers: the rows of a file, also without a title or an abstract."""

from dataclasses import replace
from pathlib import Path

import pandas as pd

from analysis.errors import InputError
from analysis.papers import fields
from analysis.papers.columns import match_columns
from analysis.papers.raw import RawTable
from analysis.papers.readers.corpus import raw_table
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
            "Save its records of these papers as a file (JSON, CSV or Parquet) and give that."
        )
    raw = raw_table(source)
    papers = placed_papers(_completed(raw), name=source.name).papers
    if papers.empty:
        raise InputError(f"{source} has no row that is about a paper: expected at least one.")
    for field, stand_in in _STAND_INS.items():
        papers[field] = papers[field].mask(papers[field] == stand_in)
    return papers


def _completed(raw: RawTable) -> RawTable:
    """The table with something in every title and abstract."""
    matched, columns = match_columns(list(raw.columns)), dict(raw.columns)
    for field, stand_in in _STAND_INS.items():
        name = matched.get(field, [field])[0]
        cells = columns.get(name, [None] * len(raw.rows))
        columns[name] = [stand_in if fields.is_blank(cell) else cell for cell in cells]
    return replace(raw, columns=columns)

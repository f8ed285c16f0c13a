"""The rows of one file of papers, those included that are refused or duplicates."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.papers.raw import RawTable
from analysis.papers.readers.corpus import raw_table
from analysis.papers.table import paper_table, to_documents


@dataclass(frozen=True)
class PlacedPapers:
    """The usable papers of a file, the place of each among its rows from 0, and their number."""

    papers: pd.DataFrame
    places: list[int]
    rows: int


def placed_papers(raw: RawTable, *, name: str) -> PlacedPapers:
    """The usable papers of a table with their places; lost and refused rows have a place, too.

    Raises InputError if no column is a title or an abstract.
    """
    papers, problems = paper_table(raw, name=name)
    refused = {p.row for p in problems if p.severity == "rejected" and p.row is not None}
    place = {row: place for place, row in enumerate(sorted({*raw.rows, *refused}))}
    return PlacedPapers(
        papers, [place[row] for row in raw.rows if row not in refused], rows=len(place)
    )


def texts_of_rows(path: Path) -> list[str | None]:
    """The modelled text of every row of a file, None for one that is no usable paper.

    Raises InputError as `read_papers` does.
    """
    found = placed_papers(raw_table(path), name=path.name)
    texts: list[str | None] = [None] * found.rows
    documents = to_documents(found.papers)["text"].tolist()
    for place, text in zip(found.places, documents, strict=True):
        texts[place] = text
    return texts

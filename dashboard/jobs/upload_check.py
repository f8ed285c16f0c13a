"""What uploaded files of papers hold, before anything is made of them."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import streamlit as st
from streamlit.typing import UploadedFile

from analysis.errors import PapertidesError
from analysis.papers.readers import read_papers
from dashboard.components.blocks import csv_button
from dashboard.jobs.paper_folders import write_files
from dashboard.text.wording import count, names, plain

_SHOWN = 3
_FIELDS = {
    "title": "Title",
    "abstract": "Abstract",
    "authors": "Authors",
    "published": "Date",
    "venue": "Venue",
    "categories": "Categories",
    "keywords": "Keywords",
    "upvotes": "Upvotes",
}
_ASKED_FOR = ("title", "abstract", "authors", "published")


@dataclass(frozen=True)
class Check:
    """Summary of uploaded files, without their bytes or papers.

    `refusal` says why nothing could be read; `columns` has, for each file, which of its columns
    hold a field; `first` are the first papers, and `problems` has a row for each.
    """

    file_ids: tuple[str, ...]
    refusal: str = ""
    papers: int = 0
    dated: int = 0
    reading: Mapping[str, int] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    first: pd.DataFrame = field(default_factory=pd.DataFrame)
    problems: pd.DataFrame = field(default_factory=pd.DataFrame)


def check_files(files: Sequence[UploadedFile]) -> Check:
    """Read uploaded files and say what is in them."""
    ids = tuple(file.file_id for file in files)
    try:
        with tempfile.TemporaryDirectory() as folder:
            papers = read_papers(write_files(files, Path(folder)))
    except PapertidesError as error:
        return Check(ids, refusal=str(error))
    reading = papers.attrs["reading"]
    return Check(
        ids,
        papers=len(papers),
        dated=int(papers["published"].notna().sum()),
        reading={name: reading[name] for name in ("read", "duplicates", "rejected")},
        columns=reading["columns"],
        first=papers.head(_SHOWN),
        problems=pd.DataFrame(reading["problems"]),
    )


def show_check(checked: Check) -> None:
    """Show what was found in files that can be read, their first papers and their problems."""
    st.success(
        f"{count(checked.papers, 'paper')} to model, {checked.dated:,} with a date. "
        f"{count(checked.reading['read'], 'row')} read, "
        f"{count(checked.reading['duplicates'], 'duplicate')} merged, "
        f"{checked.reading['rejected']:,} rejected."
    )
    for name, columns in checked.columns.items():
        st.caption(f"{plain(name)}: {_columns_line(columns)}")
    st.dataframe(
        pd.DataFrame(
            {
                "Title": checked.first["title"],
                "Abstract": checked.first["abstract"],
                "Authors": [names(authors) or None for authors in checked.first["authors"]],
                "Date": checked.first["published"],
            }
        ),
        column_config={
            "Title": st.column_config.TextColumn(width=190),
            "Abstract": st.column_config.TextColumn(width=190),
            "Authors": st.column_config.TextColumn(width=110),
            "Date": st.column_config.TextColumn(width=90),
        },
        hide_index=True,
        placeholder="–",
        alt="The first papers",
    )
    _show_problems(checked.problems, of_many=len(checked.columns) > 1)


def _columns_line(columns: Mapping[str, Sequence[str]]) -> str:
    """Which column of a file is taken for what, in Markdown."""
    found = [
        f"{word.lower()} from {' and '.join(f'“{plain(name)}”' for name in columns[field_name])}"
        for field_name, word in _FIELDS.items()
        if field_name in columns
    ]
    missing = [_FIELDS[name].lower() for name in _ASKED_FOR if name not in columns]
    lacks = f" Nothing in it is taken for {' or '.join(missing)}." if missing else ""
    return f"{', '.join(found)}.{lacks}"


def _show_problems(problems: pd.DataFrame, *, of_many: bool) -> None:
    if problems.empty:
        return
    st.dataframe(
        problems,
        column_order=["file"] * of_many + ["row", "column", "found", "expected", "fix"],
        column_config={
            "file": st.column_config.TextColumn("File", width=110),
            "row": st.column_config.NumberColumn("Row", width=60),
            "column": st.column_config.TextColumn("Column", width=80),
            "found": "Found",
            "expected": "Expected",
            "fix": "What to do",
        },
        hide_index=True,
        placeholder="–",
        alt="Problems in the files, row by row",
    )
    csv_button(problems, file=f"{Path(problems['file'].iloc[0]).stem}-problems")

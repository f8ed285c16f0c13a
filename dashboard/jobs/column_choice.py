"""What each column of files is taken for, and the choice of another one."""

from collections.abc import Collection, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from analysis.papers.columns import plain_name
from dashboard.jobs.paper_check import Check
from dashboard.state.address import COLUMN

FIELDS = {
    "title": "Title",
    "abstract": "Abstract",
    "authors": "Authors",
    "published": "Date",
    "date_precision": "Precision of the date",
    "venue": "Venue",
    "categories": "Categories",
    "keywords": "Keywords",
    "lang": "Language",
    "url": "Link",
    "code_url": "Link to code",
    "arxiv_id": "arXiv id",
    "doi": "DOI",
    "id": "Other id",
    "upvotes": "Upvotes",
    "citations": "Citations",
    "citations_on": "Day of the citations",
    "citations_by_year": "Citations by year",
    "references": "References",
    "source": "Source",
}
_FIRST = {"title": "Column of the title", "abstract": "Column of the abstract"}
_DERIVED = ("date_precision", "lang", "source")  # of fetched papers, by what else is known
_ROWS_SHOWN = 5
_ROW = 35  # pixels, as Streamlit draws it


def chosen_columns(files: Sequence[str]) -> dict[str, str]:
    """The columns that were chosen for files, known by their ids: {field: column}."""
    chosen = {field: st.session_state.get(_key(field, files)) for field in FIELDS}
    return {field: column for field, column in chosen.items() if column}


def show_columns(checked: Check) -> None:
    """Show every column of files, the field that it holds, and an example, by field."""
    rows = pd.DataFrame(
        [
            {
                "File": file,
                "Column": column,
                "Taken for": FIELDS[field] if field else None,
                "Example": checked.examples.get(file, {}).get(field or "") or None,
            }
            for file, columns in checked.fields.items()
            for column, field in sorted(columns.items(), key=lambda item: _rank(item[1]))
        ]
    )
    st.caption("What each column is taken for")
    st.dataframe(
        rows,
        column_order=[
            *["File"] * (len(checked.fields) > 1),
            "Column",
            "Taken for",
            *["Example"] * bool(checked.examples),
        ],
        height=_ROW * (min(len(rows), _ROWS_SHOWN) + 1) + 2,
        hide_index=True,
        placeholder="–",
        alt="The columns of the files and what they are taken for",
    )


def show_given(checked: Check, *, service: str) -> None:
    """Say which fields a service has given; there is no column to choose for any of them."""
    given = {field for each in checked.examples.values() for field, one in each.items() if one}
    names = [name for field, name in FIELDS.items() if field in given and field not in _DERIVED]
    st.caption(f"Taken from {service}: {', '.join(names)}")


def choose_columns(checked: Check, files: Sequence[str]) -> None:
    """Select boxes for the column of each field, that of the title and the abstract first."""
    chosen = chosen_columns(files)
    # The command that reads them takes two names that differ in punctuation alone for one.
    columns: dict[str, str] = {}
    for name in [*chosen.values(), *(name for each in checked.fields.values() for name in each)]:
        columns.setdefault(plain_name(name), name)
    columns.pop("", None)
    names = list(columns.values())
    _choose(_FIRST, names, checked=checked, files=files)
    others = [field for field in FIELDS if field not in _FIRST]
    with st.expander("Columns of other fields", expanded=bool(chosen.keys() - _FIRST.keys())):
        for at in range(0, len(others), 2):
            _choose(others[at : at + 2], names, checked=checked, files=files)


def _rank(field: str | None) -> int:
    return [*FIELDS].index(field) if field else len(FIELDS)


def _choose(
    fields: Collection[str], columns: list[str], *, checked: Check, files: Sequence[str]
) -> None:
    """Select boxes for the columns of at most two fields, side by side."""
    for place, field in zip(st.columns(2), fields, strict=False):
        key = _key(field, files)
        automatic = "Automatic" if st.session_state.get(key) else _automatic(field, checked)
        place.selectbox(
            _FIRST.get(field, FIELDS[field]),
            [None, *columns],
            format_func=partial(_option, automatic),
            key=key,
        )


def _option(automatic: str, column: str | None) -> str:
    return column or automatic


def _automatic(field: str, checked: Check) -> str:
    """What a field is read from while nobody chooses: the columns that its names find."""
    taken = [
        name for each in checked.fields.values() for name, held in each.items() if held == field
    ]
    return f"Automatic: {', '.join(dict.fromkeys(taken)) or 'none'}"


def _key(field: str, files: Sequence[str]) -> str:
    return "-".join([COLUMN, field, *files])

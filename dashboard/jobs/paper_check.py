"""What files of papers hold, before anything is made of them."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import streamlit as st

from analysis.errors import ColumnsError, PapertidesError, RowsRefusedError
from analysis.papers.columns import match_columns
from analysis.papers.readers import read_papers
from dashboard.components.blocks import csv_button
from dashboard.state.address import CHECKED_PAPERS
from dashboard.text.wording import count, names, plain

_SHOWN = 3


@dataclass(frozen=True)
class Check:
    """Summary of files of papers, without their bytes or papers.

    `refusal` says why nothing could be read. `fields` has, for each file, the field that each of
    its columns holds, or None; `examples` a value of each field. Where the columns hold no title or
    no abstract, `lacks_columns` is true, and `fields` has the columns of all files under "".
    `first` are the first papers, and `problems` has a row for each.
    """

    refusal: str = ""
    lacks_columns: bool = False
    papers: int = 0
    dated: int = 0
    reading: Mapping[str, int] = field(default_factory=dict)
    fields: Mapping[str, Mapping[str, str | None]] = field(default_factory=dict)
    examples: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    first: pd.DataFrame = field(default_factory=pd.DataFrame)
    problems: pd.DataFrame = field(default_factory=pd.DataFrame)


def check_papers(paths: Sequence[Path], *, columns: Mapping[str, str]) -> Check:
    """Read files of papers and say what is in them; `columns` {field: column} were chosen."""
    try:
        papers = read_papers(paths, columns=columns)
    except ColumnsError as error:
        taken = match_columns(error.names, columns)
        holding = {column: name for name, held in taken.items() for column in held}
        fields = {"": {column: holding.get(column) for column in error.names}}
        return Check(str(error), lacks_columns=bool(error.names), fields=fields)
    except RowsRefusedError as error:
        return Check(str(error), fields=error.reading["fields"], examples=error.reading["examples"])
    except PapertidesError as error:
        return Check(str(error))
    reading = papers.attrs["reading"]
    return Check(
        papers=len(papers),
        dated=int(papers["published"].notna().sum()),
        reading={name: reading[name] for name in ("read", "duplicates", "rejected")},
        fields=reading["fields"],
        examples=reading["examples"],
        first=papers.head(_SHOWN),
        problems=pd.DataFrame(reading["problems"]),
    )


def kept_check(key: Hashable, check: Callable[[], Check]) -> Check:
    """The check of what `key` stands for, made once rather than on every rerun."""
    kept = st.session_state.get(CHECKED_PAPERS)
    if kept is None or kept[0] != key:
        with st.spinner("Checking …"):
            kept = key, check()
        st.session_state[CHECKED_PAPERS] = kept
    return kept[1]


def forget_check() -> None:
    """Drop the check of papers that are no longer there."""
    st.session_state.pop(CHECKED_PAPERS, None)


def show_refusal(checked: Check) -> None:
    """Say why files cannot be read, or that somebody has to say what their columns hold."""
    if checked.lacks_columns:
        st.warning(
            "The names of the columns do not say which holds the title and which the abstract. "
            "Choose a column for each.",
            icon=":material/view_column:",
        )
    else:
        st.error(plain(checked.refusal), icon=":material/error:")


def show_counts(checked: Check) -> None:
    """Say how many papers files hold that can be read, and what was left out."""
    st.success(
        f"{count(checked.papers, 'paper')} to model, {checked.dated:,} with a date. "
        f"{count(checked.reading['read'], 'row')} read, "
        f"{count(checked.reading['duplicates'], 'duplicate')} merged, "
        f"{checked.reading['rejected']:,} rejected."
    )


def show_rows(checked: Check) -> None:
    """Show the first papers of files that can be read, and the problems of their rows."""
    st.caption("The first papers")
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
    _show_problems(checked.problems, of_many=len(checked.fields) > 1)


def _show_problems(problems: pd.DataFrame, *, of_many: bool) -> None:
    if problems.empty:
        return
    st.caption("Problems, row by row")
    units = problems["unit"][problems["row"].notna()].unique()
    st.dataframe(
        problems,
        column_order=["file"] * of_many + ["row", "column", "found", "expected", "fix"],
        column_config={
            "file": st.column_config.TextColumn("File", width=110),
            "row": st.column_config.NumberColumn(
                units[0].capitalize() if len(units) == 1 else "Number", width=60
            ),
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

"""Bursts of keywords: the chart, and a table whose rows open their keyword."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from analysis.periods import readable_span
from analysis.runs.store import Run
from dashboard.components.blocks import bare_table, csv_button, saved_as, show_chart
from dashboard.components.narrow_rows import NarrowRow, narrow_rows
from dashboard.data.tables import load_term_signals
from dashboard.figures.keyword_bursts import bursts_of
from dashboard.state.address import MOVER_TABLE, SHOWN, TERM, follow_term, open_link
from dashboard.text.wording import plain

# What is saved of each burst.
_SAVED = ["term", "burst_start", "burst_end", "burst_weight", "documents"]


def keyword_bursts(run: Run) -> None:
    """The bursts of a run, specific keywords first."""
    st.markdown(
        "A burst is a stretch of time in which a keyword has more papers than its trend and season "
        "predict."
    )
    show_chart("keyword_bursts", run)
    found = bursts_of(load_term_signals(run))
    if len(found):
        st.header(f"All {len(found):,} bursts", anchor=False)
        with st.container(key="broad-form-bursts"):
            _table(found)
        narrow_rows(found, _narrow_row, name="bursts")
        csv_button(found[_SAVED].reset_index(drop=True), file=saved_as(run, "keyword-bursts"))


def _narrow_row(row: Mapping[Any, Any]) -> NarrowRow:
    when = readable_span(f"{row['burst_start']}/{row['burst_end']}")
    return NarrowRow(
        name=plain(row["term"]),
        said=f"{when} · strength {row['burst_weight']:.1f}",
        link=open_link("trends", **{SHOWN: "keywords", TERM: row["term"]}),
    )


def _table(found: pd.DataFrame) -> None:
    times = zip(found["burst_start"], found["burst_end"], strict=True)
    bare_table(
        found[_SAVED].assign(
            open=":material/arrow_forward:",
            when=[readable_span(f"{first}/{last}") for first, last in times],
        ),
        alt="Every burst: its keyword, time and strength",
        columns={
            "open": st.column_config.ButtonColumn(
                " ", key=MOVER_TABLE, width=56, on_click=_follow_row, args=(found["term"].tolist(),)
            ),
            "term": st.column_config.TextColumn("Keyword", width=300),
            "when": st.column_config.TextColumn("Burst", width=240),
            "burst_weight": st.column_config.NumberColumn(
                "Strength",
                format="%.1f",
                width=90,
                help="Log-likelihood that the burst gains over the usual rate",
            ),
            "documents": st.column_config.NumberColumn("All papers", format="localized", width=90),
        },
    )


def _follow_row(terms: list[str]) -> None:
    follow_term(terms[st.session_state[MOVER_TABLE].row])

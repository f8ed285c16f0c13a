"""Summary beside a list of papers: distinctive keywords, papers over time."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from analysis.periods import readable_period
from analysis.runs.store import Run
from dashboard.components.blocks import mode
from dashboard.data.cache import cached
from dashboard.data.tables import all_periods, load_periods, load_telling_terms
from dashboard.figures.parts.sparkline import sparkline
from dashboard.state.address import SHOWN, TERM, chosen_period, open_link
from dashboard.style.appearance import Mode
from dashboard.text.wording import count, plain

# So many keywords are followed at first.
_FOLLOWED = 4


def mini_summary(papers: pd.DataFrame, run: Run) -> None:
    """Summarise what distinguishes `papers` (rows of `run.documents`); not for one or all."""
    if not 1 < len(papers) < len(run.documents):
        return
    with st.grid(2, min_column_width=300):
        with st.container(gap="small"):
            _keywords(papers, run)
        with st.container(gap="small"):
            _in_time(papers, run)


def _keywords(papers: pd.DataFrame, run: Run) -> None:
    telling = load_telling_terms(run, np.sort(papers["doc_id"].to_numpy()))
    if telling.empty:
        st.caption("No keyword sets these papers apart from the rest.")
        return
    named = ", ".join(
        f"**{plain(term)}** ({inside:,})"
        for term, inside in zip(telling["term"], telling["inside"], strict=True)
    )
    st.markdown(
        f"What sets them apart from the rest: {named}.",
        help="Keywords that are used more here than in all other papers, and in how many of these "
        f"{len(papers):,} papers. A keyword counts as words of its own: a search for “cache” finds "
        "“KV-cache”, which is another keyword. The most telling come first: weighted log-odds, by "
        "their standard error.",
    )
    terms = telling["term"].head(_FOLLOWED).tolist()
    link = open_link("trends", **{SHOWN: "keywords", TERM: terms})
    st.page_link(label="Follow them over time", icon=":material/show_chart:", **link)


def _in_time(papers: pd.DataFrame, run: Run) -> None:
    period = chosen_period(run)
    periods = all_periods(run, period)
    placed = load_periods(run, period).loc[papers["doc_id"]].dropna()
    if len(periods) < 2 or placed.empty:
        return
    counts = placed.value_counts().reindex(periods, fill_value=0)
    first, last = readable_period(periods[0]), readable_period(periods[-1])
    peak = f"at most {counts.max():,} a {period} ({readable_period(str(counts.idxmax()))})"
    part = "" if len(placed) == len(papers) else f"{len(placed):,} of "
    st.caption(f"{part}{count(len(papers), 'paper')} with a date; {peak}.")
    st.plotly_chart(
        _line(counts.tolist(), first=first, last=last, mode=mode()),
        theme=None,
        config={"staticPlot": True},
        alt=f"These papers over time, {first} to {last}: {peak}",
        key="papers-in-time",
    )


@cached(entries=128)
def _line(counts: list[int], *, first: str, last: str, mode: Mode) -> go.Figure:
    return sparkline(counts, first=first, last=last, mode=mode)

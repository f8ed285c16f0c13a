"""Panel beside the map: the paper that was clicked, or the papers that are looped or lit up."""

import pandas as pd
import streamlit as st

from analysis.runs.store import Run
from dashboard.data.records import records
from dashboard.papers.paper_list import entries, found_list, paper_list
from dashboard.papers.selection import alike
from dashboard.state.address import (
    ALIKE,
    BIN,
    LET_GO,
    PAPER,
    REGION,
    TOPIC,
    VALUE,
    bound,
    drop,
    open_link,
    searched_words,
)
from dashboard.text.highlighting import marked
from dashboard.text.wording import count, plain


def one_paper(run: Run, doc_id: int) -> bool:
    """The paper `doc_id` with its abstract and the most similar; whether these are to light up."""
    _heading("Paper", PAPER)
    paper = run.documents.loc[[doc_id]]
    entries(records(paper), name="picked", labels=run.labels, summary=False)
    text = records(paper)[0]["abstract"] or "This paper has no abstract."
    with st.container(key="abstract"):
        st.markdown(marked(text, keywords=[], query=searched_words()))
    near, note = alike(run, doc_id)
    if near.empty:
        return False
    st.subheader("Most like it", anchor=False)
    lit = st.toggle("Light them up", **bound(ALIKE))
    entries(records(near), name="alike", labels=run.labels, note=note)
    return lit


def looped(run: Run, papers: pd.DataFrame) -> None:
    """The papers inside a loop."""
    _heading(f"{count(len(papers), 'paper')} picked on the map", REGION)
    paper_list(papers, run=run, name="picked-papers", labels=run.labels)


def lit_up(run: Run, papers: pd.DataFrame, *, topic: int | None, searched: bool) -> None:
    """The papers that are lit up: of a theme, a search, an entry of the legend, a bin."""
    _heading(f"{count(len(papers), 'paper')} lit up", TOPIC, VALUE, BIN)
    if topic is not None:
        with st.container(key="entry-theme"):
            label = plain(run.labels[topic])
            st.page_link(
                label=label, icon=":material/category:", **open_link("themes", topic=topic)
            )
    if papers.empty:
        st.caption("No paper on the map fits. Fewer words or a longer time may light some up.")
        return
    listed = found_list if searched else paper_list
    listed(papers, run=run, name="lit-papers", labels=run.labels if topic is None else {})


def hint(run: Run) -> None:
    """What the map shows and how it answers, while nothing is selected."""
    with st.container(key="map-hint"):
        st.subheader(f"{count(len(run.documents), 'paper')}", anchor=False)
        st.caption(
            "Every point is a paper; papers about similar things lie close together. Tap or click "
            "a paper or the name of a theme, or take the lasso at the top of the map and loop "
            "round many. Choosing a theme or searching does the same without a mouse."
        )


def _heading(text: str, *selected: str) -> None:
    """A heading with a button that drops what is selected from the address."""
    with st.container(horizontal=True, vertical_alignment="center", key="map-panel-head"):
        st.subheader(text, anchor=False)
        st.button(
            "Clear",
            key=LET_GO,
            icon=":material/close:",
            type="tertiary",
            on_click=drop,
            args=selected,
        )

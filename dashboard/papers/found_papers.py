"""Papers that fit a search, a theme and a time; all of them at first."""

import streamlit as st

from analysis.runs.store import Run
from dashboard.components.blocks import period_range, theme_picker
from dashboard.data.tables import all_periods
from dashboard.papers.paper_list import found_list, paper_list
from dashboard.papers.selection import by_meaning, found, in_range, narrowed_by_link, say_how
from dashboard.state.address import QUERY, Selection, bound, chosen_period


def found_papers(run: Run, selection: Selection) -> None:
    """Search, filters and the matching papers."""
    period = chosen_period(run)
    query = st.text_input(
        "Search titles, abstracts and authors", type="search", live="400ms", **bound(QUERY)
    )
    narrowed = (selection.topic, selection.first, selection.last) != (None, None, None)
    with st.container(key="filters-switch"):  # of a telephone, which has no room for them
        st.toggle("Filters", value=narrowed, key="shows-filters")
    with st.container(key="filters"), st.grid(4, min_column_width=130):
        meaning = by_meaning()
        theme_picker(run, selection)
        period_range(selection, all_periods(run, period))
    say_how(run, query or "", meaning=meaning)
    shown = in_range(run, selection, period=period)
    shown = narrowed_by_link(shown, run, selection=selection)
    hits = found(run, shown, query=query or "", topic=selection.topic, meaning=meaning)
    papers = shown if hits is None else hits
    if papers.empty:
        st.caption(
            "No paper fits. Fewer words, a search by meaning or a longer time may find some."
        )
        return
    listed = found_list if query or selection.like is not None else paper_list
    listed(papers, run=run, name="papers", labels=run.labels)

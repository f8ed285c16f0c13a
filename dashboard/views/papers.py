"""Papers: search, or one paper in detail."""

import streamlit as st

from dashboard.components.blocks import period_range, say_gone, theme_picker
from dashboard.data.loading import current_run
from dashboard.data.tables import all_periods
from dashboard.papers.paper_list import found_list, paper_list
from dashboard.papers.paper_page import one_paper
from dashboard.papers.selection import by_meaning, found, in_range, narrowed_by_link, say_how
from dashboard.state.address import QUERY, bound, chosen_period, read_selection

run = current_run()
period = chosen_period(run)
periods = all_periods(run, period)
selection = read_selection(run, periods=periods)


def many_papers() -> None:
    """Search, filters and the matching papers."""
    st.title("Papers", anchor=False)
    say_gone(selection)
    query = st.text_input(
        "Search titles, abstracts and authors", type="search", live="400ms", **bound(QUERY)
    )
    with st.grid(4, min_column_width=170):
        meaning = by_meaning()
        theme_picker(run, selection)
        period_range(selection, periods)
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


if selection.paper is None:
    many_papers()
else:
    one_paper(run, selection.paper)

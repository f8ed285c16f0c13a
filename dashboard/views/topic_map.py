"""Topic map: every paper a point. A loop around some, a click, a search or a theme lists them."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.blocks import chart, mode, period_range, say_gone, theme_picker
from dashboard.figures.topic_map import topic_map_figure
from dashboard.finding import found, in_range
from dashboard.loading import all_periods, current_run
from dashboard.paper_list import found_list, paper_list, theme_labels
from dashboard.state import COLOUR, MAP, QUERY, bound, chosen_period, read_selection
from dashboard.wording import count

run = current_run()
period = chosen_period(run)
periods = all_periods(run, period)
labels = theme_labels(run)


@st.cache_resource(max_entries=8, show_spinner=False)
def drawn(asked: tuple[Any, ...], *, _shown: pd.DataFrame, _lit: pd.DataFrame | None) -> go.Figure:
    """The map; kept, so that picking papers on it draws nothing anew."""
    *_, colour, light_or_dark = asked
    highlight = None if _lit is None else set(_lit["doc_id"])
    return topic_map_figure(
        _shown, run.topics, colour=colour, highlight=highlight, mode=light_or_dark
    )


@st.fragment
def map_and_list() -> None:
    """The map and the papers picked on it, so that a pick redraws nothing else."""
    selection = read_selection(run, periods=periods)
    say_gone(selection)
    query = st.text_input("Light up papers about", type="search", live="400ms", **bound(QUERY))
    with st.grid(4, min_column_width=170):
        colour = st.segmented_control(
            "Colour by", ["theme", "date"], default="theme", required=True, **bound(COLOUR)
        )
        theme_picker(run, selection)
        period_range(selection, periods)

    shown = in_range(run, selection, period=period)
    lit = found(run, shown, query=query or "", topic=selection.topic)
    asked = (run.run_id, selection.first, selection.last, period, selection.topic, query)
    event = chart(
        drawn((*asked, colour, mode()), _shown=shown, _lit=lit),
        run=run,
        name="topic_map",
        alt="Map of the papers: papers about similar things lie close together",
        key=MAP,
        on_select="rerun",
    )
    picked = [point["customdata"] for point in event["selection"]["points"]]
    if picked:
        st.subheader(f"{count(len(picked), 'paper')} picked on the map", anchor=False)
        picked_papers = run.documents.loc[picked]
        paper_list(picked_papers, run=run, name="picked-papers", labels=labels)
    elif lit is not None and lit.empty:
        st.caption("No paper on the map fits. Fewer words or a longer time may light some up.")
    elif lit is not None:
        st.subheader(f"{count(len(lit), 'paper')} lit up", anchor=False)
        listed = found_list if query else paper_list
        listed(lit, run=run, name="lit-papers", labels=labels)
    else:
        st.caption(
            "Click a paper to list it here, or take the lasso at the top of the map and loop "
            "round many. Choosing a theme or searching does the same without a mouse."
        )


st.title("Topic map", anchor=False)
st.markdown("Every point is a paper; papers about similar things lie close together.")
map_and_list()

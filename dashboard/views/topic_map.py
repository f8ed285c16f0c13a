"""Topic map: every paper a point; draw a loop around some to list them."""

import streamlit as st

from dashboard.blocks import chart, mode
from dashboard.figures.topic_map import topic_map_figure
from dashboard.loading import all_periods, current_run
from dashboard.paper_list import paper_list
from dashboard.state import COLOUR, MAP, bound, chosen_period, read_selection

run = current_run()
period = chosen_period(run)


@st.fragment
def map_and_list() -> None:
    selection = read_selection(run, periods=all_periods(run, period))
    colour = st.segmented_control("Colour by", ["theme", "date"], default="theme", required=True, **bound(COLOUR))
    figure = topic_map_figure(run.documents, run.topics, colour=colour, mode=mode())
    event = chart(
        figure, run=run, name="topic_map", alt="Map of the papers", key=MAP, on_select="rerun"
    )
    chosen = [point["customdata"] for point in event.selection.points]
    st.write(chosen[:3])
    if chosen:
        paper_list(run.documents.loc[chosen], run=run, name="selected-papers")


st.title("Topic map", anchor=False)
map_and_list()

"""Topic map: every paper a point. A loop around some, a click, a search or a theme lists them."""

from functools import partial

import streamlit as st

from dashboard.blocks import download_menu, mode, period_range, say_gone, theme_picker
from dashboard.finding import found, in_range, picked
from dashboard.live_map import Picture, live_map
from dashboard.loading import all_periods, current_run
from dashboard.map_data import colourings, map_frame, places, whole_map
from dashboard.paper_list import found_list, paper_list, theme_labels
from dashboard.state import (
    COLOUR,
    LET_GO,
    QUERY,
    bound,
    chosen_period,
    pick_nothing,
    read_selection,
)
from dashboard.wording import count

run = current_run()
period = chosen_period(run)
periods = all_periods(run, period)
labels = theme_labels(run)


@st.fragment
def map_and_list() -> None:
    """The map and the papers picked on it, so that a pick redraws nothing else."""
    selection = read_selection(run, periods=periods)
    say_gone(selection)
    query = st.text_input("Light up papers about", type="search", live="400ms", **bound(QUERY))
    with st.grid(4, min_column_width=170):
        colour = st.selectbox("Colour by", colourings(run.run_id), **bound(COLOUR))
        theme_picker(run, selection)
        period_range(selection, periods)

    shown = in_range(run, selection, period=period)
    lit = found(run, shown, query=query or "", topic=selection.topic)
    light = mode()
    time = places(selection, periods)
    with st.container(border=True, gap="small"):
        picture = Picture(colour, period, shown=time, lit=lit, region=selection.region)
        live_map(map_frame(run, colour, mode=light), picture, run=run, mode=light)
        file = partial(whole_map, run, shown, lit=lit, colour=colour, mode=light)
        download_menu(file, run=run, name="topic_map")
    chosen = picked(shown, selection)
    if chosen is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(f"{count(len(chosen), 'paper')} picked on the map", anchor=False)
            st.button("Let go", key=LET_GO, icon=":material/close:", on_click=pick_nothing)
        paper_list(chosen, run=run, name="picked-papers", labels=labels)
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

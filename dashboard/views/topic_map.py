"""Topic map: one point per paper; lasso, click, search or theme lists papers."""

from functools import partial

import streamlit as st

from dashboard.components.blocks import download_menu, mode, say_gone
from dashboard.data.loading import current_run
from dashboard.data.tables import all_periods
from dashboard.papers.paper_list import entries, found_list, paper_list
from dashboard.papers.selection import alike, in_range
from dashboard.shell.error_boundary import said_in_words
from dashboard.state.address import LET_GO, chosen_period, pick_nothing, read_selection
from dashboard.text.wording import count
from dashboard.topic_map.live_map import live_map
from dashboard.topic_map.map_controls import map_controls
from dashboard.topic_map.map_data import Picture, places, whole_map
from dashboard.topic_map.map_selection import lit_papers, picked

run = current_run()
period = chosen_period(run)
periods = all_periods(run, period)
labels = run.labels


@st.fragment
@said_in_words()
def map_and_list() -> None:
    """The map and its selected papers, in a fragment so that a selection redraws nothing else."""
    selection = read_selection(run, periods=periods)
    say_gone(selection)
    asked = map_controls(run, selection, periods=periods)
    shown = in_range(run, selection, period=period)
    lit = lit_papers(run, shown, selection=selection, asked=asked, period=period)
    picture = Picture(
        layer=asked.colour,
        period=period,
        shown=places(selection, periods),
        lit=lit,
        region=selection.region,
        paper=selection.paper,
        density=asked.density,
    )
    with st.container(border=True, gap="small"):
        live_map(picture, periods, run=run, mode=mode())
        file = partial(whole_map, run, shown, picture=picture, mode=mode())
        download_menu(file, run=run, name="topic_map")
    chosen = picked(shown, selection)
    if chosen is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(f"{count(len(chosen), 'paper')} picked on the map", anchor=False)
            st.button("Let go", key=LET_GO, icon=":material/close:", on_click=pick_nothing)
        paper_list(chosen, run=run, name="picked-papers", labels=labels)
        if asked.alike and selection.paper is not None:
            st.subheader("Most like it", anchor=False)
            near, note = alike(run, selection.paper)
            entries(near, name="alike", labels=labels, note=note)
    elif lit is None:
        st.caption(
            "Click a paper to list it here, or take the lasso at the top of the map and loop "
            "round many. Choosing a theme or searching does the same without a mouse."
        )
    elif lit.empty:
        st.caption("No paper on the map fits. Fewer words or a longer time may light some up.")
    else:
        st.subheader(f"{count(len(lit), 'paper')} lit up", anchor=False)
        listed = found_list if asked.query else paper_list
        listed(lit, run=run, name="lit-papers", labels=labels)


st.title("Topic map", anchor=False)
st.markdown("Every point is a paper; papers about similar things lie close together.")
map_and_list()

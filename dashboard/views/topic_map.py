"""Topic map: one point per paper fills the window; a panel lists what is picked or lit up on it."""

from functools import partial

import streamlit as st

from dashboard.components.blocks import download_menu, mode, say_gone
from dashboard.data.loading import current_run
from dashboard.data.tables import all_periods
from dashboard.papers.selection import in_range, say_how
from dashboard.shell.error_boundary import said_in_words
from dashboard.state.address import chosen_period, read_selection
from dashboard.topic_map.live_map import live_map
from dashboard.topic_map.map_controls import map_controls
from dashboard.topic_map.map_data import Picture, known_value, narrowed, places, whole_map
from dashboard.topic_map.map_panel import hint, lit_up, looped, one_paper
from dashboard.topic_map.map_selection import lit_papers, picked
from dashboard.topic_map.paper_bins import known_bin

run = current_run()
period = chosen_period(run)
periods = all_periods(run, period)


@st.fragment
@said_in_words()
def map_and_panel() -> None:
    """The map and its panel, in a fragment so that a selection redraws nothing else."""
    selection = read_selection(run, periods=periods)
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", key="map-controls"):
        asked = map_controls(run, selection)
        menu = st.container(width="content", key="map-menu")
    with st.container(horizontal=True, wrap=False, gap=None, key="map-body"):
        map_place = st.container(key="map-place")
        panel = st.container(width=360, key="map-panel")
    with panel:
        say_gone(selection)
        say_how(run, asked.query, meaning=asked.meaning)
        paper = selection.paper
        like = paper if paper is not None and one_paper(run, paper) else None
    shown = in_range(run, selection, period=period)
    lit = lit_papers(run, shown, selection=selection, asked=asked, like=like)
    inside = picked(shown if lit is None else lit, selection)
    value = known_value(run, selection, layer=asked.colour)
    picture = Picture(
        layer=asked.colour,
        period=period,
        shown=places(selection, periods),
        lit=lit if inside is None else inside,
        value=value,
        counted=asked.counted,
        bin=known_bin(run, asked.counted, code=selection.bin),
        topic=selection.topic,
        region=selection.region,
        paper=paper,
        density=asked.density,
    )
    with map_place:
        live_map(picture, periods, run=run, mode=mode())
    with menu:
        file = partial(whole_map, run, shown, picture=picture, mode=mode())
        download_menu(file, run=run, name="topic_map")
    listed = narrowed(run, shown if lit is None else lit, picture=picture)
    loop = picked(listed, selection)
    with panel:
        if loop is not None:
            looped(run, loop)
        elif lit is None and listed is shown and paper is None:
            hint(run)
        elif paper is None:
            lit_up(run, listed, topic=selection.topic, searched=bool(asked.query))


with st.container(gap=None, key="map-page"):
    st.title("Map", anchor=False)
    map_and_panel()

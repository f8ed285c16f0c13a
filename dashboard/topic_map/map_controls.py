"""Controls of the map: highlighting, colouring, time."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from analysis.runs.store import Run
from dashboard.components.blocks import since_picker, theme_picker, time_slider
from dashboard.papers.selection import by_meaning, say_how
from dashboard.state.address import ALIKE, COLOUR, DENSITY, QUERY, Selection, bound
from dashboard.topic_map.map_data import colourings


@dataclass(frozen=True)
class Asked:
    """Settings of the map: search and its kind, colouring, two switches."""

    query: str
    meaning: bool
    colour: str
    density: bool
    alike: bool


def map_controls(run: Run, selection: Selection, *, periods: Sequence[str]) -> Asked:
    """Show the controls of the map and return their settings, except those in the URL."""
    query = st.text_input("Light up papers about", type="search", live="400ms", **bound(QUERY))
    with st.grid(4, min_column_width=170):
        meaning = by_meaning()
        theme_picker(run, selection)
        since_picker(selection, periods)
        colour = st.selectbox("Colour by", colourings(run), **bound(COLOUR))
    say_how(run, query or "", meaning=meaning)
    time_slider(selection, periods)
    with st.container(horizontal=True):
        density = st.toggle("Contours of density", **bound(DENSITY))
        picked = selection.paper is not None
        alike = picked and st.toggle("Light up papers like the one picked", **bound(ALIKE))
    return Asked(query or "", meaning, colour, density, alike)

"""Controls of the map, in one row: search, theme, colouring, histogram, contours, download."""

from dataclasses import dataclass

import streamlit as st

from analysis.runs.store import Run
from dashboard.components.blocks import theme_picker
from dashboard.papers.selection import by_meaning
from dashboard.state.address import (
    COLOUR,
    COUNTED,
    DENSITY,
    QUERY,
    Selection,
    bound,
    forget_bin,
    forget_value,
)
from dashboard.topic_map.map_data import colourings
from dashboard.topic_map.paper_bins import binned_columns

# With more papers than this, points cover each other: contours show where most of them are.
_CROWD = 5_000


@dataclass(frozen=True)
class Asked:
    """Settings of the map: search and its kind, colouring, column of the histogram, contours."""

    query: str
    meaning: bool
    colour: str
    counted: str | None
    density: bool


def map_controls(run: Run, selection: Selection) -> Asked:
    """Show the controls of the map and return their settings, except those in the URL."""
    query = st.text_input(
        "Light up papers about",
        type="search",
        placeholder="Light up papers about …",
        live="400ms",
        **bound(QUERY),
    )
    meaning = by_meaning()
    theme_picker(run, selection)
    colour = st.selectbox("Colour by", colourings(run), **bound(COLOUR), on_change=forget_value)
    columns, counted = binned_columns(run), None
    if columns:
        counted = st.selectbox(
            "Count papers by",
            columns,
            index=None,
            placeholder="Count by …",
            **bound(COUNTED),
            on_change=forget_bin,
        )
    density = st.toggle("Contours", value=len(run.documents) > _CROWD, **bound(DENSITY))
    return Asked(query or "", meaning, colour, counted, density)

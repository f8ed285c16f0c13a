"""Compare: two themes or two sets of keywords side by side, as named in the URL."""

import streamlit as st

from dashboard.compare.keywords import compare_keywords
from dashboard.compare.themes import compare_themes
from dashboard.components.blocks import period_picker
from dashboard.data.loading import current_run
from dashboard.state.address import COMPARED, asked_sides, bound, chosen_period, forget_sides

KINDS = {"themes": compare_themes, "keywords": compare_keywords}

run = current_run()

st.title("Compare", anchor=False)
with st.container(horizontal=True, vertical_alignment="bottom"):
    kind = st.segmented_control(
        "Compare two",
        list(KINDS),
        default="themes",
        required=True,
        label_visibility="collapsed",
        on_change=forget_sides,
        **bound(COMPARED),
    )
    period_picker(run)
KINDS[kind](run, asked_sides(), period=chosen_period(run))

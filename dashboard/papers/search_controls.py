"""What a search goes by: the words of the papers, or their meaning."""

import streamlit as st

from analysis.runs.store import Run
from dashboard.data.loading import load_encoder
from dashboard.state.address import SEARCH_BY, bound
from dashboard.text.wording import plain

WORDS, MEANING = "words", "meaning"


def by_meaning() -> bool:
    """Let people choose what a search goes by; whether that is meaning."""
    by = st.segmented_control(
        "Search by", [WORDS, MEANING], default=WORDS, required=True, **bound(SEARCH_BY)
    )
    return by == MEANING


def say_how(run: Run, query: str, *, meaning: bool) -> None:
    """Say what a search by meaning finds, or why there is none."""
    if meaning and load_encoder(run) is None:
        st.caption(
            f"The encoder of this run, {plain(run.manifest.encoder['name'])}, is not at hand in "
            "the dashboard, so the search goes by words."
        )
    elif query and meaning:
        st.caption("The papers nearest in meaning come first, at most 200 of them.")

"""The browser's way back, on which one press is one step."""

from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components import v2


def keep_steps_whole() -> None:
    """Make all that one press writes into the address one step of the way back (way_back.js)."""
    with st.container(key="way-back"):
        _component()(key="way-back-component")


@st.cache_resource
def _component() -> Any:
    script = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
    return v2.component("papertides-way-back", js=script)

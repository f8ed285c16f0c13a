"""The map on the page: what the browser is sent, and what it says back."""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import plotly
import streamlit as st
from streamlit.components.v2 import component

from analysis.runs.store import Run
from dashboard.appearance import LOOKS, Mode
from dashboard.colour import faded
from dashboard.figures.parts.points import FADED, LIT, PLAIN
from dashboard.map_data import bits
from dashboard.region import Region, region_path
from dashboard.state import MAP, pick_paper, pick_region

_HERE = Path(__file__).parent
_HTML = """
<div class="live-map">
  <div class="live-map-plot" role="img"></div>
  <div class="live-map-note" role="status">Drawing the map …</div>
  <div class="live-map-card" hidden><b></b><span></span><span></span></div>
</div>
"""


@dataclass(frozen=True)
class Picture:
    """What is to be seen on the map.

    The columns of `map_column` that are the `layer` and the `period` of a paper; the places of the
    first and the last period `shown`, or all time; the papers that are `lit`, or all; the region
    that is outlined.
    """

    layer: str
    period: str
    shown: tuple[int, int] | None
    lit: pd.DataFrame | None
    region: Region | None


def live_map(frame: Mapping[str, Any], picture: Picture, *, run: Run, mode: Mode) -> None:
    """Draw the papers of `run` into `frame`: a `topic_map_frame` as Plotly writes it in JSON.

    What a person draws or clicks goes to the address.
    """
    root = st.get_option("server.baseUrlPath").strip("/")
    here = f"/{root}" if root else ""
    of_run = f"{here}/runs/{run.run_id}"
    names = {"x": "x", "y": "y", "layer": picture.layer, "period": picture.period}
    shapes = [_outline(picture.region, mode=mode)] if picture.region else []
    _component()(
        key=MAP,
        data={
            "figure": {**frame, "layout": {**frame["layout"], "shapes": shapes}},
            "columns": {part: f"{of_run}/map/{name}" for part, name in names.items()},
            "papers": f"{of_run}/papers",
            "plotly": f"{here}/plotly-{plotly.__version__}.js",
            "looks": {"plain": PLAIN, "faded": FADED, "lit": LIT},
            "lit": None if picture.lit is None else _base64(bits(run, picture.lit)),
            "range": picture.shown,
            "alt": "Map of the papers: papers about similar things lie close together",
            "config": _config(f"{run.run_id}-topic_map"),
        },
        on_region_change=lambda: pick_region(st.session_state[MAP]["region"]),
        on_picked_change=lambda: pick_paper(
            run.documents["paper_id"].iloc[st.session_state[MAP]["picked"]]
        ),
    )


@st.cache_resource(show_spinner=False)
def _component() -> Callable[..., Any]:
    return component(
        "live_map",
        html=_HTML,
        css=(_HERE / "live_map.css").read_text(),
        js=(_HERE / "live_map.js").read_text(),
        isolate_styles=False,
    )


def _outline(region: Region, *, mode: Mode) -> dict[str, Any]:
    look = LOOKS[mode]
    line = {"color": look.ink, "width": 1.5}
    return {
        "type": "path",
        "path": region_path(region),
        "line": line,
        "fillcolor": faded(look.ink, 0.06),
        "layer": "below",
    }


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _config(file: str) -> dict[str, Any]:
    tools = [
        ["toImage"],
        ["zoom2d", "pan2d", "resetScale2d"],
        ["drawclosedpath", "drawrect"],
    ]
    return {
        "displaylogo": False,
        "displayModeBar": True,
        "scrollZoom": True,
        "modeBarButtons": tools,
        "toImageButtonOptions": {"format": "png", "filename": file, "scale": 2},
    }

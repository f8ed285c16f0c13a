"""Map component: its input from the server and its events from the browser."""

import base64
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import plotly
import streamlit as st
from streamlit.components.v2 import component

from analysis.runs.store import Run
from dashboard.figures.parts.map_names import WEIGHT_IF_WIDE
from dashboard.figures.parts.points import FADED, LIT, PLAIN
from dashboard.state.address import MAP, pick_paper, pick_region
from dashboard.state.region import region_path
from dashboard.style.appearance import LOOKS, Mode
from dashboard.style.colour import faded
from dashboard.topic_map.map_data import Picture, bits, edition_name, map_frame, steps

_HERE = Path(__file__).parent
# What Plotly's tools are called, by the names it has for them.
_TOOLS = {"Draw closed freeform": "Lasso: loop round papers", "Draw rectangle": "Box round papers"}
# The radius of the ring around the paper that is picked, in pixels.
_RING = 9
_HTML = """
<div class="live-map">
  <div class="live-map-plot" role="group"></div>
  <div class="live-map-card" hidden><b></b><span></span><span></span></div>
  <ul class="live-map-key"></ul>
  <div class="live-map-foot">
    <span class="live-map-time" hidden><button type="button">Play</button> <output></output></span>
    <span class="live-map-note" role="status">Drawing the map …</span>
  </div>
</div>
"""


def live_map(picture: Picture, periods: Sequence[str], *, run: Run, mode: Mode) -> None:
    """Show the map of the papers of `run`; `periods` are all of the run's.

    What a person draws or clicks goes to the address.
    """
    frame = map_frame(run, picture.layer, mode=mode)
    # Relative to the page, whose path is one name below the dashboard's, wherever a proxy has it.
    of_run = f"runs/{edition_name(run)}"
    names = {"x": "x", "y": "y", "layer": picture.layer, "period": picture.period}
    _component()(
        key=MAP,
        data={
            "figure": {
                **frame,
                "layout": {**frame["layout"], "shapes": _outlines(picture, run=run, mode=mode)},
            },
            "columns": {part: f"{of_run}/map/{name}" for part, name in names.items()},
            "papers": f"{of_run}/papers",
            "plotly": f"plotly-{plotly.__version__}.js",
            "looks": {"plain": PLAIN, "faded": FADED, "lit": LIT},
            "lit": None if picture.lit is None else _base64(bits(run, picture.lit)),
            "range": picture.shown,
            "steps": steps(picture, periods),
            "widths": {weight: width for width, weight in WEIGHT_IF_WIDE.items()},
            "density": picture.density,
            "shades": [LOOKS[mode].background, *LOOKS[mode].sequential],
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
        css=(_HERE / "live_map.css").read_text(encoding="utf-8"),
        js=(_HERE / "live_map.js").read_text(encoding="utf-8"),
        isolate_styles=False,
    )


def _outlines(picture: Picture, *, run: Run, mode: Mode) -> list[dict[str, Any]]:
    """Outlines of the selected region, and of the selected paper."""
    ink = LOOKS[mode].ink
    line = {"color": ink, "width": 1.5}
    shapes: list[dict[str, Any]] = []
    if picture.region:
        path = region_path(picture.region)
        fill = {"fillcolor": faded(ink, 0.06), "layer": "below"}
        shapes.append({"type": "path", "path": path, "line": line, **fill})
    if picture.paper is not None:
        x, y = run.documents[["x", "y"]].iloc[picture.paper].tolist()
        place = {"xsizemode": "pixel", "xanchor": x, "ysizemode": "pixel", "yanchor": y}
        ring = {"x0": -_RING, "x1": _RING, "y0": -_RING, "y1": _RING}
        shapes.append({"type": "circle", "line": line, **place, **ring})
    return shapes


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _config(file: str) -> dict[str, Any]:
    tools = [
        ["toImage"],
        ["zoom2d", "pan2d", "resetScale2d"],
        ["drawclosedpath", "drawrect"],
    ]
    return {
        "locales": {"en-US": {"dictionary": _TOOLS}},
        "displaylogo": False,
        "displayModeBar": True,
        "scrollZoom": True,
        "modeBarButtons": tools,
        "toImageButtonOptions": {"format": "png", "filename": file, "scale": 2},
    }

"""Map component: its input from the server and its events from the browser."""

import base64
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import plotly
import streamlit as st
from streamlit.components.v2 import component

from analysis.periods import readable_period
from analysis.runs.store import Run
from dashboard.figures.parts.points import FADED, LIT, PLAIN
from dashboard.state.address import (
    MAP,
    pick_bin,
    pick_paper,
    pick_region,
    pick_time,
    pick_topic,
    pick_value,
)
from dashboard.state.region import Region, region_path
from dashboard.style.appearance import LOOKS, Mode
from dashboard.style.colour import faded
from dashboard.topic_map.map_data import (
    Picture,
    bins_column,
    bits,
    edition_name,
    map_frame,
    steps,
    theme_lines,
)
from dashboard.topic_map.paper_bins import paper_bins
from dashboard.topic_map.theme_outline import theme_outline

_HERE = Path(__file__).parent
# In the order in which they need each other: Streamlit takes one script.
_SCRIPTS = (
    "map_view.js",
    "time_strip.js",
    "paper_bars.js",
    "spotlight.js",
    "pinch.js",
    "live_map.js",
)
# What Plotly's tools are called, by the names it has for them.
_TOOLS = {"Draw rectangle": "Box round papers"}
# The pin on the paper that is picked: its radius and its rim, in pixels.
_PIN, _RIM = 7, 2
_HTML = """
<div class="live-map">
  <div class="live-map-stage">
    <div class="live-map-plot" role="group"></div>
    <output class="live-map-now" hidden></output>
    <div class="live-map-key" hidden></div>
    <div class="live-map-card" hidden><b></b><span></span><span></span></div>
  </div>
  <div class="live-map-note" role="status">Drawing the map …</div>
  <div class="live-map-time" hidden></div>
  <div class="live-map-bars" role="group" hidden></div>
</div>
"""


def live_map(picture: Picture, periods: Sequence[str], *, run: Run, mode: Mode) -> None:
    """Show the map of the papers of `run`; `periods` are all of the run's.

    What a person draws, clicks or brushes goes to the address.
    """
    frame = map_frame(run, picture.layer, mode=mode)
    # Relative to the page, whose path is one name below the dashboard's, wherever a proxy has it.
    of_run = f"runs/{edition_name(run)}"
    names = {"x": "x", "y": "y", "layer": picture.layer, "theme": "theme", "period": picture.period}
    if picture.counted is not None:
        names["bins"] = bins_column(picture.counted)
    outline = () if picture.topic is None else theme_outline(run, picture.topic)
    _component()(
        key=MAP,
        data={
            "figure": {
                **frame,
                "layout": {
                    **frame["layout"],
                    "shapes": _shapes(picture, outline, run=run, mode=mode),
                },
            },
            "columns": {part: f"{of_run}/map/{name}" for part, name in names.items()},
            "papers": f"{of_run}/papers",
            "plotly": f"plotly-{plotly.__version__}.js",
            "looks": {"plain": PLAIN, "faded": FADED, "lit": LIT},
            "inks": {
                "ink": LOOKS[mode].ink,
                "muted": LOOKS[mode].muted,
                "ground": LOOKS[mode].background,
            },
            "lit": None if picture.lit is None else _base64(bits(run, picture.lit)),
            "value": picture.value,
            "bins": _bins(run, picture),
            "topics": run.topics["topic"].sort_values().tolist(),
            "themes": theme_lines(run),
            "topic": picture.topic,
            "focus": [*outline],
            "range": picture.shown,
            "periods": [readable_period(period) for period in periods],
            "steps": steps(picture, periods),
            "density": picture.density,
            "shades": [LOOKS[mode].background, *LOOKS[mode].sequential],
            "alt": "Map of the papers: papers about similar things lie close together",
            "config": _config(f"{run.run_id}-topic_map"),
        },
        on_region_change=lambda: pick_region(_told("region")),
        on_picked_change=lambda: pick_paper(run.documents["paper_id"].iloc[_told("picked")]),
        on_topic_change=lambda: pick_topic(_told("topic")),
        on_value_change=lambda: pick_value(_told("value")["layer"]),
        on_bin_change=lambda: pick_bin(_told("bin")["code"]),
        on_time_change=lambda: _pick_time(_told("time"), periods),
    )


def _bins(run: Run, picture: Picture) -> dict[str, Any] | None:
    """The histogram beside the map: what it counts, its bins, and which of them is picked."""
    if picture.counted is None:
        return None
    names = paper_bins(run, picture.counted).names
    return {"by": picture.counted, "names": names, "picked": picture.bin}


def _told(event: str) -> Any:
    """What the browser says with an event."""
    return st.session_state[MAP][event]


def _pick_time(told: Sequence[int], periods: Sequence[str]) -> None:
    """Write the periods from the first to the last that are `told`; an end of all stays open."""
    first, last = told
    pick_time(
        periods[first] if first > 0 else None, periods[last] if last < len(periods) - 1 else None
    )


@st.cache_resource(show_spinner=False)
def _component() -> Callable[..., Any]:
    return component(
        "live_map",
        html=_HTML,
        css=(_HERE / "live_map.css").read_text(encoding="utf-8"),
        js="\n".join(_script(name) for name in _SCRIPTS),
        isolate_styles=False,
    )


def _script(name: str) -> str:
    """A script without its imports of the others, which stand before it."""
    text = (_HERE / name).read_text(encoding="utf-8")
    return re.sub(r"^import [^;]+;\n", "", text, flags=re.MULTILINE)


def _shapes(picture: Picture, outline: Region, *, run: Run, mode: Mode) -> list[dict[str, Any]]:
    """Outlines of the selected theme and region, and a pin on the selected paper."""
    look = LOOKS[mode]
    shapes: list[dict[str, Any]] = []
    for region, dash in ((outline, "dot"), (picture.region or (), "solid")):
        if region:
            line = {"color": look.ink, "width": 1.5, "dash": dash}
            fill = {"fillcolor": faded(look.ink, 0.04), "layer": "below"}
            shapes.append({"type": "path", "path": region_path(region), "line": line, **fill})
    if picture.paper is not None:
        x, y = run.documents[["x", "y"]].iloc[picture.paper].tolist()
        place = {"xsizemode": "pixel", "xanchor": x, "ysizemode": "pixel", "yanchor": y}
        pin = {"x0": -_PIN, "x1": _PIN, "y0": -_PIN, "y1": _PIN}
        line = {"color": look.background, "width": _RIM}
        shapes.append({"type": "circle", "fillcolor": look.ink, "line": line, **place, **pin})
    return shapes


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _config(file: str) -> dict[str, Any]:
    return {
        "locales": {"en-US": {"dictionary": _TOOLS}},
        "displaylogo": False,
        "displayModeBar": True,
        "scrollZoom": True,
        "toImageButtonOptions": {"format": "png", "filename": file, "scale": 2},
    }

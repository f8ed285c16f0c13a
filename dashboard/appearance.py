"""How everything looks: one palette, one type scale, light and dark.

Figures are opaque in the colours that `.streamlit/config.toml` gives the app, so that a chart that
is saved from the screen reads on any page it is pasted into.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.colour import oklch

Mode = Literal["light", "dark"]

FONT = (
    '"Source Sans 3", "Source Sans", "Source Sans Pro", "Segoe UI", "Liberation Sans", sans-serif'
)
# The type scale, in pixels.
TITLE, BODY, SMALL = 18, 14, 12

# Okabe and Ito's colours (2008), told apart with any colour vision; yellow and black left out, as
# one of the two is unreadable on each background.
_OKABE_ITO = {
    "light": ("#0072b2", "#d55e00", "#009e73", "#c2579b", "#b87d00", "#3d9bd4"),
    "dark": ("#3d9be0", "#e8743b", "#1fb98a", "#dc93bb", "#e8ab2e", "#7cc4ee"),
}
# Later rounds through the sequence are told apart by lightness: share mixed with the background.
_LIGHTNESS = {"light": (0.70, 0.58, 0.46), "dark": (0.62, 0.73, 0.84)}
_CHROMA = 0.15
_FIRST_HUE = 20.0


@dataclass(frozen=True)
class Look:
    """The colours of one mode; text colours have at least 4.5:1 against `background`."""

    background: str
    ink: str
    muted: str
    grid: str
    outlier: str
    # From the oldest date to the newest.
    sequential: tuple[str, ...]


LOOKS = {
    "light": Look(
        background="#ffffff",
        ink="#1c2733",
        muted="#55636f",
        grid="#e4e8ec",
        outlier="#b3bbc3",
        sequential=("#c3d5a1", "#6fbd9c", "#2b94a0", "#2a6495", "#382f70"),
    ),
    "dark": Look(
        background="#0e1117",
        ink="#eef1f4",
        muted="#a5b0bb",
        grid="#262d36",
        outlier="#5b6570",
        sequential=("#453c86", "#3a6fa3", "#3aa0a8", "#80c9a5", "#e4ecb9"),
    ),
}


def template(mode: Mode = "light") -> go.layout.Template:
    """The Plotly template of a mode: fonts, thin grid, colours; everything else is the figure's."""
    look = LOOKS[mode]
    axis = {
        "gridcolor": look.grid,
        "gridwidth": 1,
        "linecolor": look.grid,
        "zeroline": False,
        "ticks": "",
        "automargin": True,
        "tickfont": {"size": SMALL, "color": look.muted},
        "title": {"font": {"size": SMALL, "color": look.muted}, "standoff": 8},
    }
    layout = go.Layout(
        font={"family": FONT, "size": BODY, "color": look.ink},
        title={
            "font": {"size": TITLE, "color": look.ink},
            "subtitle": {"font": {"size": SMALL, "color": look.muted}},
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "pad": {"l": 12, "t": 12},
            "y": 1,
            "yref": "container",
            "yanchor": "top",
        },
        paper_bgcolor=look.background,
        plot_bgcolor=look.background,
        colorway=sequence_colours(18, mode=mode),
        xaxis=axis,
        yaxis=axis,
        showlegend=False,
        hoverlabel={
            "bgcolor": look.background,
            "bordercolor": look.muted,
            "font": {"family": FONT, "size": BODY, "color": look.ink},
            "align": "left",
        },
        separators=".,",
    )
    return go.layout.Template(layout=layout)


def sequence_colours(count: int, *, mode: Mode = "light") -> list[str]:
    """`count` colours for things without an order, the most different ones first."""
    base = _OKABE_ITO[mode]
    return [base[i % len(base)] for i in range(count)]


def topic_colours(topics: pd.DataFrame, *, mode: Mode = "light") -> dict[int, str]:
    """The colour of every topic: the same in every chart of a run.

    `topics` needs topic, x and y. A few topics get the most different colours. Many get their hue
    from the angle at which they lie around the middle of the map, so that related themes look
    related, and alternate in lightness, so that neighbours are told apart with any colour vision.
    The outliers (-1) are grey.
    """
    named = topics[topics["topic"] >= 0].sort_values("topic")
    colours = {-1: LOOKS[mode].outlier}
    if len(named) <= len(_OKABE_ITO[mode]):
        return colours | dict(
            zip(named["topic"].tolist(), sequence_colours(len(named), mode=mode), strict=True)
        )
    x, y = (np.nan_to_num(named[axis].to_numpy(float)) for axis in ("x", "y"))
    angle = np.arctan2(y - y.mean(), x - x.mean())
    around = named["topic"].to_numpy()[np.argsort(angle, kind="stable")]
    levels = _LIGHTNESS[mode]
    for place, topic in enumerate(around.tolist()):
        hue = _FIRST_HUE + 360 * place / len(around)
        colours[topic] = oklch(levels[place % len(levels)], _CHROMA, hue)
    return colours

"""Visual design: one palette, one type scale, light and dark.

Figures are opaque in the colours that `.streamlit/config.toml` gives the app, so that a chart that
is saved from the screen reads on any page it is pasted into.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.style.colour import contrast, difference, oklch

Mode = Literal["light", "dark"]
# What a chart shows of papers over time: their share, or how many.
Measure = Literal["prevalence", "documents"]

FONT = (
    '"Source Sans 3", "Source Sans", "Source Sans Pro", "Segoe UI", "Liberation Sans", sans-serif'
)
# The type scale, in pixels.
TITLE, BODY, SMALL = 18, 14, 12

# As many columns stand beside each other in a chart with room for their names.
MOST_COLUMNS = 12

# For things without an order. Any two differ by at least 15, the first six by 20, however they are
# seen (CIE 1976, also without one kind of cone); each has 3:1 against its background.
_SEQUENCE = {
    "light": (
        *("#1583d0", "#cf5a00", "#0b6152", "#d4679c", "#5a3d00", "#4b2e9a"),
        *("#9e916f", "#5b0019", "#8a3785", "#47025e", "#322843", "#ac713e"),
    ),
    "dark": (
        *("#5fb0f5", "#e0662a", "#8df2d4", "#cf6fa8", "#f5d565", "#7a63dc"),
        *("#856851", "#9cc685", "#e3d6fe", "#9d4997", "#c2989a", "#4b7878"),
    ),
}
# The OKLCH lightness of themes, which alternates, and their chroma.
_LIGHTNESS = {"light": (0.65, 0.54, 0.43), "dark": (0.62, 0.73, 0.84)}
_CHROMA = 0.15
# Where lines of related themes cross, one is lighter or darker, within what the background allows.
_LINE_LIGHTNESS = {"light": (0.30, 0.66), "dark": (0.46, 0.94)}
_LINE_DIFFERENCE, _LINE_CONTRAST = 20.0, 3.0


@dataclass(frozen=True)
class Look:
    """Colours of one mode; text colours have at least 4.5:1 against `background`."""

    background: str
    ink: str
    muted: str
    grid: str
    outlier: str
    # From the oldest date to the newest.
    sequential: tuple[str, ...]
    # From what shrinks to what grows, in the colours of those verdicts.
    diverging: tuple[str, ...]


LOOKS = {
    "light": Look(
        background="#ffffff",
        ink="#1c2733",
        muted="#55636f",
        grid="#e4e8ec",
        outlier="#b3bbc3",
        sequential=("#a8c686", "#6fbd9c", "#2b94a0", "#2a6495", "#382f70"),
        diverging=("#9c3f00", "#dd8a4d", "#c9c6bd", "#4fae93", "#04523d"),
    ),
    "dark": Look(
        background="#0e1117",
        ink="#eef1f4",
        muted="#a5b0bb",
        grid="#262d36",
        outlier="#5b6570",
        sequential=("#453c86", "#3a6fa3", "#3aa0a8", "#80c9a5", "#e4ecb9"),
        diverging=("#ffa55c", "#b06a30", "#6a6860", "#2f9678", "#7df0c8"),
    ),
}


def template(mode: Mode = "light") -> go.layout.Template:
    """Plotly template of a mode: fonts, thin grid, colours."""
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
        colorway=list(_SEQUENCE[mode]),
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
    """`count` categorical colours, the most distinct ones first."""
    base = _SEQUENCE[mode]
    return [base[i % len(base)] for i in range(count)]


def topic_colours(topics: pd.DataFrame, *, mode: Mode = "light") -> dict[int, str]:
    """Colour of every topic: of its hue, the same on every chart; `topics` needs topic and hue.

    Their lightness alternates, so that neighbours on the map are told apart with any colour vision.
    The outliers (-1) are grey.
    """
    named = topics[topics["topic"] >= 0].sort_values(["hue", "topic"])
    levels = np.resize(_LIGHTNESS[mode], len(named))
    if len(levels) > 1 and levels[-1] == levels[0]:  # they are neighbours, too
        levels[-1] = _LIGHTNESS[mode][1]
    colours = {
        topic: oklch(level, _CHROMA, hue=hue)
        for topic, hue, level in zip(
            named["topic"].tolist(), named["hue"].tolist(), levels.tolist(), strict=True
        )
    }
    return {-1: LOOKS[mode].outlier} | colours


def line_colours(
    topics: pd.DataFrame, chosen: Sequence[int], *, mode: Mode = "light"
) -> dict[int, str]:
    """Colours of `chosen` topics in one chart: those of `topic_colours`, told apart.

    A colour that is too much like one before it, in the order of `chosen`, is made lighter or
    darker in its own hue, so that one more line leaves the others as they are.
    """
    usual, placed = topic_colours(topics, mode=mode), dict[int, str]()
    hues = dict(zip(topics["topic"], topics["hue"], strict=True))
    for topic in dict.fromkeys(topic for topic in chosen if topic >= 0 and topic in usual):
        ways = [usual[topic], *_ways(usual[topic], hue=hues[topic], mode=mode)]
        before = placed.values()
        clear = [min((difference(way, one) for one in before), default=np.inf) for way in ways]
        best = next((i for i, least in enumerate(clear) if least >= _LINE_DIFFERENCE), None)
        placed[topic] = ways[int(np.argmax(clear)) if best is None else best]
    return placed


def _ways(usual: str, *, hue: float, mode: Mode) -> list[str]:
    """Colours of one hue that are seen on the background, the most like the usual one first."""
    ways = [oklch(level, _CHROMA, hue=hue) for level in np.linspace(*_LINE_LIGHTNESS[mode], 25)]
    seen = [way for way in ways if contrast(way, LOOKS[mode].background) >= _LINE_CONTRAST]
    return sorted(seen, key=lambda way: difference(way, usual))

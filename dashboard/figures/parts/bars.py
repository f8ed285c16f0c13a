"""Horizontal bar chart with names on the left and values on the right."""

from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.figures.parts.text import text_width, wrapped
from dashboard.style.appearance import LOOKS, SMALL, Mode

BAR_PIXELS = 26
_NAME_WIDTH = 42


@dataclass(frozen=True)
class Bar:
    """A bar: plain-text name, length, value label, colour."""

    name: str
    value: float
    text: str
    colour: str


def add_bars(figure: go.Figure, bars: list[Bar], *, value_title: str, mode: Mode) -> None:
    """Draw `bars` from top to bottom."""
    places = list(range(len(bars)))
    figure.add_bar(
        x=[bar.value for bar in bars],
        y=places,
        orientation="h",
        marker={"color": [bar.colour for bar in bars], "line": {"width": 0}, "cornerradius": 2},
        text=[bar.text for bar in bars],
        textposition="outside",
        cliponaxis=False,
        textfont={"size": SMALL, "color": LOOKS[mode].ink},
        hovertext=[wrapped(bar.name) for bar in bars],
        hovertemplate="%{hovertext}: %{text}<extra></extra>",
    )
    longest = max((bar.value for bar in bars), default=1) or 1
    figure.update_xaxes(range=[0, longest], visible=False, fixedrange=True)
    name_rows(figure, [bar.name for bar in bars], mode=mode)
    # The values stand in the margin, which keeps its width where the chart is narrow.
    widest = max((text_width(bar.text, size=SMALL) for bar in bars), default=0)
    figure.update_layout(bargap=0.28, margin={"b": 16, "r": round(widest) + 12})
    figure.update_xaxes(title={"text": value_title})


def name_rows(figure: go.Figure, names: list[str], *, mode: Mode) -> None:
    """Label each row with a plain-text name on its left, the first on top."""
    figure.update_yaxes(
        tickvals=list(range(len(names))),
        ticktext=[wrapped(name, width=_NAME_WIDTH, lines=1) for name in names],
        range=[len(names) - 0.4, -0.6],
        tickfont={"size": 13, "color": LOOKS[mode].ink},
        showgrid=False,
        fixedrange=True,
        ticklabelstandoff=8,
    )

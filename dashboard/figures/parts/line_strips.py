"""Narrow form of a line chart: a strip for each line, its name above it, all on one scale."""

import numpy as np
import plotly.graph_objects as go

from dashboard.figures.parts.base_figure import layout_of, traces_of
from dashboard.style.appearance import LOOKS, SMALL

# Pixels: the name of a line, its strip, and the space below.
_NAME, _STRIP, _BELOW = 20, 40, 10
_MARGIN, _SCALE = 16, 44


def line_strips(figure: go.Figure) -> go.Figure:
    """A line chart with a strip for each line instead of a legend; others as they were.

    Every strip runs from zero to the highest value of all; its axis has a round number near it.
    """
    layout, lines = layout_of(figure), traces_of(figure)
    names = list(dict.fromkeys(line.legendgroup for line in lines if line.legendgroup))
    if not names:
        return figure
    narrow = go.Figure(figure)
    row = _NAME + _STRIP + _BELOW
    room = row * len(names)
    highest = max(float(np.nanmax(line.y)) for line in lines if len(line.y))
    look = LOOKS[layout.meta["mode"]]
    axes, notes = {}, []
    for place, name in enumerate(names):
        top = room - row * place
        number = "" if place == 0 else str(place + 1)
        axes[f"yaxis{number}"] = {
            "domain": [(top - _NAME - _STRIP) / room, (top - _NAME) / room],
            "range": [0, highest * 1.05 or 1],
            "tickvals": [0, _round_below(highest)],
            "tickformat": layout.yaxis.tickformat,
            "hoverformat": layout.yaxis.hoverformat,
            "tickfont": {"size": SMALL - 1, "color": look.muted},
            "fixedrange": True,
            "title": None,
        }
        notes.append(
            {
                "text": name.replace("-<br>", "-").replace("<br>", " "),
                "x": 0,
                "xref": "paper",
                "xanchor": "left",
                "xshift": -_SCALE + _MARGIN,
                "y": (top - _NAME) / room,
                "yref": "paper",
                "yanchor": "bottom",
                "showarrow": False,
                "font": {"size": SMALL + 1, "color": look.ink},
            }
        )
        narrow.update_traces(yaxis=f"y{number}", selector={"legendgroup": name})
    layout_of(narrow).annotations = notes
    narrow.update_xaxes(anchor="free", position=0, nticks=4, fixedrange=True)
    return narrow.update_layout(
        **axes,
        height=layout.margin.t + layout.margin.b + room,
        margin={"l": _SCALE, "r": _MARGIN},
        showlegend=False,
        hovermode="closest",
    )


def _round_below(value: float) -> float:
    """The largest of 1, 2, 5, 10, 20 … and of 0.5, 0.2, 0.1 … that is not above `value`."""
    if value <= 0:
        return 0.0
    power = 10.0 ** np.floor(np.log10(value))
    return max(step * power for step in (1, 2, 5) if step * power <= value or step == 1)

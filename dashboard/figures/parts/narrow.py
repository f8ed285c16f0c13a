"""Narrow forms of charts: names stand above what they name, which then has the whole width."""

import html
from typing import Any

import plotly.graph_objects as go

from dashboard.figures.parts.base_figure import layout_of
from dashboard.figures.parts.text import wrapped
from dashboard.style.appearance import LOOKS

_NAME_WIDTH = 30
_ROW, _ABOVE = 46, 16  # pixels: a row with its name, and how far the name is above its interval
_LINE = 20
# What is left of the ticks of an axis.
_TICKS = 3
_MARGIN = 16


def names_above_rows(figure: go.Figure) -> go.Figure:
    """A forest plot with name and value on a line above each interval; others as they were."""
    layout = layout_of(figure)
    names = layout.yaxis.ticktext
    if not names:
        return figure
    narrow = go.Figure(figure)
    values = [note.to_plotly_json() for note in layout.annotations]
    rows = [
        {
            **value,
            "x": 0,
            "xanchor": "left",
            "xshift": 0,
            "yshift": _ABOVE,
            "bgcolor": LOOKS[layout.meta["mode"]].background,
            "text": wrapped(html.unescape(name), width=_NAME_WIDTH, lines=1),
            "font": layout.yaxis.tickfont.to_plotly_json(),
        }
        for name, value in zip(names, values, strict=True)
    ]
    beside = [{**one, "xanchor": "right", "xshift": 0, "yshift": _ABOVE} for one in values]
    layout_of(narrow).annotations = [*rows, *beside]
    kept = _spread(layout.xaxis.tickvals)
    narrow.update_xaxes(
        tickvals=[layout.xaxis.tickvals[at] for at in kept],
        ticktext=[layout.xaxis.ticktext[at] for at in kept],
    )
    narrow.update_yaxes(showticklabels=False, range=[len(names) - 0.5, -0.9])
    height = layout.margin.t + layout.margin.b + _ROW * len(names)
    return narrow.update_layout(height=height, margin={"l": _MARGIN, "r": _MARGIN})


def names_above_lines(figure: go.Figure) -> go.Figure:
    """A line chart with the names of its lines above it, in the order in which they end."""
    layout = layout_of(figure)
    ends = [note.to_plotly_json() for note in layout.annotations if _is_end(note)]
    if not ends:
        return figure
    narrow = go.Figure(figure)
    others = [note.to_plotly_json() for note in layout.annotations if not _is_end(note)]
    ends.sort(key=lambda end: end["y"])
    above = [
        {
            **end,
            "x": 0,
            "y": 1,
            "yref": "paper",
            "xshift": 0,
            "yshift": _LINE * (place + 0.5),
            "text": end["text"].replace("-<br>", "-").replace("<br>", " "),
        }
        for place, end in enumerate(ends)
    ]
    layout_of(narrow).annotations = [*others, *above]
    room = _LINE * len(ends)
    return narrow.update_layout(
        height=layout.height + room, margin={"r": _MARGIN, "t": layout.margin.t + room}
    )


def _is_end(note: Any) -> bool:
    """Whether a note names a line at the right edge of the plot."""
    return note.xref == "paper" and note.x == 1 and note.xanchor == "left"


def _spread(ticks: Any) -> list[int]:
    """Places of a few of the ticks: the ends, and the one for no change, or that in the middle."""
    values = list(ticks)
    middle = values.index(1) if 1 in values else len(values) // 2
    return sorted({0, middle, len(values) - 1}) if len(values) > _TICKS else [*range(len(values))]

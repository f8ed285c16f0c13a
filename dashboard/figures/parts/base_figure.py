"""The empty figure that every chart starts from."""

from collections.abc import Iterable
from typing import Any

import plotly.graph_objects as go

from dashboard.figures.parts.text import escaped, split_lines, wrapped
from dashboard.style.appearance import BODY, LOOKS, Mode, template

# Characters a line and pixels from line to line. A chart on a phone is 326 pixels wide, and its
# toolbar stands beside the title.
_TITLE, _TITLE_LINE = 28, 24
_SUBTITLE, _SUBTITLE_LINE = 48, 17
# Plotly draws a title of several lines so much higher that its first would leave the chart.
_RAISED = 13


def canvas(title: str, *, mode: Mode, height: int, subtitle: str = "") -> go.Figure:
    """An empty figure with a title; `title` and `subtitle` are plain text, `height` in pixels."""
    heading = split_lines(title, width=_TITLE, lines=4)
    below = split_lines(subtitle, width=_SUBTITLE, lines=5)
    text: dict[str, Any] = {"text": "<br>".join(map(escaped, heading))}
    if len(heading) > 1:
        text["pad"] = {"l": 12, "t": 12 + _RAISED}
    if subtitle:
        text["subtitle"] = {"text": "<br>".join(map(escaped, below))}
    room = _TITLE_LINE * (len(heading) - 1) + _SUBTITLE_LINE * max(len(below) - 2, 0)
    return go.Figure(
        layout={
            "template": template(mode),
            "title": text,
            "height": height + room,
            "margin": {"l": 12, "r": 16, "t": (72 if subtitle else 52) + room, "b": 40},
            "meta": {"mode": mode},
        }
    )


def annotate(figure: go.Figure, notes: Iterable[dict[str, Any]]) -> None:
    """Add annotations in one step; Plotly would revalidate all of them for each."""
    layout = layout_of(figure)
    layout.annotations = [*layout.annotations, *notes]


def layout_of(figure: go.Figure) -> Any:
    """Layout of a figure as Any, since type checkers do not know its attributes."""
    return figure.layout


def traces_of(figure: go.Figure) -> tuple[Any, ...]:
    """Traces of a figure as Any, for the same reason."""
    return tuple(figure.data)


def blank(title: str, message: str, *, mode: Mode) -> go.Figure:
    """An empty figure with a message in place of data."""
    figure = canvas(title, mode=mode, height=240)
    figure.update_xaxes(visible=False).update_yaxes(visible=False)
    return figure.add_annotation(
        text=wrapped(message, width=70),
        x=0.5,
        y=0.5,
        xref="paper",
        yref="paper",
        showarrow=False,
        font={"size": BODY, "color": LOOKS[mode].muted},
    )

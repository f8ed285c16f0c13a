"""The sheet a figure is drawn on."""

from collections.abc import Iterable
from typing import Any

import plotly.graph_objects as go

from dashboard.figures.parts.text import escaped, split_lines, wrapped
from dashboard.style.appearance import BODY, LOOKS, Mode, template

# A longer subtitle is broken so that it fits a phone.
_ONE_LINE, _NARROW = 100, 48
_LINE_PIXELS = 17


def canvas(title: str, *, mode: Mode, height: int, subtitle: str = "") -> go.Figure:
    """An empty figure with a title; `title` and `subtitle` are plain text, `height` in pixels."""
    text: dict[str, Any] = {"text": wrapped(title, width=80, lines=2)}
    lines = split_lines(
        subtitle, width=_NARROW if len(subtitle) > _ONE_LINE else _ONE_LINE, lines=5
    )
    if subtitle:
        text["subtitle"] = {"text": "<br>".join(map(escaped, lines))}
    room = _LINE_PIXELS * max(len(lines) - 2, 0)
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
    """Add annotations, all at once: one by one, Plotly would check all of them for each."""
    layout = layout_of(figure)
    layout.annotations = [*layout.annotations, *notes]


def layout_of(figure: go.Figure) -> Any:
    """The layout of a figure, whose attributes type checkers do not know."""
    return figure.layout


def blank(title: str, message: str, *, mode: Mode) -> go.Figure:
    """A figure that has nothing to show and says why."""
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

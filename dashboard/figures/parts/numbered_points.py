"""Narrow form of a chart of named points: numbers at the points, and a key below."""

from dataclasses import replace
from typing import Any

import numpy as np
import plotly.graph_objects as go

from dashboard.figures.parts.base_figure import annotate, layout_of, traces_of
from dashboard.figures.parts.point_names import Point, name_points
from dashboard.style.appearance import LOOKS, SMALL
from dashboard.style.colour import readable

# How wide the chart is on the narrowest telephone, and one line of its key, in pixels.
_NARROWEST, _LINE = 254, 20
_MARGIN = 16
_ARROW = 3.0  # pixels: half the width of an arrow


def numbered_points(figure: go.Figure) -> go.Figure:
    """A chart of points with numbers for the names of its last points; without any, as it was.

    Both axes run from 0 to 1. The names of all other points are left out.
    """
    layout = layout_of(figure)
    points = [trace for trace in traces_of(figure) if trace.mode == "markers" and trace.text]
    if not points:
        return figure
    narrow, mode = go.Figure(figure), layout.meta["mode"]
    below = layout.margin.b
    # What is left of the notes: arrows, and what is outside the plot.
    kept = [note for note in layout.annotations if not note.text or note.xref == "paper"]
    layout_of(narrow).annotations = kept
    names, background = list(points[-1].text), LOOKS[mode].background
    numbered = _numbered(points[-1], background=background)
    clear = _clear(points, kept)
    narrow.update_layout(
        height=layout.height + _LINE * len(names),
        margin={"r": _MARGIN, "b": below + _LINE * len(names)},
    )
    size = (_NARROWEST, layout_of(narrow).height)
    name_points(narrow, [replace(one, clear=clear) for one in numbered], size=size, mode=mode)
    # A number that would touch an arrow or a point without one everywhere may do so.
    named = {note.text for note in layout_of(narrow).annotations}
    crowded = [one for one in numbered if one.name not in named]
    name_points(narrow, crowded, size=size, mode=mode)
    annotate(
        narrow,
        [
            {
                "text": f"<b>{place + 1}</b> {name.replace('<br>', ' ')}",
                "x": 0,
                "xref": "paper",
                "xanchor": "left",
                "y": 0,
                "yref": "paper",
                "yanchor": "top",
                "yshift": -below - _LINE * place,
                "showarrow": False,
                "font": {"size": SMALL + 1, "color": readable(point.colour, on=background)},
            }
            for place, (name, point) in enumerate(zip(names, numbered, strict=True))
        ],
    )
    return narrow


def _clear(points: list[Any], notes: list[Any]) -> np.ndarray:
    """Places (n, 3) of all points and, in steps, of the arrows among `notes`, with their radii."""
    dots = [
        np.column_stack([trace.x, trace.y, np.asarray(trace.marker.size, float) / 2])
        for trace in points
    ]
    arrows = [((note.x, note.y), (note.ax, note.ay)) for note in notes if note.axref == "x"]
    steps = np.linspace(0.05, 1, 12)[:, None]
    tails = [
        np.column_stack([head + steps * (np.subtract(tail, head)), np.full(len(steps), _ARROW)])
        for head, tail in arrows
    ]
    return np.vstack([*dots, *tails])


def _numbered(trace: Any, *, background: str) -> list[Point]:
    """The points of a trace, named by their numbers, in their colours."""
    x, y = np.asarray(trace.x, float), np.asarray(trace.y, float)
    radii = np.asarray(trace.marker.size, float) / 2
    clear = np.column_stack([x, y, radii])
    # Hollow points have their colour in the rim.
    inks = zip(trace.marker.color, trace.marker.line.color, strict=True)
    colours = [rim if fill == background else fill for fill, rim in inks]
    return [
        Point(str(place + 1), x[place], y[place], radii[place], SMALL + 1, colour, clear)
        for place, colour in enumerate(colours)
    ]

"""Line labels at the right edge of a chart, spread to avoid overlap."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from dashboard.figures.parts.base_figure import annotate, layout_of
from dashboard.figures.parts.text import escaped, split_lines, text_width
from dashboard.style.appearance import LOOKS, SMALL, Mode
from dashboard.style.colour import readable

# Narrow, so that names leave most of a telephone to the lines.
_WIDTH, _LINES = 18, 3
_LINE_PIXELS = 16


@dataclass(frozen=True)
class End:
    """A line label: plain-text name, colour, y value at the line's end, and a note."""

    name: str
    colour: str
    place: float
    note: str = ""

    def lines(self) -> list[str]:
        """Text lines of the label."""
        name = split_lines(self.name, width=_WIDTH, lines=_LINES)
        return [*name, *([self.note] * bool(self.note))]


def name_ends(figure: go.Figure, ends: Sequence[End], *, mode: Mode) -> bool:
    """Label every line at its end and widen the margin; False where there are too many.

    The y axis of `figure` must have its range.
    """
    heights = [_LINE_PIXELS * len(end.lines()) + 4.0 for end in ends]
    layout = layout_of(figure)
    room = layout.height - layout.margin.t - layout.margin.b
    if sum(heights) > room:
        return False
    low, high = layout.yaxis.range
    centres = [(end.place - low) / (high - low) * room for end in ends]
    width = max(text_width(line, size=SMALL) for end in ends for line in end.lines())
    figure.update_layout(margin={"r": round(width) + 24})
    placed = zip(ends, spread(centres, heights, room=room), strict=True)
    at = [(end, low + centre / room * (high - low)) for end, centre in placed]
    annotate(figure, [_note(end, place, mode=mode) for end, place in at])
    return True


def _note(end: End, place: float, *, mode: Mode) -> dict[str, Any]:
    return {
        "x": 1,
        "xref": "paper",
        "xanchor": "left",
        "xshift": 8,
        "y": place,
        "yanchor": "middle",
        "text": "<br>".join(escaped(line) for line in end.lines()),
        "align": "left",
        "showarrow": False,
        "font": {"size": SMALL, "color": readable(end.colour, on=LOOKS[mode].background)},
    }


def spread(centres: list[float], heights: list[float], *, room: float) -> list[float]:
    """Shift boxes along an axis of length `room` until none overlap, each minimally.

    `centres` and `heights` in pixels; returns the new centres in the same order.
    """
    order = np.argsort(centres, kind="stable")
    placed = np.array(centres, dtype=float)
    edge = 0.0
    for i in order:
        placed[i] = max(placed[i], edge + heights[i] / 2)
        edge = placed[i] + heights[i] / 2
    edge = room
    for i in order[::-1]:
        placed[i] = min(placed[i], edge - heights[i] / 2)
        edge = placed[i] - heights[i] / 2
    return placed.tolist()

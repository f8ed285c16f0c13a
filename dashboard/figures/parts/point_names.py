"""Point labels for charts of any width; labels that do not fit are omitted."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import plotly.graph_objects as go

from dashboard.figures.parts.base_figure import annotate, layout_of
from dashboard.figures.parts.label_placement import Box, Frame, Name
from dashboard.figures.parts.map_names import WEIGHT, WEIGHT_IF_WIDE, name_font
from dashboard.figures.parts.text import escaped, split_lines
from dashboard.style.appearance import LOOKS, Mode

_CHARACTERS = 24
# Bold is wider than what `text_width` knows.
_BOLD = 1.13
# Charts are looked at up to this wide, in pixels; names stay beside their points as those move.
_WIDEST = 2_400
# The sides of its point that a name may be on, and how far up or down beside it, in pixels.
_SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
_SHIFTS = (8, -8, 16, -16)


@dataclass(frozen=True)
class Point:
    """A point with its plain-text label: position from 0 to 1, radius and font size in pixels.

    `clear` (n, 3) has the places and radii of what the name must not cover.
    """

    name: str
    x: float
    y: float
    radius: float
    size: float
    colour: str
    clear: np.ndarray


@dataclass(frozen=True)
class Room:
    """Size of a plot and of the margin on its right, in pixels."""

    width: float
    height: float
    gutter: float

    def wider(self, by: float) -> "Room":
        """The plot in a chart wider by this factor."""
        return replace(self, width=self.width + by)

    def from_middle(self, places: np.ndarray) -> np.ndarray:
        """Positions (n, 2) from 0 to 1 as pixels from the centre of plot and margin."""
        return places * (self.width, self.height) - self.middle

    @property
    def middle(self) -> tuple[float, float]:
        """Centre of plot and margin, from the lower left corner."""
        return (self.width + self.gutter) / 2, self.height / 2

    @property
    def frame(self) -> Frame:
        """Plot and margin at their own size."""
        return Frame(self.width + self.gutter, self.height, self.height, fill=1.0, zoom=1.0)


@dataclass(frozen=True)
class _Written:
    """A placed label: offset from its point, and the charts that show it."""

    point: Point
    box: Box  # around the point's place at (0, 0)
    weight: int
    widths: tuple[float, ...]

    def at(self, room: Room) -> Box:
        """Position of the label in a plot of that size, from the centre of plot and margin."""
        right, up = room.middle
        x, y = self.point.x * room.width - right, self.point.y * room.height - up
        return Box(x + self.box.x, y + self.box.y, self.box.width, self.box.height)


def name_points(
    figure: go.Figure, points: Sequence[Point], *, size: tuple[float, float], mode: Mode
) -> None:
    """Label the `points` that fit into a chart of `size` pixels; earlier ones first.

    More follow for wider charts. They may stand in the right margin, too. Both axes of `figure`
    must run from 0 to 1.
    """
    margin = layout_of(figure).margin
    room = Room(size[0] - margin.l - margin.r, size[1] - margin.t - margin.b, margin.r)
    written: list[_Written] = []
    for point in points:
        found = next(_free(point, written, room=room, narrowest=size[0]), None)
        written += [found] if found else []
    annotate(figure, [_note(one, mode=mode) for one in written])


def _free(
    point: Point, written: Sequence[_Written], *, room: Room, narrowest: float
) -> Iterator[_Written]:
    """Label positions without overlap, narrowest charts first."""
    for least, weight in {narrowest: WEIGHT, **WEIGHT_IF_WIDE}.items():
        wider = {wide for wide in (*WEIGHT_IF_WIDE, _WIDEST) if wide > least}
        rooms = {width: room.wider(width - narrowest) for width in sorted({least, *wider})}
        for box in _boxes(point) if least >= narrowest else ():
            name = _Written(point, box, weight, tuple(rooms))
            if all(_fits(name, written, width=width, room=rooms[width]) for width in rooms):
                yield name


def _boxes(point: Point) -> Iterator[Box]:
    lines = split_lines(point.name, width=_CHARACTERS, lines=2)
    box = Box.around(Name(0, lines, point.size * _BOLD, 0, 0))
    for right, up in _SIDES:
        reach = (point.radius + 3) * (0.75 if right and up else 1)
        yield replace(box, x=right * (reach + box.width / 2), y=up * (reach + box.height / 2))
    for shift, right in itertools.product(_SHIFTS, (1, -1)):
        yield replace(box, x=right * (point.radius + 3 + box.width / 2), y=shift)


def _fits(name: _Written, written: Sequence[_Written], *, width: float, room: Room) -> bool:
    box = name.at(room)
    if not box.inside(room.frame):
        return False
    if any(box.touches(one.at(room), zoom=1.0) for one in written if width in one.widths):
        return False
    clear = name.point.clear
    away = np.abs(room.from_middle(clear[:, :2]) - (box.x, box.y))
    gap = np.maximum(away - (box.width / 2, box.height / 2), 0)
    return bool((np.hypot(*gap.T) >= clear[:, 2]).all())


def _note(written: _Written, *, mode: Mode) -> dict[str, Any]:
    point = written.point
    lines = split_lines(point.name, width=_CHARACTERS, lines=2)
    return {
        "x": point.x,
        "y": point.y,
        "xshift": written.box.x,
        "yshift": written.box.y,
        "text": "<br>".join(escaped(line) for line in lines),
        "showarrow": False,
        "borderpad": 0,
        "font": name_font(point.size, point.colour, look=LOOKS[mode]) | {"weight": written.weight},
    }

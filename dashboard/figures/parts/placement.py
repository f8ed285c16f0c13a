"""Names on a map that do not overlap: the largest first, what does not fit is left out."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dashboard.figures.parts.text import text_width

# Lines of a name are this much of its font size apart; names keep this many pixels apart.
_LINE_HEIGHT = 1.3
_GAP = 3
# Where a name may go instead of its own place: shares of the width and height of its box.
_UPS = (0.6, -0.6, 0.0, 1.1, -1.1, 1.7, -1.7, 2.3, -2.3)
_RIGHTS = (0.0, 0.35, -0.35, 0.65, -0.65)
# Covering a point is as bad as being this many pixels away from home.
_POINT_PIXELS = 25
# A name further than this many pixels from its own place would seem to belong to another.
_REACH = 12
# With more points than this, names cannot but cover some.
_CROWD = 3_000


@dataclass(frozen=True)
class Name:
    """A name to place: its lines, font size, and the point it belongs to, all in pixels."""

    key: int
    lines: Sequence[str]
    size: float
    x: float
    y: float


@dataclass(frozen=True)
class Box:
    """A rectangle around a centre, in pixels."""

    x: float
    y: float
    width: float
    height: float

    @classmethod
    def around(cls, name: Name) -> "Box":
        """The box of a name that is written over its own place."""
        wide = max(text_width(line, size=name.size) for line in name.lines)
        return cls(name.x, name.y, wide, _LINE_HEIGHT * name.size * len(name.lines))

    def touches(self, other: "Box") -> bool:
        """Whether two boxes are less than the gap apart."""
        return (
            2 * abs(self.x - other.x) < self.width + other.width + 2 * _GAP
            and 2 * abs(self.y - other.y) < self.height + other.height + 2 * _GAP
        )

    def distance(self, x: float, y: float) -> float:
        """How far a point is from the nearest edge of the box, 0 inside of it."""
        right = max(abs(x - self.x) - self.width / 2, 0)
        up = max(abs(y - self.y) - self.height / 2, 0)
        return float(np.hypot(right, up))

    def inside(self, width: float, height: float) -> bool:
        """Whether the box lies in a frame from (0, 0) to (width, height)."""
        return (
            self.width / 2 <= self.x <= width - self.width / 2
            and self.height / 2 <= self.y <= height - self.height / 2
        )


def place_names(
    names: Sequence[Name],
    points: np.ndarray,
    *,
    fixed: Sequence[Box] = (),
    width: float,
    height: float,
) -> dict[int, Box]:
    """The boxes of the `names` that fit into a frame of pixels, by key; earlier names go first.

    `points` (n, 2), in pixels, are covered as little as may be, boxes that are `fixed` not at all.
    Boxes that are scaled apart stay apart: names that fit here fit in any larger chart.
    """
    placed: dict[int, Box] = {}
    seen = points if len(points) <= _CROWD else points[:0]
    for name in names:
        others = [*fixed, *placed.values()]
        free = [
            box
            for box in _places(name, width=width, height=height)
            if box.inside(width, height)
            and box.distance(name.x, name.y) <= _REACH
            and not any(box.touches(other) for other in others)
        ]
        if free:
            placed[name.key] = min(free, key=lambda box, name=name: _cost(box, name, points=seen))
    return placed


def _places(name: Name, *, width: float, height: float) -> Iterator[Box]:
    box = Box.around(name)
    # A name at the edge moves in rather than off the chart.
    x = min(max(name.x, box.width / 2), width - box.width / 2)
    y = min(max(name.y, box.height / 2), height - box.height / 2)
    yield replace(box, x=x, y=y)
    for up, right in itertools.product(_UPS, _RIGHTS):
        yield replace(box, x=x + right * box.width, y=y + up * box.height)


def _cost(box: Box, name: Name, *, points: np.ndarray) -> float:
    """How bad a place is, in pixels: how far from home, and how many points it covers."""
    away = np.abs(points - (box.x, box.y)) * 2 < (box.width, box.height)
    return float(np.hypot(box.x - name.x, box.y - name.y) + _POINT_PIXELS * away.all(axis=1).sum())

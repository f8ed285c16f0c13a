"""Greedy placement of non-overlapping labels on a map; labels that do not fit are omitted."""

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
# Homes that are nearer than this, in pixels, are the same.
_SAME = 1e-9


@dataclass(frozen=True)
class Name:
    """A label to place: lines, font size, and anchor in pixels from the centre of the chart."""

    key: int
    lines: Sequence[str]
    size: float
    x: float
    y: float


@dataclass(frozen=True)
class Frame:
    """Smallest plot size in pixels, and how much larger the map gets in others.

    A plot as narrow but higher scales homes by at most `fill`; the largest, which is `tallest`
    pixels high, by `zoom`. Names keep their size.
    """

    width: float
    height: float
    tallest: float
    fill: float
    zoom: float


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels: its anchor from the chart centre, its middle from the anchor.

    It is there `since` a scale.
    """

    x: float
    y: float
    width: float
    height: float
    right: float = 0.0
    up: float = 0.0
    since: float = 1.0

    @classmethod
    def around(cls, name: Name) -> "Box":
        """The box of a label centred on its anchor."""
        wide = max(text_width(line, size=name.size) for line in name.lines)
        return cls(name.x, name.y, wide, _LINE_HEIGHT * name.size * len(name.lines))

    def touches(self, other: "Box", *, zoom: float) -> bool:
        """Whether two boxes are closer than the gap at a scale, 1 to `zoom`, that shows both."""
        first, last = self._together(other)
        return max(first, 1.0, self.since, other.since) <= min(last, zoom)

    def last_touch(self, other: "Box") -> float:
        """The greatest scale at which two boxes are closer than the gap; 0 if there is none."""
        first, last = self._together(other)
        return last if max(first, 0.0) <= last else 0.0

    def _together(self, other: "Box") -> tuple[float, float]:
        """First and last scale at which two boxes are closer than the gap."""
        wide = (self.width + other.width) / 2 + _GAP
        high = (self.height + other.height) / 2 + _GAP
        across = _scales(self.x - other.x, self.right - other.right, within=wide)
        along = _scales(self.y - other.y, self.up - other.up, within=high)
        return max(across[0], along[0]), min(across[1], along[1])

    def reach(self) -> float:
        """Distance of the anchor from the nearest edge of the box, 0 inside."""
        right = max(abs(self.right) - self.width / 2, 0)
        up = max(abs(self.up) - self.height / 2, 0)
        return float(np.hypot(right, up))

    def inside(self, frame: Frame) -> bool:
        """Whether the box is inside the plot at any size."""
        return (
            abs(self.x + self.right) <= (frame.width - self.width) / 2
            and abs(self.x * frame.fill + self.right) <= (frame.width - self.width) / 2
            and abs(self.y + self.up) <= (frame.height - self.height) / 2
            and abs(self.y * frame.zoom + self.up) <= (frame.tallest - self.height) / 2
        )


def place_names(
    names: Sequence[Name], points: np.ndarray, *, frame: Frame, fixed: Sequence[Box] = ()
) -> dict[int, Box]:
    """Boxes of the `names` that fit into a frame, by key; earlier names have priority.

    `points` (n, 2), in pixels from the middle of the smallest plot, are covered as little as may be
    in the largest, boxes that are `fixed` not at all. A name keeps its distance from home in
    pixels: it is as near to its theme in a large plot as in a small one, and touches no other
    however far one zooms in.
    """
    placed: dict[int, Box] = {}
    seen = frame.zoom * (points if len(points) <= _CROWD else points[:0])
    for name in names:
        others = [*fixed, *placed.values()]
        free = [
            box
            for box in _places(name, frame=frame)
            if box.inside(frame)
            and box.reach() <= _REACH
            and not any(box.touches(other, zoom=np.inf) for other in others)
        ]
        if free:
            costs = [_cost(box, points=seen, zoom=frame.zoom) for box in free]
            placed[name.key] = free[int(np.argmin(costs))]
    return placed


def zooms_for_names(
    names: Sequence[Name], *, fixed: Sequence[Box], least: float
) -> dict[int, float]:
    """Zoom at which each of the `names`, centred on its anchor, touches no box; by key.

    At least `least`; earlier names go first. A name whose home is another's is left out. From its
    zoom on, a name is there for good: boxes keep their size while their homes move apart (Been,
    Daiches and Yap 2006).
    """
    zooms: dict[int, float] = {}
    boxes = [*fixed]
    for name in names:
        box = Box.around(name)
        zoom = max([least, *(box.last_touch(other) for other in boxes)])
        if np.isfinite(zoom):
            zooms[name.key] = zoom
            boxes.append(box)
    return zooms


def _scales(home: float, shift: float, *, within: float) -> tuple[float, float]:
    """First and last scale at which `home` times scale plus `shift` is in `-within, within`."""
    if abs(home) < _SAME:
        return (-np.inf, np.inf) if abs(shift) < within else (np.inf, -np.inf)
    first, last = sorted(((-within - shift) / home, (within - shift) / home))
    return first, last


def _places(name: Name, *, frame: Frame) -> Iterator[Box]:
    box = Box.around(name)
    # A name at the edge moves in rather than off the chart.
    across, along = (frame.width - box.width) / 2, (frame.height - box.height) / 2
    yield replace(box, right=_moved_in(name.x * frame.fill, across), up=_moved_in(name.y, along))
    for up, right in itertools.product(_UPS, _RIGHTS):
        yield replace(box, right=right * box.width, up=up * box.height)


def _moved_in(home: float, most: float) -> float:
    return min(max(home, -most), most) - home


def _cost(box: Box, *, points: np.ndarray, zoom: float) -> float:
    """Cost of a placement in pixels: distance from the anchor and points covered."""
    middle = (box.x * zoom + box.right, box.y * zoom + box.up)
    away = np.abs(points - middle) * 2 < (box.width, box.height)
    return float(np.hypot(box.right, box.up) + _POINT_PIXELS * away.all(axis=1).sum())

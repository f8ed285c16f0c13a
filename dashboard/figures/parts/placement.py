"""Names on a map that do not overlap: the largest first, what does not fit is left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboard.figures.parts.text import text_width

# Lines of a name are this much of its font size apart; names keep this many pixels apart.
_LINE_HEIGHT = 1.3
_GAP = 3
# Where a name may go instead of its own place: shares of its box, the nearest first.
_SHIFTS = ((0, 0), (0, 0.6), (0, -0.6), (0, 1.1), (0, -1.1), (0.35, 0.6), (-0.35, 0.6))
_SHIFTS += ((0.35, -0.6), (-0.35, -0.6), (0.55, 0), (-0.55, 0), (0, 1.7), (0, -1.7))


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

    def touches(self, other: "Box") -> bool:
        """Whether two boxes are less than the gap apart."""
        return (
            2 * abs(self.x - other.x) < self.width + other.width + 2 * _GAP
            and 2 * abs(self.y - other.y) < self.height + other.height + 2 * _GAP
        )

    def inside(self, width: float, height: float) -> bool:
        """Whether the box lies in a frame from (0, 0) to (width, height)."""
        return (
            self.width / 2 <= self.x <= width - self.width / 2
            and self.height / 2 <= self.y <= height - self.height / 2
        )


def place_names(names: Sequence[Name], *, width: float, height: float) -> dict[int, Box]:
    """The boxes of the `names` that fit into a frame of pixels, by key; earlier names go first.

    Boxes that are scaled apart stay apart, so names that fit here fit in any larger chart whose
    points are the same or further apart.
    """
    placed: dict[int, Box] = {}
    for name in names:
        for box in _places(name, width=width, height=height):
            if box.inside(width, height) and not any(box.touches(one) for one in placed.values()):
                placed[name.key] = box
                break
    return placed


def _places(name: Name, *, width: float, height: float) -> Iterator[Box]:
    wide = max(text_width(line, size=name.size) for line in name.lines)
    high = _LINE_HEIGHT * name.size * len(name.lines)
    # A name at the edge moves in rather than off the chart.
    x = min(max(name.x, wide / 2), width - wide / 2)
    y = min(max(name.y, high / 2), height - high / 2)
    for right, up in _SHIFTS:
        yield Box(x + right * wide, y + up * high, wide, high)

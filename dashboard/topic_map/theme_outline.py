"""Outline of a theme on the map."""

import numpy as np

from analysis.runs.store import Run
from dashboard.data.cache import cached
from dashboard.state.region import Region

# The tenth of its papers that are furthest from the middle of a theme do not stretch its outline.
_WITHIN = 0.9
# How far the outline keeps from its papers: a share of the theme's size, and one of the map's.
_ROOM, _LEAST = 0.04, 0.008


@cached(entries=64)
def theme_outline(run: Run, topic: int) -> Region:
    """Convex outline of most papers of a theme, with a little room; empty without papers."""
    papers = run.documents[run.documents["topic"] == topic]
    places = papers[["x", "y"]].to_numpy(float)
    if len(places) == 0:
        return ()
    away = np.hypot(*(places - np.median(places, axis=0)).T)
    near = places[away <= np.quantile(away, _WITHIN)]
    size = float(np.ptp(near, axis=0).max())
    whole = float(np.ptp(run.documents[["x", "y"]].to_numpy(float), axis=0).max()) or 1.0
    room = _ROOM * size + _LEAST * whole
    turns = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    around = room * np.column_stack([np.cos(turns), np.sin(turns)])
    hull = _hull((_hull(near)[:, None] + around).reshape(-1, 2))
    return tuple((float(x), float(y)) for x, y in hull.tolist())


def _hull(places: np.ndarray) -> np.ndarray:
    """Corners of the convex hull, counter-clockwise (Andrew 1979)."""
    ordered = np.unique(places, axis=0)
    halves = []
    for run_of in (ordered, ordered[::-1]):
        half: list[np.ndarray] = []
        for place in run_of:
            while len(half) > 1 and _turn(half[-2], half[-1], place=place) <= 0:
                half.pop()
            half.append(place)
        halves.append(half if len(ordered) == 1 else half[:-1])
    return np.array(halves[0] if len(ordered) == 1 else [*halves[0], *halves[1]])


def _turn(one: np.ndarray, two: np.ndarray, *, place: np.ndarray) -> float:
    """Positive where the way from `one` over `two` to `place` turns left."""
    (x1, y1), (x2, y2) = two - one, place - one
    return float(x1 * y2 - y1 * x2)

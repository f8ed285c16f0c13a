"""Region of the map: a lassoed polygon, short enough for a URL."""

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

Region = tuple[tuple[float, float], ...]

CORNERS = 24
# What is drawn comes from a browser: a hand does not make more corners than this.
_DRAWN_AT_MOST = 5_000
_NUMBER = r"-?\d{1,6}(?:\.\d+)?"
_REGION = re.compile(rf"{_NUMBER}_{_NUMBER}(?:~{_NUMBER}_{_NUMBER}){{2,{CORNERS - 1}}}")


def read_region(text: str) -> Region | None:
    """Parse a region written `x_y~x_y~x_y`; None where it is invalid."""
    if len(text) > 1_000 or not _REGION.fullmatch(text):
        return None
    pairs = [pair.split("_") for pair in text.split("~")]
    return tuple((float(x), float(y)) for x, y in pairs)


def region_text(drawn: Sequence[Sequence[float]]) -> str | None:
    """URL form of a polygon of any length, for `read_region`; None if it is no polygon.

    The corners that matter least go first: those that make the smallest triangle with their
    neighbours (Visvalingam and Whyatt 1993). Coordinates are exact to a hundredth of the region.
    """
    corners = np.array(drawn[:_DRAWN_AT_MOST], dtype=float).reshape(-1, 2)
    if not np.isfinite(corners).all():
        return None
    while len(corners) > CORNERS:
        corners = np.delete(corners, int(np.argmin(_triangles(corners))), axis=0)
    across = float(np.ptp(corners, axis=0).max()) if len(corners) > 2 else 0.0
    if across == 0:
        return None
    digits = max(0, 2 - int(np.floor(np.log10(across))))
    return "~".join(f"{x:.{digits}f}_{y:.{digits}f}" for x, y in corners.tolist())


def region_path(region: Region) -> str:
    """Outline of a region as an SVG path."""
    return f"M{'L'.join(f'{x},{y}' for x, y in region)}Z"


def inside(papers: pd.DataFrame, region: Region) -> pd.DataFrame:
    """Rows of `papers` (x, y) inside `region`, by the even-odd rule."""
    corners = np.array(region)
    low, high = corners.min(axis=0), corners.max(axis=0)
    near = papers["x"].between(low[0], high[0]) & papers["y"].between(low[1], high[1])
    near = papers[near]
    x, y = near["x"].to_numpy(float), near["y"].to_numpy(float)
    odd = np.zeros(len(near), dtype=bool)
    for (x1, y1), (x2, y2) in zip(region, (*region[1:], region[0]), strict=True):
        if y1 != y2:
            # A ray to the right crosses this edge.
            crossed = ((y1 > y) != (y2 > y)) & (x < x1 + (y - y1) / (y2 - y1) * (x2 - x1))
            odd ^= crossed
    return near[odd]


def _triangles(corners: np.ndarray) -> np.ndarray:
    """Twice the area of the triangle of every corner with its neighbours."""
    before, after = np.roll(corners, 1, axis=0) - corners, np.roll(corners, -1, axis=0) - corners
    return np.abs(before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0])

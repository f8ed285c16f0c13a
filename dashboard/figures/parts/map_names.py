"""The names of the themes on the map."""

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.appearance import LOOKS, Look, Mode
from dashboard.colour import readable
from dashboard.figures.parts.canvas import layout_of
from dashboard.figures.parts.placement import Name, place_names
from dashboard.figures.parts.text import escaped, split_lines

# Font sizes from the smallest theme to the largest, where there are few themes and many.
_FEW, _SIZES_OF_FEW, _SIZES = 20, (13.0, 16.0), (11.0, 16.0)
_CHARACTERS = 22
# Bold is wider than what `text_width` knows.
_BOLD = 1.08


def add_names(
    figure: go.Figure,
    topics: pd.DataFrame,
    *,
    points: pd.DataFrame,
    colours: dict[int, str],
    frame: tuple[float, float],
    mode: Mode,
) -> None:
    """Write theme names at their places, as many as fit into a plot of `frame` pixels.

    `points` has the x and y of what should stay visible.
    The axes of `figure` must have their ranges; names of topics without a colour are in ink.
    """
    named = topics[(topics["topic"] >= 0) & topics["x"].notna() & (topics["documents"] > 0)]
    named = named.sort_values(["documents", "topic"], ascending=[False, True])
    if named.empty:
        return
    layout = layout_of(figure)
    (left, right), (bottom, top) = layout.xaxis.range, layout.yaxis.range
    scale = min(frame[0] / (right - left), frame[1] / (top - bottom))
    middle = np.array([(left + right) / 2, (bottom + top) / 2])
    homes = (named[["x", "y"]].to_numpy(float) - middle) * scale + np.array(frame) / 2
    around = (points[["x", "y"]].to_numpy(float) - middle) * scale + np.array(frame) / 2
    names = [
        Name(topic, split_lines(label, width=_CHARACTERS, lines=3), size * _BOLD, *home)
        for topic, label, size, home in zip(
            named["topic"], named["label"], _font_sizes(named["documents"]), homes, strict=True
        )
    ]
    boxes = place_names(names, around, width=frame[0], height=frame[1])
    annotations = [
        {
            "x": (boxes[name.key].x - frame[0] / 2) / scale + middle[0],
            "y": (boxes[name.key].y - frame[1] / 2) / scale + middle[1],
            "text": "<br>".join(escaped(line) for line in name.lines),
            "font": _font(name.size / _BOLD, colours.get(name.key), look=LOOKS[mode]),
            "showarrow": False,
            "borderpad": 0,
        }
        for name in names
        if name.key in boxes
    ]
    figure.update_layout(annotations=annotations)


def _font(size: float, colour: str | None, *, look: Look) -> dict[str, Any]:
    return {
        "size": round(size, 1),
        "weight": 600,
        "color": readable(colour or look.ink, on=look.background, ratio=5.5),
        "shadow": _halo(look.background),
    }


def _font_sizes(documents: pd.Series) -> list[float]:
    """Font sizes that grow with the square root of the number of papers."""
    root = np.sqrt(documents.to_numpy(float))
    share = (root - root.min()) / max(float(np.ptp(root)), 1e-9)
    low, high = _SIZES_OF_FEW if len(root) <= _FEW else _SIZES
    return (low + share * (high - low)).tolist()


def _halo(colour: str) -> str:
    """A CSS shadow that surrounds letters on all sides."""
    around = [(x, y) for x in (-2, -1, 0, 1, 2) for y in (-2, -1, 0, 1, 2) if x or y]
    return ", ".join(f"{x}px {y}px 1px {colour}" for x, y in around if abs(x) + abs(y) < 4)

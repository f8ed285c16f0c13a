"""The names of the themes on the map."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.appearance import LOOKS, Look, Mode
from dashboard.colour import readable
from dashboard.figures.parts.canvas import layout_of
from dashboard.figures.parts.placement import Box, Name, place_names
from dashboard.figures.parts.text import escaped, split_lines

# Names that need a plot of at least so many pixels have a weight of their own, by which
# `figures/map.css` knows and hides them where the plot is narrower. All others have the first.
_WEIGHT = 600
_WEIGHT_IF_WIDE = {640: 599, 1080: 598}
# Font sizes from the smallest theme to the largest, where there are few themes and many.
_FEW, _SIZES_OF_FEW, _SIZES = 20, (13.0, 16.0), (11.0, 16.0)
_CHARACTERS = 22
# Bold is wider than what `text_width` knows.
_BOLD = 1.13


@dataclass(frozen=True)
class View:
    """How the map lies in a plot of `width` by `height` pixels, with equal scales."""

    width: float
    height: float
    scale: float
    middle: np.ndarray

    def pixels(self, places: np.ndarray) -> np.ndarray:
        """Places on the map (n, 2) as pixels from the lower left corner."""
        return (places - self.middle) * self.scale + np.array([self.width, self.height]) / 2

    def places(self, pixels: np.ndarray) -> np.ndarray:
        """The opposite of `pixels`."""
        return (pixels - np.array([self.width, self.height]) / 2) / self.scale + self.middle


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

    More follow for wider plots. `points` has the x and y of what should stay visible; the
    axes of `figure` must have their ranges; names of topics without a colour are in ink.
    """
    named = topics[(topics["topic"] >= 0) & topics["x"].notna() & (topics["documents"] > 0)]
    named = named.sort_values(["documents", "topic"], ascending=[False, True])
    centres, lines, sizes = {}, _lines(named), _font_sizes(named)
    annotations = []
    for width, weight in {frame[0]: _WEIGHT, **_WEIGHT_IF_WIDE}.items():
        if width < frame[0]:
            continue
        view = _view(figure, width=width, height=frame[1])
        placed = _place(named, view=view, lines=lines, sizes=sizes, points=points, taken=centres)
        for topic, centre in placed.items():
            font = _font(sizes[topic], colours.get(topic), look=LOOKS[mode])
            text = "<br>".join(escaped(line) for line in lines[topic])
            annotations.append(
                {"x": centre[0], "y": centre[1], "text": text, "showarrow": False, "borderpad": 0}
                | {"font": font | {"weight": weight}}
            )
        centres |= placed
    figure.update_layout(annotations=annotations)


def _place(
    named: pd.DataFrame,
    *,
    view: View,
    lines: dict[int, list[str]],
    sizes: dict[int, float],
    points: pd.DataFrame,
    taken: dict[int, np.ndarray],
) -> dict[int, np.ndarray]:
    """The places on the map of the names that fit beside those that have `taken` theirs."""
    homes = view.pixels(named[["x", "y"]].to_numpy(float))
    names = {
        topic: Name(topic, lines[topic], sizes[topic] * _BOLD, *home)
        for topic, home in zip(named["topic"].tolist(), homes.tolist(), strict=True)
    }
    fixed = []
    for topic, centre in taken.items():
        x, y = view.pixels(centre).tolist()
        fixed.append(replace(Box.around(names.pop(topic)), x=x, y=y))
    around = view.pixels(points[["x", "y"]].to_numpy(float))
    boxes = place_names(
        list(names.values()), around, fixed=fixed, width=view.width, height=view.height
    )
    return {topic: view.places(np.array([box.x, box.y])) for topic, box in boxes.items()}


def _view(figure: go.Figure, *, width: float, height: float) -> View:
    layout = layout_of(figure)
    low, high = np.array([layout.xaxis.range, layout.yaxis.range], dtype=float).T
    scale = min(np.array([width, height]) / (high - low))
    return View(width, height, float(scale), (low + high) / 2)


def _lines(named: pd.DataFrame) -> dict[int, list[str]]:
    return {
        topic: split_lines(label, width=_CHARACTERS, lines=3)
        for topic, label in zip(named["topic"].tolist(), named["label"], strict=True)
    }


def _font_sizes(named: pd.DataFrame) -> dict[int, float]:
    """Font sizes that grow with the square root of the number of papers."""
    root = np.sqrt(named["documents"].to_numpy(float))
    low, high = _SIZES_OF_FEW if len(root) <= _FEW else _SIZES
    share = (root - root.min(initial=np.inf)) / max(float(np.ptp(root)) if len(root) else 0, 1e-9)
    sizes = np.round(low + share * (high - low), 1).tolist()
    return dict(zip(named["topic"].tolist(), sizes, strict=True))


def _font(size: float, colour: str | None, *, look: Look) -> dict[str, Any]:
    return {
        "size": size,
        "color": readable(colour or look.ink, on=look.background, ratio=5.5),
        "shadow": _halo(look.background),
    }


def _halo(colour: str) -> str:
    """A CSS shadow that surrounds letters on all sides."""
    around = [(x, y) for x in (-2, -1, 0, 1, 2) for y in (-2, -1, 0, 1, 2) if x or y]
    return ", ".join(f"{x}px {y}px 1px {colour}" for x, y in around if abs(x) + abs(y) < 4)

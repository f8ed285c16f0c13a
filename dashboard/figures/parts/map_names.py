"""Theme labels on the map."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.parts.base_figure import layout_of
from dashboard.figures.parts.label_placement import (
    Box,
    Frame,
    Name,
    place_names,
    zooms_for_names,
)
from dashboard.figures.parts.text import escaped, split_lines
from dashboard.style.appearance import LOOKS, Look, Mode
from dashboard.style.colour import readable

# Names that need a plot of at least so many pixels have a weight of their own, by which
# `style/map.css` knows and hides them where the plot is narrower. All others have the first.
WEIGHT = 600
WEIGHT_IF_WIDE = {420: 597, 640: 599, 1080: 598}
# A narrow map is as high as it is wide, and these pixels for its title (`style/map.css`).
_TITLE_PIXELS = 80
# Font sizes from the smallest theme to the largest, where there are few themes and many.
_FEW, _SIZES_OF_FEW, _SIZES = 20, (13.0, 16.0), (11.0, 16.0)
_CHARACTERS = 22
# Names that find no room in the largest plot come when one is so much nearer than that.
_CLOSER = 1.2
# Bold is wider than what `text_width` knows.
_BOLD = 1.13


@dataclass(frozen=True)
class View:
    """Scale and extent of the map in a plot, with equal axes, and how large it may get."""

    frame: Frame
    scale: float
    middle: np.ndarray

    def pixels(self, places: np.ndarray) -> np.ndarray:
        """Map coordinates (n, 2) as pixels from the centre."""
        return (places - self.middle) * self.scale


def add_names(
    figure: go.Figure,
    topics: pd.DataFrame,
    *,
    points: pd.DataFrame,
    colours: dict[int, str],
    frame: tuple[float, float],
    mode: Mode,
) -> None:
    """Label themes at their positions, as many as fit into a plot of `frame` pixels.

    More follow for wider plots. All others are there, too, but not visible: the `name` of each says
    at which scale, in pixels a unit of the map, it fits. `points` has the x and y of what should
    stay visible; the axes of `figure` must have their ranges; names of topics without a colour are
    in ink.
    """
    named = topics[(topics["topic"] >= 0) & topics["x"].notna() & (topics["documents"] > 0)]
    named = named.sort_values(["documents", "topic"], ascending=[False, True])
    lines, sizes = _lines(named), _font_sizes(named)
    placed: dict[int, Box] = {}
    weights = {}
    narrow = _view(figure, width=frame[0], tallest=frame[1])
    for width, weight in {frame[0]: WEIGHT, **WEIGHT_IF_WIDE}.items():
        if width < frame[0]:
            continue
        view = _view(figure, width=width, tallest=frame[1])
        placed |= _place(named, view=view, lines=lines, sizes=sizes, points=points, taken=placed)
        weights |= dict.fromkeys(set(placed) - set(weights), weight)
    late = _late(named, view=narrow, lines=lines, sizes=sizes, taken=placed)
    homes = dict(zip(named["topic"], named[["x", "y"]].to_numpy(float).tolist(), strict=True))
    fonts = {
        topic: name_font(sizes[topic], colours.get(topic), look=LOOKS[mode])
        for topic in (*placed, *late)
    }
    figure.update_layout(
        annotations=[
            {"x": homes[topic][0], "y": homes[topic][1], "showarrow": False, "borderpad": 0}
            | {"text": "<br>".join(escaped(line) for line in lines[topic])}
            | {"font": fonts[topic] | {"weight": weights.get(topic, WEIGHT)}}
            | (
                {"xshift": placed[topic].right, "yshift": placed[topic].up}
                if topic in placed
                else {"visible": False, "name": f"{late[topic]:.4g}"}
            )
            for topic in fonts
        ]
    )


def _late(
    named: pd.DataFrame,
    *,
    view: View,
    lines: dict[int, list[str]],
    sizes: dict[int, float],
    taken: dict[int, Box],
) -> dict[int, float]:
    """The scale, in pixels per map unit, from which each remaining label fits."""
    names = _names(named, view=view, lines=lines, sizes=sizes)
    fixed = [replace(box, x=names[topic].x, y=names[topic].y) for topic, box in taken.items()]
    free = [name for topic, name in names.items() if topic not in taken]
    zooms = zooms_for_names(free, fixed=fixed, least=_CLOSER * view.frame.zoom)
    return {topic: zoom * view.scale for topic, zoom in zooms.items()}


def _place(
    named: pd.DataFrame,
    *,
    view: View,
    lines: dict[int, list[str]],
    sizes: dict[int, float],
    points: pd.DataFrame,
    taken: dict[int, Box],
) -> dict[int, Box]:
    """Boxes of the labels that fit beside those already `taken`."""
    names = _names(named, view=view, lines=lines, sizes=sizes)
    fixed = [replace(box, x=names[topic].x, y=names[topic].y) for topic, box in taken.items()]
    free = [name for topic, name in names.items() if topic not in taken]
    around = view.pixels(points[["x", "y"]].to_numpy(float))
    return place_names(free, around, frame=view.frame, fixed=fixed)


def _names(
    named: pd.DataFrame, *, view: View, lines: dict[int, list[str]], sizes: dict[int, float]
) -> dict[int, Name]:
    homes = view.pixels(named[["x", "y"]].to_numpy(float))
    return {
        topic: Name(topic, lines[topic], sizes[topic] * _BOLD, *home)
        for topic, home in zip(named["topic"].tolist(), homes.tolist(), strict=True)
    }


def _view(figure: go.Figure, *, width: float, tallest: float) -> View:
    """View of the map in a plot of this width; height as in `style/map.css`, at most `tallest`."""
    layout = layout_of(figure)
    margins = layout.height - tallest
    height = min(width + _TITLE_PIXELS - margins, tallest)
    low, high = np.array([layout.xaxis.range, layout.yaxis.range], dtype=float).T
    across, along = high - low
    scale = min(width / across, height / along)
    fill, zoom = width / across / scale, max(tallest / along / scale, 1.0)
    frame = Frame(width, height, tallest, fill=min(fill, zoom), zoom=zoom)
    return View(frame, float(scale), (low + high) / 2)


def _lines(named: pd.DataFrame) -> dict[int, list[str]]:
    return {
        topic: split_lines(label, width=_CHARACTERS, lines=3)
        for topic, label in zip(named["topic"].tolist(), named["label"], strict=True)
    }


def _font_sizes(named: pd.DataFrame) -> dict[int, float]:
    """Font sizes proportional to the square root of the number of papers."""
    root = np.sqrt(named["documents"].to_numpy(float))
    low, high = _SIZES_OF_FEW if len(root) <= _FEW else _SIZES
    share = (root - root.min(initial=np.inf)) / max(float(np.ptp(root)) if len(root) else 0, 1e-9)
    sizes = np.round(low + share * (high - low), 1).tolist()
    return dict(zip(named["topic"].tolist(), sizes, strict=True))


def name_font(size: float, colour: str | None, *, look: Look) -> dict[str, Any]:
    """Font of a label over other marks; in ink where it has no colour."""
    return {
        "size": size,
        "color": readable(colour or look.ink, on=look.background, ratio=5.5),
        "shadow": _halo(look.background),
    }


def _halo(colour: str) -> str:
    """CSS text shadow that outlines letters."""
    around = [(x, y) for x in (-2, -1, 0, 1, 2) for y in (-2, -1, 0, 1, 2) if x or y]
    return ", ".join(f"{x}px {y}px 1px {colour}" for x, y in around if abs(x) + abs(y) < 4)

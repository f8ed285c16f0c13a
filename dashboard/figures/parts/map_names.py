"""Labels of themes and areas on the map."""

from collections.abc import Mapping
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
# Areas are named in larger letters, which are quiet: as faint as small print may be.
_SIZE_OF_AREAS, _CONTRAST_OF_AREAS = 17.0, 4.5
# Names of themes; in the dark the points below them are bright.
_CONTRAST = {"light": 5.5, "dark": 8.0}
# A plot narrower than this, in pixels, has room for themes alone.
_WIDTH_OF_AREAS = 640
_NAMED = ["kind", "topic", "label", "size", "colour", "x", "y"]
# Names that find no room in the largest plot come when one is so much nearer than that.
_CLOSER = 1.2
# Names stand in a plot a little smaller than the one for which they have been placed.
_SMALLER = 0.94
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


def theme_names(topics: pd.DataFrame, *, colours: Mapping[int, str], mode: Mode) -> pd.DataFrame:
    """The labels of the themes that lie on the map, the largest first, for `add_names`.

    Those of themes without a colour are in ink.
    """
    named = topics[(topics["topic"] >= 0) & topics["x"].notna() & (topics["documents"] > 0)]
    named = named.sort_values(["documents", "topic"], ascending=[False, True])
    colour = named["topic"].map(dict(colours)).astype(object).fillna(LOOKS[mode].ink)
    named = named.assign(kind="theme", size=_font_sizes(named), colour=colour)
    return named[_NAMED].reset_index(drop=True)


def area_names(areas: pd.DataFrame, *, mode: Mode) -> pd.DataFrame:
    """The labels of the areas, large and quiet, for `add_names`; none of a single area."""
    named = areas[areas["x"].notna()] if len(areas) > 1 else areas[:0]
    named = named.sort_values("documents", ascending=False).rename(columns={"area": "topic"})
    named = named.assign(kind="area", size=_SIZE_OF_AREAS, colour=LOOKS[mode].muted)
    return named[_NAMED].reset_index(drop=True)


def add_names(
    figure: go.Figure,
    names: pd.DataFrame,
    *,
    points: pd.DataFrame,
    frame: tuple[float, float],
    mode: Mode,
) -> None:
    """Label themes and areas at their positions, as many as fit into a plot of `frame` pixels.

    `names` are those of `theme_names` and `area_names`, the most important first. More follow for
    wider plots. All other themes are there, too, but not visible. The layout's `meta` has a row for
    each label: its kind, its number, and the scale, in pixels a unit of the map, from which it
    fits. A short plot has a smaller scale than another as wide. `points` has the x and y of what
    should stay visible; the axes of `figure` must have their ranges.
    """
    lines = _lines(names)
    narrow = _view(figure, width=frame[0], tallest=frame[1])
    wide = _view(figure, width=max(_WIDTH_OF_AREAS, frame[0]), tallest=frame[1])
    of_areas = _place("area", names, view=wide, lines=lines, points=points, taken={})
    placed = {key: replace(box, since=wide.scale) for key, box in of_areas.items()}
    weights = dict.fromkeys(placed, WEIGHT_IF_WIDE[_WIDTH_OF_AREAS])
    fits = dict.fromkeys(placed, _SMALLER * wide.scale)
    for width, weight in {frame[0]: WEIGHT, **WEIGHT_IF_WIDE}.items():
        if width < frame[0]:
            continue
        view = _view(figure, width=width, tallest=frame[1])
        placed |= _place("theme", names, view=view, lines=lines, points=points, taken=placed)
        weights |= dict.fromkeys(set(placed) - set(weights), weight)
        fits |= dict.fromkeys(set(placed) - set(fits), _SMALLER * view.scale)
    late = _late(names, view=narrow, lines=lines, taken=placed)
    fits |= late
    shown = names.loc[[*placed, *late]]
    layout = layout_of(figure)
    layout.annotations = [
        {"x": name.x, "y": name.y, "showarrow": False, "borderpad": 0}
        | {"text": "<br>".join(escaped(line) for line in lines[key])}
        | {"font": _font(name, mode=mode) | {"weight": weights.get(key, WEIGHT)}}
        | (
            {"xshift": placed[key].right, "yshift": placed[key].up}
            if key in placed
            else {"visible": False}
        )
        for key, name in zip(shown.index, shown.itertuples(), strict=True)
    ]
    labels = [
        {"kind": kind, "of": int(topic), "from": fits[key]}
        for key, kind, topic in zip(shown.index, shown["kind"], shown["topic"], strict=True)
    ]
    layout.meta = {**layout.meta, "labels": labels}


def _font(name: Any, *, mode: Mode) -> dict[str, Any]:
    ratio = _CONTRAST[mode] if name.kind == "theme" else _CONTRAST_OF_AREAS
    return name_font(name.size, name.colour, look=LOOKS[mode], ratio=ratio)


def _late(
    named: pd.DataFrame, *, view: View, lines: dict[int, list[str]], taken: dict[int, Box]
) -> dict[int, float]:
    """The scale, in pixels per map unit, from which the label of each remaining theme fits."""
    names = _names(named, view=view, lines=lines)
    themes = named.index[named["kind"] == "theme"]
    free = [names[key] for key in themes if key not in taken]
    fixed = _fixed(taken, names, view=view)
    zooms = zooms_for_names(free, fixed=fixed, least=_CLOSER * view.frame.zoom)
    return {topic: zoom * view.scale for topic, zoom in zooms.items()}


def _place(
    kind: str,
    named: pd.DataFrame,
    *,
    view: View,
    lines: dict[int, list[str]],
    points: pd.DataFrame,
    taken: dict[int, Box],
) -> dict[int, Box]:
    """Boxes of the labels of a kind that fit beside those already `taken`, there at every scale."""
    names = _names(named, view=view, lines=lines)
    free = [names[key] for key in named.index[named["kind"] == kind] if key not in taken]
    around = view.pixels(points[["x", "y"]].to_numpy(float))
    fixed = _fixed(taken, names, view=view)
    placed = place_names(free, around, frame=view.frame, fixed=fixed)
    return {key: replace(box, since=0) for key, box in placed.items()}


def _fixed(taken: dict[int, Box], names: dict[int, Name], *, view: View) -> list[Box]:
    """The boxes that are `taken`, in a view."""
    return [
        replace(box, x=names[key].x, y=names[key].y, since=box.since / view.scale)
        for key, box in taken.items()
    ]


def _names(named: pd.DataFrame, *, view: View, lines: dict[int, list[str]]) -> dict[int, Name]:
    homes = view.pixels(named[["x", "y"]].to_numpy(float))
    return {
        key: Name(key, lines[key], size * _BOLD, *home)
        for key, size, home in zip(named.index, named["size"], homes.tolist(), strict=True)
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
        key: split_lines(label, width=_CHARACTERS, lines=3)
        for key, label in zip(named.index.tolist(), named["label"], strict=True)
    }


def _font_sizes(named: pd.DataFrame) -> list[float]:
    """Font sizes proportional to the square root of the number of papers."""
    root = np.sqrt(named["documents"].to_numpy(float))
    low, high = _SIZES_OF_FEW if len(root) <= _FEW else _SIZES
    share = (root - root.min(initial=np.inf)) / max(float(np.ptp(root)) if len(root) else 0, 1e-9)
    return np.round(low + share * (high - low), 1).tolist()


def name_font(size: float, colour: str, *, look: Look, ratio: float = 5.5) -> dict[str, Any]:
    """Font of a label over other marks, with at least this contrast `ratio`."""
    return {
        "size": size,
        "color": readable(colour, on=look.background, ratio=ratio),
        "shadow": _halo(look.background),
    }


def _halo(colour: str) -> str:
    """CSS text shadow that outlines letters."""
    around = [(x, y) for x in (-2, -1, 0, 1, 2) for y in (-2, -1, 0, 1, 2) if x or y]
    return ", ".join(f"{x}px {y}px 1px {colour}" for x, y in around if abs(x) + abs(y) < 4)

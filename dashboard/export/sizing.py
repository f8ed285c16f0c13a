"""Charts laid out for the column of a paper or a slide, with a caption below."""

import html
import math
import re
from typing import Any

import numpy as np
import plotly.graph_objects as go

from dashboard.export.formats import SIZES
from dashboard.figures.parts.base_figure import layout_of
from dashboard.figures.parts.map_names import WEIGHT, WEIGHT_IF_WIDE
from dashboard.figures.parts.text import escaped, split_lines, text_width
from dashboard.style.appearance import LOOKS, SMALL

_LINE_PIXELS, _ROOM = 16, 12
# Of the width of the chart, what a line of the caption takes.
_CAPTION_SHARE = 0.8
# How wide a colour scale beside a chart is.
_SCALE_PIXELS = 70
# The least height of a row with a name of one line.
_ROW_PIXELS = 20
# Fonts of other machines are wider than what `text_width` knows, and bold is wider still.
_WIDER = 1.3
# What remains of a margin for names beside the points of a narrow chart.
_GUTTER, _NARROW = 24, 600
_LINE = 1.3  # of its size, the height of a line
_WEIGHTS = {WEIGHT, *WEIGHT_IF_WIDE.values()}
# A map is as high as it is wide, and these pixels for its title.
_TITLE_PIXELS = 80


def laid_out(figure: go.Figure, *, caption: str, size: str) -> go.Figure:
    """A copy of `figure` with `caption` in small print below, laid out for a size of `SIZES`.

    A column keeps the height of the chart. A slide is 16:9, with as many rows as fit; a chart
    without rows is as large as it needs. Names of themes that would lie over others or leave the
    plot are left out, later ones first.
    """
    copy, wanted = go.Figure(figure), SIZES[size]
    layout = layout_of(copy)
    width = layout.width or wanted.pixels
    lines = _caption_lines(caption, width=width)
    below = _LINE_PIXELS * len(lines) + _ROOM if lines else 0
    height = needed = layout.height + below
    is_map = layout.yaxis.scaleanchor is not None
    if is_map and size != "screen":
        height = min(height, width + _TITLE_PIXELS + below)
    if wanted.slide:
        gives_way = is_map or _names(copy) or _rows(copy)
        unit = math.ceil(width / 16 if gives_way else max(width / 16, height / 9))
        width, height = 16 * unit, 9 * unit
    copy.update_layout(height=round(height), margin={"b": layout.margin.b + below})
    if size != "screen":  # a page keeps the width of its window
        copy.update_layout(width=width)
        _thin_columns(copy)
        _hide_names(copy, movable=not is_map)
    if wanted.slide and _rows(copy):
        _first_rows(copy, needed=needed)
    return _with_caption(copy, lines, caption=caption) if lines else copy


def _caption_lines(caption: str, *, width: float) -> list[str]:
    """The lines of `caption` in a chart of this width."""
    if not caption:
        return []
    room = _CAPTION_SHARE * width
    characters = len(caption) * room / max(text_width(caption, size=SMALL), 1)
    return split_lines(caption, width=max(int(characters), 1), lines=4)


def _with_caption(figure: go.Figure, lines: list[str], *, caption: str) -> go.Figure:
    layout = layout_of(figure)
    figure.update_layout(meta={**layout.meta, "caption": caption})
    return figure.add_annotation(
        text="<br>".join(escaped(line) for line in lines),
        # The left margin is as wide as the names of the rows, which only the browser knows.
        x=1,
        xref="paper",
        xanchor="right",
        xshift=layout.margin.r - _ROOM,
        y=0,
        yref="paper",
        yanchor="bottom",
        yshift=8 - layout.margin.b,
        align="right",
        showarrow=False,
        font={"size": SMALL, "color": LOOKS[layout.meta["mode"]].muted},
    )


def _thin_columns(figure: go.Figure) -> None:
    """Name as many of the columns as have room, so that no name is turned."""
    layout = layout_of(figure)
    names, margin = layout.xaxis.ticktext, layout.margin
    if not names:
        return
    beside = max((_width(name) for name in layout.yaxis.ticktext or ()), default=0)
    scale = _SCALE_PIXELS if layout.coloraxis.colorscale else 0
    room = max(layout.width - margin.l - margin.r - beside - scale, 1)
    step = math.ceil(len(names) * (max(map(_width, names)) + _ROOM) / room)
    kept = [name if place % step == 0 else "" for place, name in enumerate(names)]
    figure.update_xaxes(ticktext=kept, tickangle=0)


def _width(name: str) -> float:
    """The width in pixels of a name in small print, of its longest line."""
    lines = re.sub("<(?!br).*?>", "", name).split("<br>")
    return max(text_width(line, size=SMALL) for line in lines)


def _rows(figure: go.Figure) -> int:
    """How many rows a chart has, one for every unit of a reversed axis; else 0."""
    last, first = layout_of(figure).yaxis.range or (0, 0)
    return max(int(last - first), 0)


def _first_rows(figure: go.Figure, *, needed: float) -> None:
    """Show as many rows as fit; without ticks they are as high as in a chart that is `needed`."""
    layout, rows = layout_of(figure), _rows(figure)
    around = layout.margin.t + layout.margin.b
    least = _ROW_PIXELS if layout.yaxis.ticktext else (needed - around) / rows
    fit = int((layout.height - around) / least)
    if fit >= rows:
        return
    first = layout.yaxis.range[1]
    figure.update_yaxes(range=[first + fit, first])
    traces: list[Any] = list(figure.data)
    for trace in traces:
        if "cliponaxis" in trace:
            trace.update(cliponaxis=True)
    before = layout.title.subtitle.text or ""
    said = f"{before}<br>The first {fit}, and {rows - fit} more." if before else ""
    figure.update_layout(title={"subtitle": {"text": said or f"The first {fit} of {rows}."}})


def _names(figure: go.Figure) -> list[Any]:
    """The names of themes that stand beside their points."""
    notes = layout_of(figure).annotations
    return [note for note in notes if note.font.weight in _WEIGHTS and note.visible is not False]


def _hide_names(figure: go.Figure, *, movable: bool) -> None:
    """Hide names that touch earlier ones or leave the plot; the `movable` first change sides."""
    layout, names = layout_of(figure), _names(figure)
    if names and layout.width < _NARROW:
        figure.update_layout(margin={"r": min(layout.margin.r, _GUTTER)})
    least = np.array([0, layout.margin.b])
    most = np.array([layout.width, layout.height - layout.margin.t])
    taken: list[np.ndarray] = []
    for note in names:
        sides = (1, -1) if movable else (1,)
        note.visible = False
        for side in sides:
            box = _box(figure, note, side=side)
            free = all((box[1] <= one[0]).any() or (one[1] <= box[0]).any() for one in taken)
            if free and (box[0] >= least).all() and (box[1] <= most).all():
                # With the weight of a name that stands in a plot of any width.
                note.update(visible=True, xshift=side * (note.xshift or 0))
                note.font.weight = WEIGHT
                taken.append(box)
                break


def _box(figure: go.Figure, note: Any, *, side: int) -> np.ndarray:
    """Corners of a name in pixels from the lower left of the picture; -1 is the other side."""
    layout = layout_of(figure)
    margin = layout.margin
    least, most = (margin.l, margin.b), (layout.width - margin.r, layout.height - margin.t)
    room = np.subtract(most, least)
    low, high = np.array([layout.xaxis.range, layout.yaxis.range], dtype=float).T
    scale = room / (high - low)
    if layout.yaxis.scaleanchor is not None:
        scale = np.full(2, scale.min())
    lines = note.text.split("<br>")
    wide = _WIDER * max(text_width(html.unescape(line), size=note.font.size) for line in lines)
    half = np.array([wide, _LINE * note.font.size * len(lines)]) / 2
    shift = np.array([side * (note.xshift or 0), note.yshift or 0])
    home = np.add(least, room / 2) + (np.array([note.x, note.y]) - (low + high) / 2) * scale
    return home + shift + np.array([-half, half])

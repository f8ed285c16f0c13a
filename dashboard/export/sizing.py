"""Charts laid out for the column of a paper or a slide, with a caption below."""

import math
import re

import plotly.graph_objects as go

from dashboard.export.formats import SIZES
from dashboard.figures.parts.base_figure import layout_of
from dashboard.figures.parts.map_names import WEIGHT_IF_WIDE
from dashboard.figures.parts.text import escaped, split_lines, text_width
from dashboard.style.appearance import LOOKS, SMALL

_LINE_PIXELS, _ROOM = 16, 12
# Of the width of the chart, what a line of the caption takes.
_CAPTION_SHARE = 0.8
# How wide a colour scale beside a chart is.
_SCALE_PIXELS = 70
# A map is as high as it is wide, and these pixels for its title.
_TITLE_PIXELS = 80


def laid_out(figure: go.Figure, *, caption: str, size: str) -> go.Figure:
    """A copy of `figure` with `caption` in small print below, laid out for a size of `SIZES`.

    A column keeps the height of the chart; a slide is as large as the chart needs, and 16:9.
    """
    copy, wanted = go.Figure(figure), SIZES[size]
    layout = layout_of(copy)
    width = layout.width or wanted.pixels
    lines = _caption_lines(caption, width=width)
    below = _LINE_PIXELS * len(lines) + _ROOM if lines else 0
    height = layout.height + below
    is_map = layout.yaxis.scaleanchor is not None
    if is_map and size != "screen":
        height = min(height, width * 9 / 16 if wanted.slide else width + _TITLE_PIXELS + below)
    if wanted.slide:
        unit = math.ceil(max(width / 16, height / 9))
        width, height = 16 * unit, 9 * unit
    copy.update_layout(height=round(height), margin={"b": layout.margin.b + below})
    if size != "screen":  # a page keeps the width of its window
        copy.update_layout(width=width)
        _thin_columns(copy)
        if is_map:
            _hide_names(copy)
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


def _hide_names(figure: go.Figure) -> None:
    """Hide the names of a map that need a wider plot, as the screen does (`style/map.css`)."""
    layout = layout_of(figure)
    margin = layout.margin
    room = min(layout.width - margin.l - margin.r, layout.height - margin.t - margin.b)
    needed = {weight: width for width, weight in WEIGHT_IF_WIDE.items()}
    for note in layout.annotations:
        if needed.get(note.font.weight, 0) > room:
            note.visible = False

"""Charts laid out for the column of a paper or a slide, with a caption below."""

import math

import plotly.graph_objects as go

from dashboard.export.formats import SIZES
from dashboard.figures.parts.base_figure import layout_of
from dashboard.figures.parts.map_names import WEIGHT_IF_WIDE
from dashboard.figures.parts.text import escaped, split_lines, text_width
from dashboard.style.appearance import LOOKS, SMALL

_LINE_PIXELS, _ROOM = 16, 12
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
        if is_map:
            _hide_names(copy)
    return _with_caption(copy, lines, caption=caption) if lines else copy


def _caption_lines(caption: str, *, width: float) -> list[str]:
    """The lines of `caption` in a chart of this width."""
    if not caption:
        return []
    characters = len(caption) * (width - 2 * _ROOM) / max(text_width(caption, size=SMALL), 1)
    return split_lines(caption, width=max(int(characters), 1), lines=4)


def _with_caption(figure: go.Figure, lines: list[str], *, caption: str) -> go.Figure:
    layout = layout_of(figure)
    figure.update_layout(meta={**layout.meta, "caption": caption})
    return figure.add_annotation(
        text="<br>".join(escaped(line) for line in lines),
        x=0,
        xref="paper",
        xanchor="left",
        y=0,
        yref="paper",
        yanchor="bottom",
        yshift=8 - layout.margin.b,
        align="left",
        showarrow=False,
        font={"size": SMALL, "color": LOOKS[layout.meta["mode"]].muted},
    )


def _hide_names(figure: go.Figure) -> None:
    """Hide the names of a map that need a wider plot, as the screen does (`style/map.css`)."""
    layout = layout_of(figure)
    margin = layout.margin
    room = min(layout.width - margin.l - margin.r, layout.height - margin.t - margin.b)
    needed = {weight: width for width, weight in WEIGHT_IF_WIDE.items()}
    for note in layout.annotations:
        if needed.get(note.font.weight, 0) > room:
            note.visible = False

"""Narrow forms of charts: names stand above what they name, which then has the whole width."""

import html
from typing import Any

import plotly.graph_objects as go

from dashboard.figures.parts.base_figure import layout_of
from dashboard.figures.parts.fewer_rows import fewer_rows
from dashboard.figures.parts.line_strips import line_strips
from dashboard.figures.parts.text import wrapped
from dashboard.style.appearance import LOOKS

# Characters of a name that has a value beside it, and of one that has not.
_NAME_WIDTH, _ALONE = 22, 40
_ROW, _ABOVE = 38, 17  # pixels: a row with its name, and how far the name is above its mark
_MARK = 13  # pixels: the height of a bar or of a cell
_LINE = 20
_SCALE = 56  # pixels: a scale of colours below the plot
# What is left of the ticks of an axis.
_TICKS = 3
_NO_CHANGE = 1  # among factors
_MARGIN = 16
_LOW = 380  # pixels


def names_above_rows(figure: go.Figure) -> go.Figure:
    """A chart of named rows with the name of each above it; others as they were.

    Its value, where it has one, is on the same line, and of many such rows some are left out; a
    scale of colours lies below the plot.
    """
    if not layout_of(figure).yaxis.ticktext:
        return figure
    narrow = fewer_rows(figure) if layout_of(figure).annotations else figure
    layout, narrow = layout_of(narrow), go.Figure(narrow)
    names = layout.meta.get("names") or layout.yaxis.ticktext
    values = [note.to_plotly_json() for note in layout.annotations]
    rows = [
        {
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "y": place,
            "yshift": _ABOVE,
            "showarrow": False,
            "bgcolor": LOOKS[layout.meta["mode"]].background,
            "text": _cut(name, width=_NAME_WIDTH if values else _ALONE),
            "font": layout.yaxis.tickfont.to_plotly_json(),
        }
        for place, name in enumerate(names)
    ]
    beside = [{**one, "xanchor": "right", "xshift": 0, "yshift": _ABOVE} for one in values]
    layout_of(narrow).annotations = [*rows, *beside]
    narrow.update_xaxes(**_fewer_ticks(layout.xaxis))
    narrow.update_yaxes(showticklabels=False, range=[len(names) - 0.5, -0.9])
    narrow.update_traces(ygap=_ROW - _MARK, selector={"type": "heatmap"})
    height = layout.margin.t + layout.margin.b + round(_ROW * (len(names) + 0.4))
    narrow.update_layout(
        height=height, bargap=1 - _MARK / _ROW, margin={"l": _MARGIN, "r": _MARGIN}
    )
    return _scale_below(narrow) if layout.coloraxis.colorscale else narrow


def _cut(name: str, *, width: int) -> str:
    """A name as markup, in one line of the narrowest telephone; what has a dot before it fits."""
    return name if "<span" in name else wrapped(html.unescape(name), width=width, lines=1)


def lower(figure: go.Figure) -> go.Figure:
    """A chart that is about as high as a telephone is wide."""
    if layout_of(figure).height <= _LOW:
        return figure
    return go.Figure(figure).update_layout(height=_LOW)


def _fewer_ticks(axis: Any) -> dict[str, Any]:
    """The ticks of an x axis that has room for a few."""
    if axis.tickvals is None:
        return {"nticks": _TICKS + 1}
    kept = _spread(axis.tickvals)
    return {name: [axis[name][at] for at in kept] for name in ("tickvals", "ticktext")}


def _scale_below(figure: go.Figure) -> go.Figure:
    """The scale of colours below the plot, as wide as it."""
    layout = layout_of(figure)
    room = layout.height - layout.margin.t - layout.margin.b
    bar = {"orientation": "h", "y": -layout.margin.b / room, "yanchor": "top"}
    bar |= {"len": 1, "lenmode": "fraction", "x": 0.5, "xanchor": "center", "xpad": 0, "ypad": 0}
    figure.update_layout(coloraxis_colorbar=bar)
    below = layout.margin.b + _SCALE
    return figure.update_layout(height=layout.height + _SCALE, margin={"b": below})


def names_above_lines(figure: go.Figure) -> go.Figure:
    """A line chart with the names of its lines above it, in the order in which they end.

    Lines that are named in a legend have a strip each.
    """
    layout = layout_of(figure)
    ends = [note.to_plotly_json() for note in layout.annotations if _is_end(note)]
    if not ends:
        return line_strips(figure) if layout.showlegend else figure
    narrow = go.Figure(figure)
    others = [note.to_plotly_json() for note in layout.annotations if not _is_end(note)]
    ends.sort(key=lambda end: end["y"])
    above = [
        {
            **end,
            "x": 0,
            "y": 1,
            "yref": "paper",
            "xshift": 0,
            "yshift": _LINE * (place + 0.5),
            "text": end["text"].replace("-<br>", "-").replace("<br>", " "),
        }
        for place, end in enumerate(ends)
    ]
    layout_of(narrow).annotations = [*others, *above]
    room = _LINE * len(ends)
    return narrow.update_layout(
        height=layout.height + room, margin={"r": _MARGIN, "t": layout.margin.t + room}
    )


def _is_end(note: Any) -> bool:
    """Whether a note names a line at the right edge of the plot."""
    return note.xref == "paper" and note.x == 1 and note.xanchor == "left"


def _spread(ticks: Any) -> list[int]:
    """Places of a few of the ticks: of factors the ends and no change, of columns inner ones.

    The names of columns are wide: at an end they would leave the chart.
    """
    values = list(ticks)
    if len(values) <= _TICKS:
        return [*range(len(values))]
    last = len(values) - 1
    if _NO_CHANGE in values and values[0] > 0:
        return sorted({0, values.index(_NO_CHANGE), last})
    inner = max(last // 6, 1)
    return sorted({inner, last // 2, last - inner})

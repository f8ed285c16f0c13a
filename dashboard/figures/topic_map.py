"""The map: every paper a point, themes named where they lie."""

from collections.abc import Collection
from typing import Literal

import pandas as pd
import plotly.graph_objects as go

from analysis.runs.schema import OUTLIER
from dashboard.appearance import Mode, topic_colours
from dashboard.figures.parts.canvas import blank, canvas, layout_of
from dashboard.figures.parts.map_names import add_names
from dashboard.figures.parts.points import (
    date_layers,
    date_scale,
    layer_trace,
    point_size,
    prepare_points,
    theme_layers,
)

TITLE = "Map of the papers"
_PADDING = 0.04
# How opaque points are; and, beside others, how much larger than usual.
_PLAIN = 0.75
_FADED, _LIT = (0.10, 1.0), (1.0, 1.6)


def topic_map_figure(
    documents: pd.DataFrame,
    topics: pd.DataFrame,
    *,
    colour: Literal["theme", "date"] = "theme",
    highlight: Collection[int] | None = None,
    mode: Mode = "light",
    size: tuple[int, int] = (320, 680),
) -> go.Figure:
    """Every paper a point that carries its doc_id as customdata; papers on one subject lie close.

    `documents` needs doc_id, title, published, topic, x and y; `topics` topic, label, documents,
    x and y. `colour` is theme or date. The doc_ids of `highlight` light up and the others fade.
    `size` is the width and height in pixels of the smallest chart in which the names of the themes
    must not overlap. Titles are in the hover text of up to 20,000 papers.
    """
    if documents.empty:
        return blank(TITLE, "There are no papers to show.", mode=mode)
    points = prepare_points(documents, dict(zip(topics["topic"], topics["label"], strict=True)))
    dated = points["day"].notna()
    by_date = colour == "date"
    missing = by_date and not dated.any()
    grey = "Grey: in no theme." if not by_date and (points["topic"] == OUTLIER).any() else ""
    note = "No paper has a date, so there is nothing to colour by." if missing else grey
    figure = canvas(TITLE, mode=mode, height=size[1], subtitle=note)
    colours = topic_colours(topics, mode=mode)
    lit = points["doc_id"].isin(set(highlight)) if highlight is not None else dated | True
    shine = (_PLAIN, 1.0) if lit.all() else _LIT
    for rows, (opacity, grown) in ((points[~lit], _FADED), (points[lit], shine)):
        layers = date_layers(rows, mode=mode) if by_date else theme_layers(rows, colours=colours)
        width = grown * point_size(len(points))
        figure.add_traces([layer_trace(layer, size=width, opacity=opacity) for layer in layers])
    if by_date and dated.any():
        figure.update_layout(coloraxis=date_scale(points["day"][dated], mode=mode))
    _frame(figure, points, bottom=48 if by_date else 8)
    margin = layout_of(figure).margin
    frame = (size[0] - 2 * margin.l, size[1] - margin.t - margin.b)
    add_names(
        figure, topics, points=points, colours={} if by_date else colours, frame=frame, mode=mode
    )
    return figure.update_layout(uirevision="map", dragmode="zoom", hovermode="closest")


def _frame(figure: go.Figure, points: pd.DataFrame, *, bottom: int) -> None:
    """Equal scales in both directions, no axes, and all of the points in view."""
    for axis, update in (("x", figure.update_xaxes), ("y", figure.update_yaxes)):
        low, high = float(points[axis].min()), float(points[axis].max())
        room = _PADDING * (high - low) or 1.0
        # In a chart of another shape the plot gives way, not the range: that would stay too wide.
        update(visible=False, range=[low - room, high + room], constrain="domain")
    figure.update_yaxes(scaleanchor="x", scaleratio=1)
    figure.update_layout(margin={"l": 8, "r": 8, "b": bottom})

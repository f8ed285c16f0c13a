"""Map of the papers, with theme labels."""

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.parts.base_figure import blank, canvas, layout_of
from dashboard.figures.parts.colouring import Colouring, by_theme
from dashboard.figures.parts.map_names import add_names, area_names, theme_names
from dashboard.figures.parts.points import empty_traces, filled_traces
from dashboard.style.appearance import LOOKS, SMALL, Mode, topic_colours

TITLE = "Map of the papers"
_PADDING = 0.04


def topic_map_figure(
    documents: pd.DataFrame,
    topics: pd.DataFrame,
    *,
    colouring: Colouring | None = None,
    highlight: Collection[int] | None = None,
    mode: Mode = "light",
    size: tuple[int, int] = (320, 680),
) -> go.Figure:
    """One point per paper with its doc_id as customdata; similar papers lie close together.

    `documents` needs doc_id, title, published, topic, x and y; `topics` topic, label, documents,
    x, y and hue. `colouring` is that of `documents`, by theme where there is none. The doc_ids of
    `highlight` light up and the others fade. `size` is the width and height in pixels of the
    smallest chart in which the names of the themes must not overlap. Dates and titles are in the
    hover text of up to 20,000 papers.
    """
    if documents.empty:
        return blank(TITLE, "There are no papers to show.", mode=mode)
    colouring = colouring or by_theme(documents, topics, mode=mode)
    figure = topic_map_frame(documents, topics, colouring=colouring, mode=mode, size=size)
    lit = np.ones(len(documents), dtype=bool)
    if highlight is not None:
        lit = documents["doc_id"].isin(set(highlight)).to_numpy()
    layers = [trace for trace in figure.data if isinstance(trace, go.Scattergl)]
    others = [trace for trace in figure.data if not isinstance(trace, go.Scattergl)]
    points = filled_traces(documents, topics, colouring=colouring, traces=layers, lit=lit)
    return go.Figure([*points, *others], figure.layout)


def topic_map_frame(
    documents: pd.DataFrame,
    topics: pd.DataFrame,
    *,
    colouring: Colouring,
    areas: pd.DataFrame | None = None,
    mode: Mode = "light",
    size: tuple[int, int] = (320, 680),
) -> go.Figure:
    """The map without points: labels, colours, and an empty trace for every layer.

    `areas` (area, label, documents, x and y) are named, too.
    """
    if documents.empty:
        return blank(TITLE, "There are no papers to show.", mode=mode)
    figure = canvas(TITLE, mode=mode, height=size[1], subtitle=colouring.note)
    figure.add_traces(empty_traces(colouring, papers=len(documents)))
    if colouring.scale:
        # A colour axis is drawn beside a trace that uses it; this one shows nothing else.
        marker = {"color": [colouring.scale["cmin"]], "coloraxis": "coloraxis"}
        figure.add_scatter(x=[None], y=[None], mode="markers", marker=marker, hoverinfo="skip")
        figure.update_layout(coloraxis=colouring.scale)
    if colouring.legend:
        figure.update_layout(showlegend=True, legend=_legend(mode))
    _frame(figure, documents, bottom=48 if colouring.scale or colouring.legend else 8)
    margin = layout_of(figure).margin
    frame = (size[0] - 2 * margin.l, size[1] - margin.t - margin.b)
    colours = topic_colours(topics, mode=mode) if colouring.are_themes else {}
    names = theme_names(topics, colours=colours, mode=mode)
    if areas is not None:
        names = pd.concat([area_names(areas, mode=mode), names], ignore_index=True)
    add_names(figure, names, points=documents, frame=frame, mode=mode)
    return figure.update_layout(uirevision="map", dragmode="pan", hovermode="closest")


def _legend(mode: Mode) -> dict[str, Any]:
    """Horizontal legend below the map, in as many rows as needed."""
    return {
        "orientation": "h",
        "y": -0.01,
        "yanchor": "top",
        "itemsizing": "constant",
        "font": {"size": SMALL, "color": LOOKS[mode].muted},
    }


def _frame(figure: go.Figure, points: pd.DataFrame, *, bottom: int) -> None:
    """Equal scales without axes, and all of the points in view."""
    for axis, update in (("x", figure.update_xaxes), ("y", figure.update_yaxes)):
        low, high = float(points[axis].min()), float(points[axis].max())
        room = _PADDING * (high - low) or 1.0
        # In a chart of another shape the plot gives way, not the range: that would stay too wide.
        update(visible=False, range=[low - room, high + room], constrain="domain")
    figure.update_yaxes(scaleanchor="x", scaleratio=1)
    figure.update_layout(margin={"l": 8, "r": 8, "b": bottom})

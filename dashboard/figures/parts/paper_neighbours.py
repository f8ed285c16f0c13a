"""A paper and its nearest neighbours on the map."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.parts.base_figure import canvas
from dashboard.figures.parts.text import escaped, wrapped
from dashboard.style.appearance import LOOKS, SMALL, Mode, topic_colours

TITLE = "Position on the map"
HEIGHT = 420
# What is drawn around them, and the least of the map that is shown.
_AROUND_AT_MOST = 1_500
_LEAST = 0.08


def paper_neighbours_figure(
    documents: pd.DataFrame,
    topics: pd.DataFrame,
    *,
    doc_id: int,
    nearest: Sequence[int],
    mode: Mode = "light",
) -> go.Figure:
    """The paper `doc_id` as a diamond, its `nearest` (doc_ids) numbered from 1, others faint.

    `documents` needs doc_id (its row), title, topic, x and y; `topics` topic, label and hue. The
    part of the map is shown that holds them all.
    """
    figure = canvas(TITLE, mode=mode, height=HEIGHT, subtitle="Numbered as in the list.")
    colours, look = topic_colours(topics, mode=mode), LOOKS[mode]
    labels = dict(zip(topics["topic"], topics["label"], strict=True))
    near = documents.loc[list(nearest)]
    here = documents.loc[[doc_id, *nearest]]
    window = {axis: _window(documents[axis], here[axis]) for axis in ("x", "y")}
    _add(figure, _around(documents, window), size=5, opacity=0.3, colours=colours)
    _add(
        figure,
        near,
        size=11,
        opacity=1.0,
        colours=colours,
        mode="markers+text",
        text=[str(place) for place in range(1, len(near) + 1)],
        textposition="top center",
        textfont={"size": SMALL, "color": look.ink},
        hovertext=_hover(near, labels),
        hovertemplate="%{hovertext}<extra></extra>",
    )
    own = documents.loc[[doc_id]]
    figure.add_scatter(
        x=own["x"].to_numpy(),
        y=own["y"].to_numpy(),
        mode="markers",
        name="This paper",
        marker={"symbol": "diamond", "size": 16, "color": look.ink},
        hovertext=_hover(own, labels),
        hovertemplate="%{hovertext}<extra></extra>",
    )
    figure.update_xaxes(visible=False, fixedrange=True, range=window["x"], constrain="domain")
    figure.update_yaxes(
        visible=False, fixedrange=True, range=window["y"], scaleanchor="x", scaleratio=1
    )
    return figure.update_layout(margin={"l": 8, "r": 8, "b": 8}, hovermode="closest")


def _window(all_places: pd.Series, places: pd.Series) -> list[float]:
    """Range of one axis that contains `places`, with padding."""
    middle = (places.min() + places.max()) / 2
    extent = float(all_places.max() - all_places.min())
    half = max(0.6 * (places.max() - places.min()), _LEAST * extent / 2, 1e-3)
    return [float(middle - half), float(middle + half)]


def _around(documents: pd.DataFrame, window: dict[str, list[float]]) -> pd.DataFrame:
    inside = np.ones(len(documents), bool)
    for axis, (low, high) in window.items():
        inside &= documents[axis].between(low, high).to_numpy()
    rows = documents[inside]
    return rows.iloc[:: max(1, -(-len(rows) // _AROUND_AT_MOST))]


def _add(
    figure: go.Figure,
    rows: pd.DataFrame,
    *,
    size: float,
    opacity: float,
    colours: dict[int, str],
    **options: Any,
) -> None:
    look = {"size": size, "opacity": opacity, "color": [colours[t] for t in rows["topic"]]}
    quiet = {"mode": "markers", "hoverinfo": "skip"} if not options else {}
    figure.add_scatter(
        x=rows["x"].to_numpy(np.float32), y=rows["y"].to_numpy(np.float32), marker=look,
        **quiet, **options,
    )  # fmt: skip


def _hover(rows: pd.DataFrame, labels: dict[int, str]) -> list[str]:
    return [
        f"<b>{escaped(labels[topic])}</b><br>{wrapped(title)}"
        for topic, title in zip(rows["topic"], rows["title"].fillna("Untitled"), strict=True)
    ]

"""The map: every paper a point, themes named where they lie."""

from collections.abc import Collection
from typing import Literal

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.appearance import LOOKS, Mode, topic_colours
from dashboard.figures.parts.canvas import blank, canvas
from dashboard.figures.parts.text import escaped, wrapped

TITLE = "Map of the papers"
TITLES_UP_TO = 20_000


def topic_map_figure(
    documents: pd.DataFrame,
    topics: pd.DataFrame,
    *,
    colour: Literal["theme", "date"] = "theme",
    highlight: Collection[int] | None = None,
    mode: Mode = "light",
    size: tuple[int, int] = (640, 680),
) -> go.Figure:
    """Every paper a point that carries its doc_id as customdata, one trace a theme.

    `documents` needs doc_id, title, published, topic, x and y; `topics` topic, label, documents,
    x and y. `colour` is theme or date. The doc_ids of `highlight` light up and the others fade.
    `size` is the width and height in pixels of the smallest chart in which the names of the themes
    must not overlap. Titles are in the hover text of up to 20,000 papers.
    """
    if documents.empty:
        return blank(TITLE, "There are no papers to show.", mode=mode)
    figure = canvas(TITLE, mode=mode, height=size[1])
    colours = topic_colours(topics, mode=mode)
    labels = dict(zip(topics["topic"], topics["label"], strict=True))
    for topic, group in documents.groupby("topic"):
        figure.add_scattergl(
            x=group["x"].to_numpy(np.float32),
            y=group["y"].to_numpy(np.float32),
            customdata=group["doc_id"].to_numpy(np.int32),
            mode="markers",
            name=escaped(str(labels.get(topic, topic))),
            marker={"size": 5, "color": colours.get(topic, LOOKS[mode].outlier)},
            text=[wrapped(title) for title in group["title"].fillna("")],
            hovertemplate="<b>%{fullData.name}</b><br>%{text}<extra></extra>",
        )
    figure.update_xaxes(visible=False).update_yaxes(visible=False, scaleanchor="x")
    return figure.update_layout(uirevision="map", dragmode="lasso")

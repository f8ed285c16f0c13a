"""Points of the map: one trace per layer of a colouring, stacked."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.parts.colouring import Colouring
from dashboard.figures.parts.text import escaped, wrapped

TITLES_UP_TO = 20_000
# How opaque points are; and, beside others, how much larger than usual.
PLAIN = (0.75, 1.0)
FADED, LIT = (0.10, 1.0), (1.0, 1.6)


def empty_traces(colouring: Colouring, *, papers: int) -> list[go.Scattergl]:
    """An empty trace for every layer, with its share of the usual opacity."""
    return [
        go.Scattergl(
            mode="markers",
            name=layer.name,
            marker={"color": layer.colour, "size": point_size(papers), "opacity": layer.opacity},
            hoverinfo="none",
        )
        for layer in colouring.layers
    ]


def filled_traces(
    documents: pd.DataFrame,
    topics: pd.DataFrame,
    *,
    colouring: Colouring,
    traces: list[go.Scattergl],
    lit: np.ndarray,
) -> Iterator[go.Scattergl]:
    """Copies of `traces` with the papers of their layers; those not `lit` are faded, first."""
    named = "<b>%{fullData.name}</b><br>" if colouring.are_themes else ""
    # Of very many papers the theme is enough: a text for each would weigh more than the map.
    plain = colouring.are_themes and len(documents) > TITLES_UP_TO
    hover = None if plain else _hover_texts(documents, topics, themes=not colouring.are_themes)
    shine = PLAIN if lit.all() else LIT
    for part, (opacity, grown) in ((~lit, FADED), (lit, shine)):
        for code, trace in enumerate(traces):
            rows = np.flatnonzero(part & (colouring.codes == code))
            if len(rows):
                papers = documents.iloc[rows]
                yield go.Scattergl(trace).update(
                    x=papers["x"].to_numpy(np.float32),
                    y=papers["y"].to_numpy(np.float32),
                    customdata=papers["doc_id"].to_numpy(np.int32),
                    text=None if hover is None else hover[rows],
                    hoverinfo=None,
                    hovertemplate=f"{named}{'' if plain else '%{text}'}<extra></extra>",
                    showlegend=colouring.legend and part is lit,
                    marker={
                        "opacity": opacity * colouring.layers[code].opacity,
                        "size": grown * point_size(len(documents)),
                    },
                )


def point_size(papers: int) -> float:
    """Point diameter in pixels on a map of `papers` papers."""
    return round(float(np.clip(20 * max(papers, 1) ** -0.16, 2.5, 10)), 1)


def _hover_texts(documents: pd.DataFrame, topics: pd.DataFrame, *, themes: bool) -> np.ndarray:
    """Hover text of each paper: optionally its theme, its date and, if few, its title."""
    texts = documents["published"].astype(object).fillna("no date").astype(str)
    if len(documents) <= TITLES_UP_TO:
        texts += [f"<br>{wrapped(title)}" for title in documents["title"].fillna("")]
    if themes:
        labels = {
            topic: f"<b>{escaped(label)}</b><br>"
            for topic, label in zip(topics["topic"], topics["label"], strict=True)
        }
        texts = documents["topic"].map(labels) + texts
    return texts.to_numpy(object)

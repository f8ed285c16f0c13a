"""Map of the papers, coloured by the growth of their themes."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.parts.base_figure import blank
from dashboard.figures.parts.colouring import by_growth
from dashboard.figures.topic_map import topic_map_frame
from dashboard.style.appearance import Mode
from dashboard.style.verdicts import in_turn

TITLE = "Growth of the themes"


def growth_map_figure(
    documents: pd.DataFrame,
    topics: pd.DataFrame,
    *,
    signals: pd.DataFrame,
    mode: Mode = "light",
    size: tuple[int, int] = (320, 560),
) -> go.Figure:
    """One point per paper in the colour of its theme's growth; the themes that moved are named.

    `documents`, `topics` and `size` are as for the map of the papers, `signals` as
    `topic_signals.parquet`. A theme that is emerging has the colour of that verdict.
    """
    if documents.empty:
        return blank(TITLE, "There are no papers to show.", mode=mode)
    colouring = by_growth(documents, topics, signals=signals, mode=mode)
    # Names are placed, and are as large, in the order in which movers are listed.
    turns = {topic: place for place, topic in enumerate(in_turn(signals)["topic"])}
    named = topics[topics["topic"].isin(list(turns))]
    named = named.assign(documents=len(turns) - named["topic"].map(turns).astype(float))
    figure = topic_map_frame(documents, named, colouring=colouring, mode=mode, size=size)
    figure.update_layout(title={"text": TITLE})
    layers = [trace for trace in figure.data if isinstance(trace, go.Scattergl)]
    others = [trace for trace in figure.data if not isinstance(trace, go.Scattergl)]
    x, y = (documents[axis].to_numpy(np.float32) for axis in ("x", "y"))
    for code, layer in enumerate(layers):
        inside = colouring.codes == code
        layer.update(x=x[inside], y=y[inside], hoverinfo=None)
        layer.update(hovertemplate="%{fullData.name}<extra></extra>")
    # What grows or shrinks most lies on top.
    change = signals.set_index("topic")["growth_shrunk"].abs()
    change = change.reindex(topics["topic"].sort_values()).fillna(-1.0)
    order = np.argsort(change.to_numpy(), kind="stable").tolist()
    return go.Figure([*(layers[code] for code in order), *others], figure.layout)

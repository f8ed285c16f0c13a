"""Which themes are close: the tree that joins them."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.appearance import LOOKS, Mode, topic_colours
from dashboard.figures.parts.canvas import blank, canvas
from dashboard.figures.parts.text import wrapped

TITLE = "How the themes belong together"
_LEAF_PIXELS = 20


def hierarchy_figure(
    hierarchy: pd.DataFrame, topics: pd.DataFrame, *, mode: Mode = "light"
) -> go.Figure:
    """A tree: themes on the left, joined the further to the right the less they have in common.

    `hierarchy` needs node, parent (-1 for the root), height, label and documents, its leaves
    numbered as the topics; `topics` needs topic, parent, x and y.
    """
    if hierarchy.empty:
        return blank(TITLE, "There are too few themes to join.", mode=mode)
    rows = hierarchy.set_index("node")
    children = {node: group.index.tolist() for node, group in rows.groupby("parent")}
    leaves = _leaves(children)
    places = {leaf: float(place) for place, leaf in enumerate(leaves)}
    _place(children.get(-1, []), children, places)
    figure = canvas(TITLE, mode=mode, height=110 + _LEAF_PIXELS * len(leaves))
    look = LOOKS[mode]
    x: list[float | None] = []
    y: list[float | None] = []
    for node, parent in rows["parent"].items():
        if parent in places:
            x += [rows["height"][node], rows["height"][parent], rows["height"][parent], None]
            y += [places[node], places[node], places[parent], None]
    figure.add_scatter(
        x=x,
        y=y,
        mode="lines",
        hoverinfo="skip",
        line={"color": look.muted, "width": 1.25},
    )
    colours = topic_colours(topics, mode=mode)
    figure.add_scatter(
        x=rows["height"][leaves],
        y=list(range(len(leaves))),
        mode="markers",
        marker={"size": 9, "color": [colours.get(leaf, look.outlier) for leaf in leaves]},
        customdata=rows["documents"][leaves].to_numpy(),
        text=[wrapped(label) for label in rows["label"][leaves]],
        hovertemplate="%{text}: %{customdata:,} papers<extra></extra>",
    )
    figure.update_yaxes(
        tickvals=list(range(len(leaves))),
        range=[len(leaves) - 0.5, -0.5],
        ticktext=[wrapped(label, width=42, lines=1) for label in rows["label"][leaves]],
        showgrid=False,
        fixedrange=True,
    )
    figure.update_xaxes(title={"text": "Distance at which themes join"}, fixedrange=True)
    return figure


def _leaves(children: dict[int, list[int]]) -> list[int]:
    """The nodes without children, in the order in which the tree is walked."""
    found, waiting = [], list(reversed(children.get(-1, [])))
    while waiting:
        node = waiting.pop()
        if node in children:
            waiting += reversed(children[node])
        else:
            found.append(node)
    return found


def _place(nodes: list[int], children: dict[int, list[int]], places: dict[int, float]) -> None:
    """Put every join in the middle of what it joins."""
    order, waiting = [], list(nodes)
    while waiting:
        node = waiting.pop()
        order.append(node)
        waiting += children.get(node, [])
    for node in reversed(order):
        if node in children:
            below = [places[child] for child in children[node]]
            places[node] = (min(below) + max(below)) / 2

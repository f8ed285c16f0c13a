"""Dendrogram of the themes."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.parts.base_figure import blank, canvas
from dashboard.figures.parts.text import wrapped
from dashboard.style.appearance import LOOKS, Mode, topic_colours

ROOT = -1
TITLE = "Hierarchy of themes"
_SUBTITLE = "Themes joined further right are less similar."
_LEAF_PIXELS = 20


def hierarchy_figure(
    hierarchy: pd.DataFrame, topics: pd.DataFrame, *, mode: Mode = "light"
) -> go.Figure:
    """Dendrogram with themes on the left, joined further right the less similar they are.

    `hierarchy` needs node, parent (-1 for the root), height, label and documents, its leaves
    numbered as the topics; `topics` needs topic and hue.
    """
    if hierarchy.empty:
        return blank(TITLE, "Too few themes for a hierarchy.", mode=mode)
    places = place_nodes(hierarchy)
    parents = set(hierarchy["parent"])
    leaves = hierarchy[~hierarchy["node"].isin(parents)].assign(
        place=lambda rows: rows["node"].map(places)
    )
    figure = canvas(TITLE, mode=mode, height=92 + _LEAF_PIXELS * len(leaves), subtitle=_SUBTITLE)
    x, y = branches(hierarchy, places)
    figure.add_scatter(
        x=x,
        y=y,
        mode="lines",
        line={"color": LOOKS[mode].muted, "width": 1.25},
        hoverinfo="skip",
    )
    colours = topic_colours(topics, mode=mode)
    figure.add_scatter(
        x=leaves["height"].to_numpy(),
        y=leaves["place"].to_numpy(),
        mode="markers",
        marker={"size": 9, "color": [colours.get(node, colours[-1]) for node in leaves["node"]]},
        customdata=leaves["documents"].to_numpy(),
        text=[wrapped(label) for label in leaves["label"]],
        hovertemplate="%{text}: %{customdata:,} papers<extra></extra>",
    )
    figure.update_yaxes(
        tickvals=leaves["place"].tolist(),
        ticktext=[wrapped(label, width=42, lines=1) for label in leaves["label"]],
        ticklabelstandoff=8,
        range=[len(leaves) - 0.4, -0.6],
        showgrid=False,
        fixedrange=True,
    )
    figure.update_layout(margin={"b": 8})
    top = float(hierarchy["height"].max()) or 1.0
    return figure.update_xaxes(range=[-0.02 * top, 1.02 * top], visible=False, fixedrange=True)


def place_nodes(tree: pd.DataFrame) -> dict[int, float]:
    """Vertical position of every node: leaves 0, 1, 2 ... in tree order, joins between.

    `tree` has node and parent (-1 for a root).
    """
    children: dict[int, list[int]] = {}
    for node, parent in zip(tree["node"].tolist(), tree["parent"].tolist(), strict=True):
        children.setdefault(parent, []).append(node)
    walked, waiting = [], children.get(ROOT, [])[::-1]
    while waiting:
        node = waiting.pop()
        walked.append(node)
        waiting += children.get(node, [])[::-1]
    leaves = [node for node in walked if node not in children]
    places = {leaf: float(place) for place, leaf in enumerate(leaves)}
    for node in reversed(walked):
        if node in children:
            below = [places[child] for child in children[node]]
            places[node] = (min(below) + max(below)) / 2
    return places


def branches(
    tree: pd.DataFrame, places: dict[int, float]
) -> tuple[list[float | None], list[float | None]]:
    """Line coordinates x and y from every node to its parent, a gap after each.

    `tree` has node, parent and height.
    """
    heights = dict(zip(tree["node"].tolist(), tree["height"].tolist(), strict=True))
    x: list[float | None] = []
    y: list[float | None] = []
    for node, parent in zip(tree["node"].tolist(), tree["parent"].tolist(), strict=True):
        if parent in places and node in places:
            x += [heights[node], heights[parent], heights[parent], None]
            y += [places[node], places[node], places[parent], None]
    return x, y

"""Where the nodes of a tree go when its leaves stand in a column."""

import pandas as pd

ROOT = -1


def place_nodes(tree: pd.DataFrame) -> dict[int, float]:
    """The vertical place of every node: leaves 0, 1, 2 ... in the order of the tree, joins between.

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
    """The x and y of the lines from every node to the node above it, a gap after each.

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

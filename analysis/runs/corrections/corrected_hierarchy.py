"""The topic hierarchy after corrections: parts become siblings, removed topics are pruned."""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.runs.schema import OUTLIER

_ROOT = -1


def corrected_tree(
    hierarchy: pd.DataFrame, steps: Sequence[tuple[int, int]], *, topics: pd.DataFrame
) -> tuple[pd.DataFrame, dict[int, int]]:
    """`hierarchy` after `steps` (see `Regrouped`), and the new numbers of remaining nodes.

    Joins make room for new topics, whose numbers follow those of the topics; a join with one branch
    left gives way to it. `topics` needs topic, label and documents.
    """
    room = sum(new != OUTLIER for _, new in steps)
    leaves = set(hierarchy["node"]) - set(hierarchy["parent"])
    number = {
        node: node + (0 if node in leaves else room) for node in hierarchy["node"].tolist()
    } | {_ROOT: _ROOT}
    parent = {
        number[node]: number[above]
        for node, above in zip(hierarchy["node"], hierarchy["parent"], strict=True)
    }
    height = dict(zip(parent, hierarchy["height"].tolist(), strict=True))
    for topic, new in steps:
        if new == OUTLIER:
            _cut(parent, topic, number=number)
        else:
            _part(parent, height, topic=topic, new=new)
    return _table(parent, height, topics=topics), number


def _part(parent: dict[int, int], height: dict[int, float], *, topic: int, new: int) -> None:
    """Join `new` to the leaf it was split from, at half the height of that leaf's parent."""
    joint = max(*parent, new) + 1
    above = parent[topic]
    height[joint] = height[above] / 2 if above != _ROOT else 1.0
    height[new] = 0.0
    parent[joint], parent[topic], parent[new] = above, joint, joint


def _cut(parent: dict[int, int], topic: int, *, number: dict[int, int]) -> None:
    above = parent.pop(topic)
    branches = [node for node, on in parent.items() if on == above]
    if above == _ROOT or len(branches) > 1:
        return
    if not branches:
        _cut(parent, above, number=number)
        return
    parent[branches[0]] = parent.pop(above)
    for node, now in number.items():
        if now == above:
            number[node] = branches[0]


def _table(
    parent: Mapping[int, int], height: Mapping[int, float], *, topics: pd.DataFrame
) -> pd.DataFrame:
    sizes = dict(zip(topics["topic"], topics["documents"], strict=True))
    labels = dict(zip(topics["topic"], topics["label"], strict=True))
    joins = set(parent.values())
    members: dict[int, list[int]] = {node: [] for node in parent}
    for leaf in (node for node in sorted(parent) if node not in joins):
        node = leaf
        while node != _ROOT:
            members[node].append(leaf)
            node = parent[node]
    rows = []
    for node, leaves in sorted(members.items()):
        largest = sorted(leaves, key=lambda leaf: (-sizes[leaf], leaf))[:2]
        label = " · ".join(labels[leaf] for leaf in largest)
        papers = sum(sizes[leaf] for leaf in leaves)
        rows.append((node, parent[node], height[node], label, papers))
    return pd.DataFrame(rows, columns=["node", "parent", "height", "label", "documents"])

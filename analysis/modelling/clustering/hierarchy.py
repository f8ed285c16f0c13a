"""The hierarchy of topics, by agglomerative clustering of their centroids."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

# A broad theme holds about this many themes.
THEMES_PER_PARENT = 8


@dataclass(frozen=True)
class Hierarchy:
    """`table` as `hierarchy.parquet`; `parents` is the broad theme's node of every topic."""

    table: pd.DataFrame
    parents: np.ndarray


def fit_hierarchy(embeddings: np.ndarray, topic: np.ndarray, *, labels: list[str]) -> Hierarchy:
    """Merge the topics by Ward's method on their centroids.

    Nodes 0 to K-1 are the topics, the joins follow; a join is named after its two largest
    topics. A topic that stands alone at the broad level is its own parent.
    """
    from scipy.cluster.hierarchy import fcluster, linkage

    count = len(labels)
    sizes = np.bincount(topic[topic >= 0], minlength=count)
    if count < 2:
        table = _table([-1] * count, [0.0] * count, labels=list(labels), sizes=sizes.tolist())
        return Hierarchy(table, np.arange(count, dtype=np.int32))
    joins = linkage(centroids(embeddings, topic, count=count), method="ward")
    members = [[node] for node in range(count)]
    parent = np.full(2 * count - 1, -1)
    for node, (left, right) in enumerate(joins[:, :2].astype(int), start=count):
        parent[[left, right]] = node
        members.append(
            sorted(members[left] + members[right], key=lambda leaf: (-sizes[leaf], leaf))
        )
    heights = [0.0] * count + joins[:, 2].tolist()
    names = [" · ".join(labels[leaf] for leaf in leaves[:2]) for leaves in members]
    table = _table(
        parent.tolist(),
        heights,
        labels=names,
        sizes=[int(sizes[leaves].sum()) for leaves in members],
    )
    groups = fcluster(joins, t=max(1, round(count / THEMES_PER_PARENT)), criterion="maxclust")
    return Hierarchy(table, _broad(groups, members))


def centroids(embeddings: np.ndarray, topic: np.ndarray, *, count: int) -> np.ndarray:
    """The unit mean vector of each topic's documents: (topics, dimensions) float64."""
    inside = np.flatnonzero(topic >= 0)
    member = (np.ones(len(inside)), (topic[inside], inside))
    indicator = sparse.csr_array(member, shape=(count, len(topic)))
    sums = np.asarray(indicator @ embeddings.astype(np.float64))
    return sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), np.finfo(float).tiny)


def nearness(embeddings: np.ndarray, topic: np.ndarray) -> np.ndarray:
    """The cosine of each document (unit rows) with the centre of its topic: (documents,)."""
    centres = centroids(embeddings, topic, count=int(topic.max(initial=-1)) + 1)
    return np.einsum("ij,ij->i", embeddings, centres[topic])


def _broad(groups: np.ndarray, members: list[list[int]]) -> np.ndarray:
    """The node of every topic's broad theme, which holds exactly its group."""
    node_of = {frozenset(leaves): node for node, leaves in enumerate(members)}
    return np.array(
        [node_of[frozenset(np.flatnonzero(groups == group).tolist())] for group in groups],
        dtype=np.int32,
    )


def _table(
    parent: list[int], height: list[float], *, labels: list[str], sizes: list[int]
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "node": range(len(parent)),
            "parent": parent,
            "height": height,
            "label": labels,
            "documents": sizes,
        }
    )

"""Themes: stable, distinct and large enough consensus communities."""

from dataclasses import dataclass

import numpy as np

from analysis.modelling.clustering.consensus import consensus, partition
from analysis.modelling.clustering.graph import Graph
from analysis.modelling.clustering.hierarchy import centroids, nearness
from analysis.modelling.clustering.joining import join_most_alike, join_unstable
from analysis.modelling.clustering.profiles import Memberships, memberships
from analysis.modelling.params import FitParams
from analysis.runs.schema import OUTLIER

# Groups that partitions mix as much as this are one theme, and one that recurs in fewer
# partitions than this is none.
_ONE_THEME, _LEAST_STABLE = 0.4, 0.25
# Where the default resolution gives too few themes, or too large ones, it is raised in such steps.
_FINER, _STEPS = 1.5, 16
# So many more communities than themes are looked for, as some turn out too small.
_SPARE = 1.25


@dataclass(frozen=True)
class Clusters:
    """The theme of every paper, and the stability of each theme.

    `topic` int32 (-1: unassigned; 0 the largest), `probability` float32 (the share of those who
    are with a paper in perturbed partitions that are of its theme, 0 to 1; for an unassigned one,
    of the nearest theme) and `assigned` (cluster, reassigned or outlier) have a value a paper;
    `stability` (topics,) is the share of the perturbed partitions in which a theme recurs.
    """

    topic: np.ndarray
    probability: np.ndarray
    assigned: np.ndarray
    stability: np.ndarray

    @property
    def count(self) -> int:
        """The number of themes."""
        return len(self.stability)


def one_theme(papers: int) -> Clusters:
    """A single theme of all papers, where they cannot be distinguished."""
    return Clusters(
        topic=np.zeros(papers, np.int32),
        probability=np.ones(papers, np.float32),
        assigned=np.full(papers, "cluster", dtype=object),
        stability=np.ones(1),
    )


def find_themes(embeddings: np.ndarray, graph: Graph, *, params: FitParams) -> Clusters:
    """Find the consensus communities of `graph` over perturbed partitions.

    `embeddings` (papers, dimensions) has rows of length one; `params` must be settled.
    """
    least = int(params.min_topic_size)
    members, cores = themes_apart(embeddings, graph, params=params)
    cores, theme = nearest_cores(cores, members, embeddings=embeddings, least=least)
    count = int(theme.max()) + 1
    outlier = _farthest(theme, embeddings, params=params)
    order = by_size(np.where(outlier, OUTLIER, theme), count=count)
    moved = np.where(theme == cores, "cluster", "reassigned")
    return Clusters(
        topic=np.where(outlier, OUTLIER, np.argsort(order)[theme]).astype(np.int32),
        probability=sureness(theme, members, count=count),
        assigned=np.where(outlier, "outlier", moved).astype(object),
        stability=members.stability(theme, count=count)[order],
    )


def themes_apart(
    embeddings: np.ndarray, graph: Graph, *, params: FitParams
) -> tuple[Memberships, np.ndarray]:
    """The perturbed partitions of `graph`, and the core of each paper: int32, from 0, -1 for none.

    Cores are consensus communities that are large, stable and told apart by the partitions.
    """
    agreed = consensus(
        graph,
        resolution=_resolution(graph, params),
        runs=int(params.partitions),
        seed=params.seed,
    )
    members = memberships(agreed.partitions)
    cores = _large(agreed.community, least=int(params.min_topic_size))
    return members, _told_apart(cores, members, embeddings=embeddings, params=params)


def by_size(group: np.ndarray, *, count: int) -> np.ndarray:
    """The groups renumbered by size, largest first, ties by their first paper; -1 is none."""
    inside = np.flatnonzero(group >= 0)
    first = np.full(count, len(group))
    np.minimum.at(first, group[inside], inside)
    return np.lexsort((first, -np.bincount(group[inside], minlength=count)))


def _resolution(graph: Graph, params: FitParams) -> float:
    """The resolution: the default for the corpus size, or higher where params require it.

    More papers have more themes: of one field some 7 in 84, 21 in 1,000 and 60 in 10,000.
    """
    start = 0.8 * graph.papers**0.2
    wanted = 1 if params.topics == "auto" else _SPARE * params.topics
    largest = graph.papers * (params.max_topic_share if params.topics == "auto" else 1)
    edges, least = graph.matrix(), int(params.min_topic_size)
    most, finest = 0, start
    for resolution in (start * _FINER**step for step in range(_STEPS)):
        sizes = np.bincount(partition(edges, resolution=resolution, seed=params.seed))
        large = int((sizes >= least).sum())
        if large >= wanted and sizes.max() <= largest:
            return resolution
        if large > most:
            most, finest = large, resolution
    return finest


def _large(community: np.ndarray, *, least: int) -> np.ndarray:
    """The communities of at least `least` papers, numbered from 0; else a single one.

    Papers of smaller ones are in none (-1).
    """
    large = np.bincount(community) >= least
    if not large.any():
        return np.zeros(len(community), np.int32)
    return np.where(large, np.cumsum(large) - 1, OUTLIER).astype(np.int32)[community]


def _told_apart(
    cores: np.ndarray, members: Memberships, *, embeddings: np.ndarray, params: FitParams
) -> np.ndarray:
    """`cores` merged to those that partitions separate, or to the requested number."""
    if params.topics != "auto":
        return join_most_alike(
            cores, members, embeddings=embeddings, until=params.topics, apart=-1, most=len(cores)
        )
    most = params.max_topic_share * len(cores)
    cores = join_most_alike(
        cores, members, embeddings=embeddings, until=1, apart=_ONE_THEME, most=most
    )
    return join_unstable(cores, members, embeddings=embeddings, least=_LEAST_STABLE, most=most)


def nearest_cores(
    cores: np.ndarray, members: Memberships, *, embeddings: np.ndarray, least: int
) -> tuple[np.ndarray, np.ndarray]:
    """`cores`, and every paper's theme: the nearest core by co-assignment and centroid.

    Cores that are left with fewer than `least` papers are given up, the smallest first.
    """
    while True:
        count = int(cores.max()) + 1
        near = embeddings @ centroids(embeddings, cores, count=count).T
        theme = (members.togetherness(cores, count=count) + near).argmax(axis=1)
        sizes = np.bincount(theme, minlength=count)
        if count == 1 or sizes.min() >= least:
            return cores, theme
        smallest = sizes.argmin()
        cores = np.where(cores == smallest, OUTLIER, cores - (cores > smallest))


def _farthest(theme: np.ndarray, embeddings: np.ndarray, *, params: FitParams) -> np.ndarray:
    """A mask of the unassigned papers: the share farthest from their theme's centre.

    No theme loses so many that it would be too small.
    """
    near = nearness(embeddings, theme)
    spare = np.bincount(theme) - int(params.min_topic_size)
    left = int(params.max_outliers * len(theme))
    outlier = np.zeros(len(theme), bool)
    for paper in np.argsort(near, kind="stable"):
        if not left:
            break
        if spare[theme[paper]] > 0:
            outlier[paper] = True
            spare[theme[paper]] -= 1
            left -= 1
    return outlier


def sureness(theme: np.ndarray, members: Memberships, *, count: int) -> np.ndarray:
    """The membership probability (papers,): its theme's share of co-assignments, size-adjusted."""
    together = members.togetherness(theme, count=count)
    own = together[np.arange(len(theme)), theme]
    return (own / np.maximum(together.sum(axis=1), np.finfo(float).tiny)).astype(np.float32)

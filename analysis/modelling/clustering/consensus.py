"""Consensus clustering over many partitions of a perturbed graph.

A single partition of a graph is one of many that are nearly as good, and which one comes out hangs
on the seed and on single edges. What most partitions agree on does not.
Sources: V. Traag, L. Waltman and N. J. van Eck, From Louvain to Leiden: guaranteeing
well-connected communities, Scientific Reports 9 (2019); A. Lancichinetti and S. Fortunato,
Consensus clustering in complex networks, Scientific Reports 2 (2012).
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from analysis.modelling.clustering.graph import Graph
from analysis.modelling.clustering.neighbours import scrambled

# The share of edges that each perturbed partition does without.
_DROPPED = 0.2
# Edges whose ends are together in fewer partitions do not bind.
_LEAST_TOGETHER = 0.05


@dataclass(frozen=True)
class Consensus:
    """The consensus of many partitions; `community` is (papers,).

    `partitions` int32 (runs, papers) are those of the perturbed graph itself: what other fits of
    such papers would find.
    """

    community: np.ndarray
    partitions: np.ndarray


def consensus(
    graph: Graph, *, resolution: float, runs: int, seed: int, rounds: int = 2
) -> Consensus:
    """Partition perturbed graphs `runs` times and find their consensus communities.

    The first round is of the graph itself, each later one of what the one before agrees on.
    """
    draws = np.random.default_rng(seed).integers(2**63, size=(rounds + 1, runs), dtype=np.uint64)
    agreed, found = graph, []
    for salts in draws[:rounds]:
        found.append(_perturbed(agreed, salts, resolution=resolution))
        share = _together(found[-1], agreed)
        agreed = agreed.reweighted(
            np.where(share < _LEAST_TOGETHER, 0, agreed.weight * np.square(share))
        )
    seed = int(draws[-1, 0] >> 33)
    community = partition(agreed.matrix(), resolution=resolution, seed=seed, iterations=5, trials=2)
    return Consensus(community, found[0])


def partition(
    graph: sparse.csr_array, *, resolution: float, seed: int, iterations: int = 2, trials: int = 1
) -> np.ndarray:
    """The community of every paper by Leiden's algorithm on modularity; int32, from 0.

    `graph` (papers, papers) is symmetric; a paper without edges is a community of its own.
    """
    from graspologic_native import leiden_csr  # pyright: ignore[reportAttributeAccessIssue]

    papers = graph.shape[0]
    if not graph.nnz:
        return np.arange(papers, dtype=np.int32)
    _, community = leiden_csr(
        graph.indptr.astype(np.int64),
        graph.indices.astype(np.int32),
        graph.data.astype(np.float64),
        papers,
        resolution=resolution,
        iterations=iterations,
        seed=seed,
        trials=trials,
    )
    return np.fromiter((community[paper] for paper in range(papers)), np.int32, papers)


def _perturbed(graph: Graph, salts: np.ndarray, *, resolution: float) -> np.ndarray:
    """Partitions (salts, papers) of the graph, each without a random fifth of its edges."""
    whole = graph.matrix()
    row = np.repeat(np.arange(graph.papers), np.diff(whole.indptr))
    low, high = np.minimum(row, whole.indices), np.maximum(row, whole.indices)
    pair = scrambled(low * graph.papers + high)

    def one(salt: np.uint64) -> np.ndarray:
        # By the pair, not by its place in the list: an edge more or less changes no other's fate.
        kept = scrambled(pair ^ salt) >= np.uint64(_DROPPED * 2**64)
        ends = np.r_[0, np.cumsum(kept)][whole.indptr]
        part = sparse.csr_array((whole.data[kept], whole.indices[kept], ends), shape=whole.shape)
        return partition(part, resolution=resolution, seed=int(salt >> 33))

    return np.stack(_in_parallel(one, salts))


def _together(partitions: np.ndarray, graph: Graph) -> np.ndarray:
    """Co-assignment (edges,): the share of partitions with both ends of an edge together."""
    times = np.zeros(len(graph.weight), np.int32)
    for one in partitions:
        times += one[graph.first] == one[graph.second]
    return times / len(partitions)


def _in_parallel(task: Callable[[np.uint64], np.ndarray], salts: np.ndarray) -> list[np.ndarray]:
    """Map in threads, results in order; Leiden's algorithm releases the GIL."""
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        return list(threads.map(task, salts))

"""Exact k-nearest neighbours by cosine, shared by themes, map and similar papers."""

from dataclasses import dataclass

import numpy as np

from analysis.trends.mapping import knn

# A block of the similarity matrix: 64 MB of float32, 840 rows at 20,000 documents.
_BLOCK_BYTES = 2**26
# Only the greatest of so many values is looked at to see which values can be among the best.
_GROUP = 64
# A row with so many rivals for each place is sorted alone: to a copy all its copies are nearest.
_RIVALS = 20
# The map follows the nearest of a paper's neighbours; more of them blur it, and take longer.
MAP_NEIGHBOURS = 15
# Below this many papers there is nothing to cluster: they are one theme.
SMALLEST_CORPUS = 10
# The same text embedded in another batch differs by rounding.
_SAME = 1e-5


@dataclass(frozen=True)
class Neighbours:
    """`indices` int32 and `distances` float32, (documents, k), nearest first, itself excluded."""

    indices: np.ndarray
    distances: np.ndarray

    def of(self, documents: np.ndarray) -> "Neighbours":
        """The neighbours of some documents, in their order."""
        return Neighbours(self.indices[documents], self.distances[documents])

    def for_umap(self) -> tuple[np.ndarray, np.ndarray, None]:
        """The graph in UMAP's format: each document its own first neighbour.

        Few neighbours in a small corpus, where the fifteenth is from another theme.
        """
        n, k = self.indices.shape
        k = min(k, MAP_NEIGHBOURS, max(5, round(np.sqrt(n)) - 2))
        return (
            np.column_stack([np.arange(n, dtype=np.int32), self.indices[:, :k]]),
            np.column_stack([np.zeros(n, np.float32), self.distances[:, :k]]),
            None,
        )


def neighbours(embeddings: np.ndarray, *, k: int) -> Neighbours:
    """Find the exact k nearest documents of each by cosine distance.

    `embeddings` (documents, dimensions) has rows of length one. Equally near ones come
    in an order that looks random and is always the same, another for every document: of many copies
    none is everybody's neighbour. k is lowered to what a small corpus has.
    """
    return _search(embeddings, embeddings, k=min(k, len(embeddings) - 1), itself=False)


def nearest(queries: np.ndarray, embeddings: np.ndarray, *, k: int) -> Neighbours:
    """Find the k nearest among `embeddings` of each of the `queries` (unit rows)."""
    return _search(queries, embeddings, k=min(k, len(embeddings)), itself=True)


def nothing_to_tell_apart(embeddings: np.ndarray) -> bool:
    """Whether documents are too few to cluster, or all identical."""
    alike = np.ptp(embeddings, axis=0).max(initial=0) <= _SAME
    return len(embeddings) < SMALLEST_CORPUS or bool(alike)


def vote(graph: Neighbours, topics: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The majority topic of each row's neighbours, and its share of the votes (0 to 1)."""
    return knn.vote(graph.indices, graph.distances, topics=topics)


def runner_up(graph: Neighbours, topics: np.ndarray) -> np.ndarray:
    """The second-best topic of each document by the k-NN vote; -1 where there is none."""
    return knn.runner_up(graph.indices, graph.distances, topics=topics)


def scrambled(numbers: np.ndarray) -> np.ndarray:
    """Hash integers to pseudo-random uint64, the same on every machine.

    Source: G. Steele, D. Lea and C. Flood, Fast splittable pseudorandom number generators,
    OOPSLA 2014 (SplitMix64).
    """
    mixed = numbers.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def _search(queries: np.ndarray, embeddings: np.ndarray, *, k: int, itself: bool) -> Neighbours:
    """Search block by block, without the full similarity matrix."""
    queries = np.ascontiguousarray(queries, dtype=np.float32)
    columns = np.ascontiguousarray(embeddings, dtype=np.float32).T
    indices = np.empty((len(queries), k), np.int32)
    distances = np.empty((len(queries), k), np.float32)
    rows = max(1, _BLOCK_BYTES // (4 * max(1, len(embeddings))))
    for start in range(0, len(queries) if k else 0, rows):
        block = queries[start : start + rows] @ columns
        if not itself:
            here = np.arange(len(block))
            block[here, start + here] = -np.inf
        best = _best(block, k, start=start)
        indices[start : start + rows] = best
        distances[start : start + rows] = 1 - np.take_along_axis(block, best, axis=1)
    return Neighbours(indices, np.clip(distances, 0, 2))


def _best(block: np.ndarray, k: int, *, start: int) -> np.ndarray:
    """The columns of the k greatest values of each row, greatest first.

    Equals come by the scrambled number of row and column; the first row is row `start`.
    """
    width = block.shape[1]
    rivals = block >= _bound(block, k)[:, None]
    counts = np.count_nonzero(rivals, axis=1)
    crowded = np.flatnonzero(counts > _RIVALS * k)
    rivals[crowded], counts[crowded] = False, 0
    row, column = np.divmod(np.flatnonzero(rivals), width)
    order = np.lexsort((scrambled((start + row) * width + column), -block[row, column], row))
    places = np.minimum((np.cumsum(counts) - counts)[:, None] + np.arange(k), len(order) - 1)
    best = column[order][places] if len(order) else np.empty((len(block), k), np.int64)
    for lone in crowded:
        turn = scrambled((start + lone) * width + np.arange(width))
        best[lone] = np.lexsort((turn, -block[lone]))[:k]
    return best


def _bound(block: np.ndarray, k: int) -> np.ndarray:
    """A tight lower bound of the k-th largest value of each row.

    The k-th greatest of the greatest values of groups is at most the k-th greatest of all.
    """
    groups = block.shape[1] // _GROUP
    if groups >= 2 * k:
        grouped = block[:, : groups * _GROUP].reshape(len(block), _GROUP, groups)
        block = grouped.max(axis=1)
    return np.partition(block, -k, axis=1)[:, -k]

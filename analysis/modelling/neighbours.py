"""The one graph of nearest neighbours that themes, map and similar papers share."""

from dataclasses import dataclass

import numpy as np

# Rows of a block of the similarity matrix: 64 MB of float32 at 16,000 documents.
_BLOCK_BYTES = 2**26


@dataclass(frozen=True)
class Neighbours:
    """`indices` int32 and `distances` float32, (documents, k), nearest first, itself excluded."""

    indices: np.ndarray
    distances: np.ndarray

    def for_umap(self) -> tuple[np.ndarray, np.ndarray, None]:
        """The graph as UMAP takes it: each document its own first neighbour, few in a small corpus."""
        n, k = self.indices.shape
        k = min(k, max(5, round(np.sqrt(n))))
        return (
            np.column_stack([np.arange(n, dtype=np.int32), self.indices[:, :k]]),
            np.column_stack([np.zeros(n, np.float32), self.distances[:, :k]]),
            None,
        )


def neighbours(embeddings: np.ndarray, *, k: int) -> Neighbours:
    """The k nearest documents of each by cosine distance, exactly.

    `embeddings` (documents, dimensions) has rows of length one. Equal distances keep the order
    of the documents. k is lowered to what a small corpus has.
    """
    n = len(embeddings)
    k = min(k, n - 1)
    vectors = np.ascontiguousarray(embeddings, dtype=np.float32)
    indices = np.empty((n, k), np.int32)
    distances = np.empty((n, k), np.float32)
    rows = max(1, _BLOCK_BYTES // (4 * n))
    for start in range(0, n, rows):
        block = vectors[start : start + rows] @ vectors.T
        here = np.arange(len(block))
        block[here, start + here] = -np.inf
        best = np.sort(np.argpartition(-block, k - 1, axis=1)[:, :k], axis=1) if k else block[:, :0]
        similarity = np.take_along_axis(block, best.astype(np.int64), axis=1)
        order = np.argsort(-similarity, axis=1, kind="stable")
        indices[start : start + rows] = np.take_along_axis(best, order, axis=1)
        distances[start : start + rows] = 1 - np.take_along_axis(similarity, order, axis=1)
    return Neighbours(indices, np.clip(distances, 0, 2))


def vote(graph: Neighbours, topics: np.ndarray, *, count: int) -> tuple[np.ndarray, np.ndarray]:
    """The topic that each document's neighbours favour, and their share of the votes (0 to 1).

    A neighbour votes for its own topic (`topics`, -1: abstains) with its similarity; the share
    is out of all neighbours, so a document among abstainers has little. `count` topics.
    """
    weights = np.maximum(1 - graph.distances, 0)
    cast = topics[graph.indices]
    ballots = np.zeros((len(topics), count + 1), np.float32)
    rows = np.broadcast_to(np.arange(len(topics))[:, None], cast.shape)
    np.add.at(ballots, (rows, cast), weights)
    total = np.maximum(weights.sum(axis=1), np.finfo(np.float32).tiny)
    shares = ballots[:, :count] / total[:, None]
    return shares.argmax(axis=1).astype(np.int32), shares.max(axis=1, initial=0)

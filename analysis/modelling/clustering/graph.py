"""The neighbour graph for community detection: unweighted by distance."""

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from analysis.modelling.clustering.neighbours import Neighbours

# Papers this unlike each other are no neighbours, even where nothing is nearer: an empty text's
# similarity to any other is zero, give or take rounding.
UNRELATED = 0.01


@dataclass(frozen=True)
class Graph:
    """Undirected and weighted: edge i joins papers `first`[i] < `second`[i], in sorted order."""

    papers: int
    first: np.ndarray
    second: np.ndarray
    weight: np.ndarray

    def reweighted(self, weight: np.ndarray) -> "Graph":
        """The same edges with other weights; zero-weight edges are dropped."""
        kept = weight > 0
        return replace(self, first=self.first[kept], second=self.second[kept], weight=weight[kept])

    def matrix(self) -> sparse.csr_array:
        """The symmetric adjacency matrix (papers, papers)."""
        ends = np.r_[self.first, self.second], np.r_[self.second, self.first]
        shape = (self.papers, self.papers)
        both = sparse.coo_array((np.tile(self.weight, 2), ends), shape=shape)
        matrix = both.tocsr()
        matrix.sort_indices()
        return matrix


def paper_graph(neighbours: Neighbours) -> Graph:
    """The k-NN graph of papers: an edge weighs 1, or 2 between mutual neighbours.

    Similarities do not weigh: they differ in the last digits from machine to machine, and the
    order of neighbours hardly ever does. A small corpus has few neighbours a paper, as the
    fifteenth is from another theme.
    """
    papers, k = neighbours.indices.shape
    k = min(k, max(5, round(np.sqrt(papers)) + 1))
    one = np.repeat(np.arange(papers), k)
    other = neighbours.indices[:, :k].ravel().astype(np.int64)
    related = neighbours.distances[:, :k].ravel() < 1 - UNRELATED
    low, high = np.minimum(one, other)[related], np.maximum(one, other)[related]
    pairs, times = np.unique(low * papers + high, return_counts=True)
    return Graph(papers, pairs // papers, pairs % papers, times.astype(float))

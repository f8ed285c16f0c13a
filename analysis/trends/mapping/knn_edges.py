"""The graph of nearest neighbours as links between papers, each of them once."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Links:
    """Link i joins the documents one[i] < other[i]; strength[i] is their cosine, 0 to 1."""

    one: np.ndarray
    other: np.ndarray
    strength: np.ndarray

    def where(self, kept: np.ndarray) -> "Links":
        """The links that `kept`, a mask over them, picks."""
        return Links(self.one[kept], self.other[kept], self.strength[kept])


def links(neighbours: tuple[np.ndarray, np.ndarray]) -> Links:
    """Two papers are linked where either is among the nearest of the other.

    `neighbours` is the indices and the cosine distances of every document's nearest others, each
    (documents, k).
    """
    indices, distances = neighbours
    documents, k = indices.shape
    here = np.repeat(np.arange(documents, dtype=np.int64), k)
    there = indices.ravel().astype(np.int64)
    pairs = np.minimum(here, there) * documents + np.maximum(here, there)
    pairs, first = np.unique(pairs, return_index=True)
    one, other = np.divmod(pairs, max(documents, 1))
    return Links(one, other, np.clip(1 - distances.ravel()[first].astype(float), 0, 1))

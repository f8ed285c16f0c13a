"""The k-nearest-neighbour graph of papers: its edges, each once, and the k-NN vote."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Links:
    """Link i joins the documents one[i] < other[i]; strength[i] is their cosine, 0 to 1."""

    one: np.ndarray
    other: np.ndarray
    strength: np.ndarray

    def where(self, kept: np.ndarray) -> "Links":
        """The links that `kept`, a mask over them or their places, picks."""
        return Links(self.one[kept], self.other[kept], self.strength[kept])


def links(neighbours: tuple[np.ndarray, np.ndarray]) -> Links:
    """The links between papers where either is among the nearest neighbours of the other.

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


def vote(
    indices: np.ndarray, distances: np.ndarray, *, topics: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The majority topic of each row's neighbours, and its share of the votes (0 to 1).

    `indices` and `distances` are (rows, k). A neighbour votes for its own topic (`topics`, -1:
    abstains) with its similarity; the share is out of all neighbours, so a document among
    abstainers has little. Of equals the topic of the nearest wins; where all abstain it is -1,
    with nothing.
    """
    weights = np.maximum(1 - distances, 0)
    cast = topics[indices]
    favoured, most = np.full(len(cast), -1, np.int32), np.zeros(len(cast), np.float32)
    for column in cast.T:
        votes = (weights * (cast == column[:, None])).sum(axis=1)
        better = (votes > most) & (column >= 0)
        favoured[better], most[better] = column[better], votes[better]
    total = np.maximum(weights.sum(axis=1), np.finfo(np.float32).tiny)
    return favoured, np.minimum(most / total, 1)


def runner_up(indices: np.ndarray, distances: np.ndarray, *, topics: np.ndarray) -> np.ndarray:
    """The second-best topic of each document by the k-NN vote; -1 where there is none."""
    own = topics[indices] == topics[:, None]
    return vote(indices, np.where(own, np.float32(1), distances), topics=topics)[0]

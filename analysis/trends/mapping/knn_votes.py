"""What a document's neighbours say of its topic."""

import numpy as np


def vote(
    indices: np.ndarray, distances: np.ndarray, *, topics: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The topic that each row's neighbours favour, and their share of the votes (0 to 1).

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
    """The topic other than its own that each document's neighbours favour; -1 where none does."""
    own = topics[indices] == topics[:, None]
    return vote(indices, np.where(own, np.float32(1), distances), topics=topics)[0]

"""Groups that partitions do not tell apart become one."""

import numpy as np

from analysis.modelling.clustering.profiles import Memberships
from analysis.runs.schema import OUTLIER

# Among groups that partitions mix equally, or never, those with nearer centres are joined first.
_NEARNESS = 1e-3


def join_most_alike(
    group: np.ndarray,
    members: Memberships,
    *,
    embeddings: np.ndarray,
    until: int,
    apart: float,
    most: float,
) -> np.ndarray:
    """Join the two groups that are most alike, again and again; the new group of every paper.

    `group` (papers,) counts from 0 without a gap; -1 is none. Groups are alike, 0 to 1, by the
    cosine of their places in all partitions: 1 where none tells them apart, 0 where none has papers
    of both together. It ends when `until` groups are left, or none are as alike as `apart`; no
    joint group has over `most` papers.
    """
    count = int(group.max()) + 1
    inside = group >= 0
    sums = np.zeros((count, embeddings.shape[1]))
    np.add.at(sums, group[inside], embeddings[inside])
    places = members.of_groups(group, count=count)
    overlap, nearness = places @ places.T, sums @ sums.T
    sizes = np.bincount(group[inside], minlength=count)
    joined = np.arange(count)
    while len(left := np.unique(joined)) > until:
        rows, columns = (left[side] for side in np.triu_indices(len(left), k=1))
        alike = _cosine(overlap, rows, columns) + _NEARNESS * _cosine(nearness, rows, columns)
        alike[sizes[rows] + sizes[columns] > most] = -np.inf
        if alike.max() < apart:
            break
        one, other = rows[alike.argmax()], columns[alike.argmax()]
        for table in (overlap, nearness):
            table[one] += table[other]
            table[:, one] += table[:, other]
        sizes[one] += sizes[other]
        joined[joined == other] = one
    renamed = np.append(np.unique(joined, return_inverse=True)[1], OUTLIER)
    return renamed[group].astype(np.int32)


def _cosine(products: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """The cosines of some pairs, from all inner products."""
    lengths = np.sqrt(np.maximum(np.diag(products), np.finfo(float).tiny))
    return products[rows, columns] / (lengths[rows] * lengths[columns])

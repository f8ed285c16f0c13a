"""Merging of clusters that partitions do not separate, that are unstable, or small."""

import numpy as np

from analysis.modelling.clustering.hierarchy import centroids
from analysis.modelling.clustering.profiles import Memberships

# Among groups that partitions mix equally, or never, those with nearer centres are joined first.
_NEARNESS = 1e-3
# Groups whose centres have this cosine are copies of the same texts, and cannot be told apart.
_COPIES = 0.99


def join_most_alike(
    group: np.ndarray,
    members: Memberships,
    *,
    embeddings: np.ndarray,
    until: int,
    apart: float,
    most: float,
) -> np.ndarray:
    """Merge the two most similar groups repeatedly; the new group of every paper.

    `group` (papers,) counts from 0 without a gap; -1 is none. It ends when `until` groups are left,
    or none are as alike as `apart`; no joint group has over `most` papers.
    """
    while (count := int(group.max()) + 1) > until:
        alike = np.triu(_likeness(group, members, embeddings=embeddings, most=most) + 1, k=1) - 1
        one, other = divmod(int(alike.argmax()), count)
        if alike[one, other] < apart:
            break
        group = _joined(group, one=one, other=other)
    return group


def join_unstable(
    group: np.ndarray, members: Memberships, *, embeddings: np.ndarray, least: float, most: float
) -> np.ndarray:
    """Merge each group whose stability over the partitions is below `least`.

    The least stable comes first, and goes to the one that it is most like; no joint group has over
    `most` papers.
    """
    while (count := int(group.max()) + 1) > 1:
        stability = members.stability(group, count=count)
        alike = _likeness(group, members, embeddings=embeddings, most=most)
        free = (stability < least) & (alike.max(axis=1) > -1)
        if not free.any():
            break
        weakest = int(np.where(free, stability, np.inf).argmin())
        group = _joined(group, one=weakest, other=int(alike[weakest].argmax()))
    return group


def join_small(
    group: np.ndarray, members: Memberships, *, embeddings: np.ndarray, least: int
) -> np.ndarray:
    """Merge each group of fewer than `least` papers, smallest first, into the most similar."""
    while (count := int(group.max()) + 1) > 1:
        sizes = np.bincount(group[group >= 0], minlength=count)
        smallest = int(sizes.argmin())
        if sizes[smallest] >= least:
            break
        alike = _likeness(group, members, embeddings=embeddings, most=np.inf)
        group = _joined(group, one=smallest, other=int(alike[smallest].argmax()))
    return group


def _likeness(
    group: np.ndarray, members: Memberships, *, embeddings: np.ndarray, most: float
) -> np.ndarray:
    """The similarity (groups, groups), 0 to 1; -1 where a merge is not allowed.

    It is the cosine of their places in all partitions: 1 where none tells them apart, 0 where none
    has papers of both together. Copies are alike whatever partitions say, and however many.
    """
    count = int(group.max()) + 1
    places = members.of_groups(group, count=count)
    sizes = np.bincount(group[group >= 0], minlength=count)
    centres = centroids(embeddings, group, count=count)
    near = centres @ centres.T
    alike = _cosines(places) + _NEARNESS * near
    alike[np.add.outer(sizes, sizes) > most] = -1
    alike[near >= _COPIES] = 1
    np.fill_diagonal(alike, -1)
    return alike


def _joined(group: np.ndarray, *, one: int, other: int) -> np.ndarray:
    """The groups with two of them merged, renumbered without gaps."""
    low, high = min(one, other), max(one, other)
    together = np.where(group == high, low, group)
    return together - (together > high)


def _cosines(rows: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    directions = rows / np.maximum(lengths, np.finfo(float).tiny)
    return directions @ directions.T

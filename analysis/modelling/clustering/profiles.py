"""Co-assignment of papers and groups over many partitions."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

# A group recurs in a partition that has one with this Jaccard index with it.
_SAME = 0.5


@dataclass(frozen=True)
class Memberships:
    """The community of each paper in each partition.

    `table` (papers, communities of all partitions) holds a 1 for every partition in every row;
    `partitions` is how many there are.
    """

    table: sparse.csr_array
    partitions: int

    def of_groups(self, group: np.ndarray, *, count: int) -> np.ndarray:
        """The papers of each group in each community: (groups, communities).

        `group` (papers,) counts from 0 to `count` - 1; -1 is none.
        """
        inside = np.flatnonzero(group >= 0)
        indicator = sparse.csr_array(
            (np.ones(len(inside)), (group[inside], inside)), shape=(count, len(group))
        )
        return (indicator @ self.table).toarray()

    def togetherness(self, group: np.ndarray, *, count: int) -> np.ndarray:
        """The mean co-assignment of each paper with each group: (papers, groups), 0 to 1."""
        sizes = np.maximum(np.bincount(group[group >= 0], minlength=count), 1)
        shares = self.of_groups(group, count=count) / (sizes[:, None] * self.partitions)
        return self.table @ shares.T

    def stability(self, group: np.ndarray, *, count: int) -> np.ndarray:
        """The stability of each group over the partitions: (groups,), 0 to 1.

        The communities that lie mostly in a group stand for it together: it may be split in a
        partition, but not mixed with others.
        """
        held = self.of_groups(group, count=count)
        sizes = np.bincount(group[group >= 0], minlength=count)
        communities = self.table.sum(axis=0)
        mostly = held >= communities / 2
        partition_of = np.repeat(np.arange(self.partitions), self._communities())
        starts = np.flatnonzero(np.diff(partition_of, prepend=-1))
        common = np.add.reduceat(held * mostly, starts, axis=1)
        others = np.add.reduceat((communities - held) * mostly, starts, axis=1)
        whole = held / np.maximum(sizes[:, None] + communities - held, 1)
        best = np.maximum.reduceat(whole, starts, axis=1)
        return (np.maximum(common / (sizes[:, None] + others), best) >= _SAME).mean(axis=1)

    def _communities(self) -> np.ndarray:
        """The number of communities in each partition."""
        places = self.table.indices.reshape(-1, self.partitions)
        return np.diff(places.max(axis=0) + 1, prepend=0)


def memberships(partitions: np.ndarray) -> Memberships:
    """Memberships from partitions (runs, papers), communities numbered from 0 without gaps."""
    runs, papers = partitions.shape
    counts = partitions.max(axis=1).astype(np.int64) + 1
    places = partitions.T + (np.cumsum(counts) - counts)
    table = sparse.csr_array(
        (np.ones(runs * papers), places.ravel(), np.arange(papers + 1) * runs),
        shape=(papers, int(counts.sum())),
    )
    return Memberships(table, runs)

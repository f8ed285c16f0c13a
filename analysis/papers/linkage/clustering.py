"""Clustering: from pairs of rows that are one paper to groups in which nothing is contradictory.

Connected components alone would chain: A is like B and B is like C, though A and C are two papers.
As in agglomerative clustering with constraints (I. Davidson and S. S. Ravi, Agglomerative
hierarchical clustering with constraints, PKDD 2005), the surest pairs are joined first, and two
groups only if no row of one contradicts a row of the other.
"""

from collections.abc import Iterable, Mapping

from analysis.papers.linkage.comparison import Description, contradict

Pair = tuple[int, int]


class Groups:
    """Rows in groups that grow. `described` has the description of every row that may be joined."""

    def __init__(self, known: Iterable[list[int]], described: Mapping[int, Description]) -> None:
        self._described = described
        self._group: dict[int, list[int]] = {}
        for rows in known:
            for row in rows:
                self._group[row] = rows

    def of(self, row: int) -> list[int]:
        """The rows of the group of a row."""
        return self._group.setdefault(row, [row])

    def several(self) -> list[list[int]]:
        """The groups of two rows and more, each in order."""
        groups = {id(rows): rows for rows in self._group.values() if len(rows) > 1}
        return [sorted(rows) for rows in groups.values()]

    def join(self, pair: Pair) -> bool:
        """Make one group of the groups of two rows, if they are not; False if that cannot be."""
        one, other = (self.of(row) for row in pair)
        if one is other:
            return True
        if self._contradict(one, other):
            return False
        smaller, larger = sorted((one, other), key=len)
        larger.extend(smaller)
        for row in smaller:
            self._group[row] = larger
        return True

    def _contradict(self, one: list[int], other: list[int]) -> bool:
        ones, others = ({self._described[row] for row in rows} for rows in (one, other))
        return any(contradict(a, b) for a in ones for b in others)

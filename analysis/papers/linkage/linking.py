"""Linking: the groups of rows that are one paper, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.papers.linkage.blocking import candidate_pairs
from analysis.papers.linkage.clustering import Groups, Pair
from analysis.papers.linkage.comparison import Likeness, descriptions, likeness


@dataclass(frozen=True)
class Links:
    """`groups` of two rows and more that are one paper, and what is alike in which pair of them."""

    groups: list[list[int]]
    likenesses: Mapping[Pair, Likeness]

    def between(self, one: int, other: int) -> Likeness | None:
        """Why two rows were found to be one paper; None if they were not compared or are not."""
        return self.likenesses.get((one, other)) or self.likenesses.get((other, one))


def linked(papers: pd.DataFrame, known: Sequence[list[int]]) -> Links:
    """The groups of rows of a paper table that are one paper, the rows of each in order.

    `known` are groups of two rows and more that share an identifier. Whatever the order of the
    rows, the groups are of the same rows.
    """
    of_known = {row: rows for rows in known for row in rows}
    pairs: list[Pair] = [
        (one, other)
        for one, other in candidate_pairs(papers).tolist()
        if one not in of_known or of_known[one] is not of_known.get(other)
    ]
    asked = {row for pair in pairs for row in pair}
    described = descriptions(
        papers, sorted(asked.union(*(of_known[row] for row in asked if row in of_known)))
    )
    found = [(pair, likeness(described[pair[0]], described[pair[1]])) for pair in pairs]
    alike = {pair: reason for pair, reason in found if reason}
    groups = Groups((list(rows) for rows in known), described)
    joined = {
        pair: alike[pair]
        for pair in sorted(alike, key=lambda pair: -alike[pair].bits)
        if groups.join(pair)
    }
    return Links(groups.several(), joined)

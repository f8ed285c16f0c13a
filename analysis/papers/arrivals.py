"""New papers beside those of a run: which are new, and which are other versions of known ones."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.papers.duplicates import merged_rows, same_papers
from analysis.papers.table import PAPER_COLUMNS, typed_table


@dataclass(frozen=True)
class Arrivals:
    """The papers of a run as they are now, followed by the new ones.

    `known` int32 (papers,) is the row that a paper has in the run, -1 for a new one; `is_changed`
    (papers,) says which known ones have another text now.
    """

    papers: pd.DataFrame
    known: np.ndarray
    is_changed: np.ndarray

    @property
    def new(self) -> int:
        """The number of new papers."""
        return int((self.known < 0).sum())


def arrivals(known: pd.DataFrame, found: pd.DataFrame) -> Arrivals:
    """The papers `found` among those `known`, both tables with PAPER_COLUMNS.

    A known paper keeps its `paper_id`. Where it is found again, what is found replaces its title,
    abstract and other fields, but for those that are empty in it; the date is the earliest.
    """
    columns = list(PAPER_COLUMNS)
    together = pd.concat([known[columns], found[columns]], ignore_index=True)
    changed: dict[int, dict[str, object]] = {}
    again = np.zeros(len(together), bool)
    for group in same_papers(together):
        first, later = min(group), [row for row in group if row >= len(known)]
        if not later:
            continue
        rows = together.iloc[[*later, first]].to_dict("records")
        changed[first] = merged_rows(rows) | {"paper_id": together["paper_id"][first]}
        again[[row for row in later if row != first]] = True
    left = together[~again]
    others = left.drop(index=[*changed])
    rows = typed_table({name: [row[name] for row in changed.values()] for name in columns})
    rows.index = pd.Index([*changed], dtype=left.index.dtype)
    papers = pd.concat([others, rows]).sort_index()
    place = papers.index.to_numpy()
    is_known = place < len(known)
    texts = ["title", "abstract"]
    before = together.loc[place[is_known], texts].to_numpy()
    is_changed = np.zeros(len(papers), bool)
    is_changed[is_known] = (papers.loc[is_known, texts].to_numpy() != before).any(axis=1)
    return Arrivals(
        papers.reset_index(drop=True),
        np.where(is_known, place, -1).astype(np.int32),
        is_changed,
    )

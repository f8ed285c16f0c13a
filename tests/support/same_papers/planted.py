"""Records whose papers are known, and how well a merging finds them again."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analysis.papers.duplicates import Merge, merge_duplicates
from analysis.papers.raw import table_of_records
from analysis.papers.table import paper_table


@dataclass(frozen=True)
class Record:
    """What one service has of the paper `paper`: the fields of a row of its file."""

    paper: str
    fields: dict[str, Any]


@dataclass(frozen=True)
class Score:
    """Of the papers with several records how many became one row, and what was wrongly one.

    `wrong` are the papers that share a row, `split` those left in several, with their titles.
    """

    papers: int
    whole: int
    wrong: list[list[str]] = field(default_factory=list)
    split: list[list[str]] = field(default_factory=list)

    @property
    def merged(self) -> float:
        """The share of the papers with several records that became one row."""
        return self.whole / self.papers if self.papers else 1.0


def as_papers(records: Iterable[Record]) -> pd.DataFrame:
    """The paper table of the records, in order, as every reader makes it; `url` is the record."""
    rows = [
        (number, {"lang": "en", "url": f"https://example.org/{number}"} | record.fields)
        for number, record in enumerate(records)
    ]
    papers, _ = paper_table(table_of_records(rows, []), name="records")
    if len(papers) != len(rows):
        raise ValueError(f"{len(rows) - len(papers)} of {len(rows)} planted records were rejected")
    return papers.reset_index(drop=True)


def scored(records: list[Record]) -> Score:
    """Merge the records and compare with the truth."""
    unique, merges = merge_duplicates(as_papers(records))
    groups = rows_together(unique, merges)
    home = {row: number for number, rows in enumerate(groups) for row in rows}
    of_paper: dict[str, list[int]] = defaultdict(list)
    for row, record in enumerate(records):
        of_paper[record.paper].append(row)
    several = {paper: rows for paper, rows in of_paper.items() if len(rows) > 1}
    split = [rows for rows in several.values() if len({home[row] for row in rows}) > 1]
    wrong = [rows for rows in groups if len({records[row].paper for row in rows}) > 1]

    def titles(rows: list[int]) -> list[str]:
        return [f"{records[row].paper}: {records[row].fields['title']}" for row in rows]

    return Score(
        len(several),
        len(several) - len(split),
        [titles(rows) for rows in wrong],
        [titles(rows) for rows in split],
    )


def rows_together(unique: pd.DataFrame, merges: list[Merge]) -> list[list[int]]:
    """For every paper the records that went into it, from the record that its `url` names."""
    groups = [[int(url.rsplit("/", 1)[-1])] for url in unique["url"]]
    for merge in merges:
        groups[merge.kept].append(merge.dropped)
    counted = Counter(row for rows in groups for row in rows)
    if counted and max(counted.values()) > 1:
        raise ValueError("a record is in two papers")
    return groups

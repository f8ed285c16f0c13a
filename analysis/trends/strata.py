"""Strata of a corpus: its venues, or the first categories of its papers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.trends.counts import calendar
from analysis.trends.postings import Postings

# Where fewer papers name one, a stratum "comes" because somebody began to fill in a column.
NAMED = 0.9
# Strata of fewer papers are one.
_SMALLEST = 0.01


@dataclass(frozen=True)
class Strata:
    """The documents of k series, and of the corpus, by stratum.

    sizes (k, v) documents of each series in each stratum; totals (v, n) all documents of each
    stratum in each period.
    """

    sizes: np.ndarray
    totals: np.ndarray


@dataclass(frozen=True)
class StrataCounts:
    """The strata of a family of series over all periods.

    periods (n,) strings; totals (v, n). Of every dated document of every series: `row` its series,
    `stratum` and `place` its period, of `series` series.
    """

    periods: tuple[str, ...]
    totals: np.ndarray
    row: np.ndarray
    stratum: np.ndarray
    place: np.ndarray
    series: int

    def within(self, periods: Sequence[str]) -> Strata:
        """The strata in some successive periods."""
        first = self.periods.index(periods[0]) if len(periods) else 0
        there = slice(first, first + len(periods))
        kept = (self.place >= there.start) & (self.place < there.stop)
        number = len(self.totals)
        flat = self.row[kept] * np.int64(number) + self.stratum[kept]
        sizes = np.bincount(flat, minlength=self.series * number).reshape(self.series, number)
        return Strata(sizes.astype(float), self.totals[:, there].astype(float))


def strata(documents: pd.DataFrame) -> pd.Series:
    """The venue of every document, or its first category where no venue is known or all are one."""
    first = documents["categories"].map(
        lambda names: names[0] if names is not None and len(names) else None
    )
    if documents["venue"].nunique() < 2:
        return first
    return documents["venue"].where(documents["venue"].notna(), first)


def kind_of_strata(documents: pd.DataFrame) -> str:
    """What the strata of a corpus are: venues or categories."""
    return "categories" if documents["venue"].nunique() < 2 else "venues"


def strata_counts(
    documents: pd.DataFrame, postings: Postings, *, period: str
) -> StrataCounts | None:
    """The strata of all documents and of every series.

    Those under a hundredth of the papers, and papers without one, count as one stratum. None where
    fewer than nine in ten papers name a stratum, or only one stratum is left.
    """
    names = strata(documents)
    periods, place, _ = calendar(documents, period=period)
    dated = place >= 0
    if not dated.any() or names[dated].notna().mean() < NAMED:
        return None
    size = names[dated].value_counts()
    large = size.index[size >= _SMALLEST * dated.sum()]
    code = pd.Index(large).get_indexer(pd.Index(names))
    code = np.where(code < 0, len(large), code)
    number = len(large) + bool((code[dated] == len(large)).any())
    if number < 2:
        return None
    flat = code[dated] * len(periods) + place[dated]
    totals = np.bincount(flat, minlength=number * len(periods)).reshape(number, len(periods))
    there = dated[postings.doc_ids]
    docs = postings.doc_ids[there]
    return StrataCounts(
        tuple(periods),
        totals,
        postings.terms[there],
        code[docs],
        place[docs],
        len(postings.indptr) - 1,
    )

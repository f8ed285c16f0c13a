"""Time series of counts, many at once, and the window in which they are tested."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.periods import period_kind
from analysis.trends.counts import calendar
from analysis.trends.params import TrendParams
from analysis.trends.postings import Postings
from analysis.trends.prevalence import complete_periods

PERIODS_A_YEAR = {"day": 365, "week": 52, "month": 12, "quarter": 4, "year": 1}
_TERMS_AT_ONCE = 2_000
_STRAY = 0.05  # of the documents, at most
FEWEST_PERIODS = 3  # in which anything can be said to change


@dataclass(frozen=True)
class Series:
    """One family of series over the same periods.

    names (k,); counts (k, n) documents of each series; totals (n,) all documents, those of no
    series included; periods (n,) strings; complete (n,) False where a period was cut off.
    """

    names: np.ndarray
    counts: np.ndarray
    totals: np.ndarray
    periods: tuple[str, ...]
    complete: np.ndarray

    @cached_property
    def a_year(self) -> int:
        """The number of periods in a year."""
        return PERIODS_A_YEAR[period_kind(self.periods[0])] if self.periods else 1

    @cached_property
    def years(self) -> np.ndarray:
        """The time of every period in years, from the first one."""
        return np.arange(len(self.periods)) / self.a_year

    def only(self, which: slice | np.ndarray) -> "Series":
        """The same series restricted to some periods."""
        periods = np.array(self.periods, dtype=object)[which]
        return replace(
            self,
            counts=self.counts[:, which],
            totals=self.totals[which],
            periods=tuple(periods),
            complete=self.complete[which],
        )


def series(
    documents: pd.DataFrame,
    postings: Postings,
    *,
    names: Sequence[object],
    period: str,
    as_of: str | None = None,
) -> Series:
    """The series of every name: `postings` holds the documents (rows) of each.

    `documents` needs `published`; undated ones are in no period. `as_of` as in `prevalence`.
    """
    periods, codes, totals = calendar(documents, period=period)
    complete = complete_periods(documents, period=period, as_of=as_of).to_numpy()
    counts = np.zeros((len(names), len(periods)), np.int32)
    for start in range(0, len(names), _TERMS_AT_ONCE):
        stop = min(start + _TERMS_AT_ONCE, len(names))
        counts[start:stop] = _counts(postings, codes, start=start, stop=stop, size=len(periods))
    labels = np.empty(len(names), dtype=object)
    labels[:] = list(names)
    return Series(labels, counts, totals, tuple(periods), complete)


def topic_postings(topic: np.ndarray) -> tuple[list[int], Postings]:
    """The topics (without the outliers, -1) in ascending order, and the documents of each."""
    found = np.unique(topic[topic >= 0]).tolist()
    return found, members(topic, found)


def members(topic: np.ndarray, topics: Sequence[int]) -> Postings:
    """The documents of each of `topics`, some of which may have none; `topic` is of every one."""
    order = np.argsort(topic, kind="stable")
    starts, ends = (np.searchsorted(topic[order], topics, side=side) for side in ("left", "right"))
    kept = [order[a:b] for a, b in zip(starts, ends, strict=True)]
    indptr = np.r_[0, np.cumsum(ends - starts)].astype(np.int32)
    return Postings(indptr, np.concatenate([*kept, order[:0]]).astype(np.int32))


def _counts(
    postings: Postings, codes: np.ndarray, *, start: int, stop: int, size: int
) -> np.ndarray:
    ends = postings.indptr[start : stop + 1].astype(np.int64)
    placed = codes[postings.doc_ids[ends[0] : ends[-1]]]
    rows = np.repeat(np.arange(stop - start), np.diff(ends))
    dated = placed >= 0
    flat = rows[dated] * size + placed[dated]
    return np.bincount(flat, minlength=(stop - start) * size).reshape(stop - start, size)


def complete_span(series: Series) -> Series:
    """The series without incomplete periods, and without stray documents at either end.

    Strays are at most a twentieth of all documents, beyond a gap longer than what counts as recent:
    a few misdated documents would else move the window away from all others.
    """
    whole = series.only(series.complete)
    return whole.only(_mainland(whole))


def corpus_span(documents: pd.DataFrame, *, period: str, as_of: str | None = None) -> Series:
    """The complete span of some documents with their totals, and no series in it."""
    nothing = Postings(np.zeros(1, np.int32), np.zeros(0, np.int32))
    return complete_span(series(documents, nothing, names=[], period=period, as_of=as_of))


def strays(series: Series) -> list[tuple[str, str, int]]:
    """The stray documents that `complete_span` leaves out: first and last period, number."""
    whole = series.only(series.complete)
    main = _mainland(whole)
    sides = (whole.only(slice(0, main.start)), whole.only(slice(main.stop, None)))
    return [
        (side.periods[places[0]], side.periods[places[-1]], int(side.totals.sum()))
        for side in sides
        if len(places := np.flatnonzero(side.totals))
    ]


def _mainland(span: Series) -> slice:
    """Where the documents are, without strays."""
    places = np.flatnonzero(span.totals)
    if not len(places):
        return slice(0, len(span.totals))
    before = span.totals[places].cumsum()
    gaps = np.flatnonzero(np.diff(places) - 1 > recent_length(span))
    early = gaps[before[gaps] <= _STRAY * before[-1]]
    late = gaps[before[-1] - before[gaps] <= _STRAY * before[-1]]
    start = places[early[-1] + 1] if len(early) else 0
    stop = places[late[0]] + 1 if len(late) else len(span.totals)
    return slice(int(start), int(stop))


def window(series: Series, *, params: TrendParams) -> Series:
    """The last five whole years, or as many as there are; under one year, all periods.

    Source: of windows of 3, 4, 5 and 8 years and of the whole span of 17, five years had the
    fewest wrong signs for nearly as few misses.
    """
    span = complete_span(series)
    years = min(params.window_years, len(span.periods) // span.a_year)
    return last(span, years * span.a_year) if years else span


def last(series: Series, number: int) -> Series:
    """The last `number` periods."""
    return series.only(slice(max(0, len(series.periods) - number), None))


def recent_length(span: Series) -> int:
    """The periods that count as recent: the last year, or a quarter of a span under four years."""
    quarter = len(span.periods) // 4
    return span.a_year if quarter >= span.a_year else max(FEWEST_PERIODS, quarter)


def short_length(series: Series) -> int:
    """The periods in which a reversal is looked for: the last two years, three if yearly."""
    return max(2 * series.a_year, FEWEST_PERIODS)

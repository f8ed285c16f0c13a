"""Papers that were hardly cited for years and then were: sleeping beauties.

Sources: A. F. J. van Raan, Sleeping Beauties in science, Scientometrics 59 (2004), for the length
and depth of sleep; Q. Ke, E. Ferrara, F. Radicchi and A. Flammini, Defining and identifying
Sleeping Beauties in science, PNAS 112 (2015), equations 1 and 2, for the rest.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

# Asleep is a paper for at least so many years, with at most so many citations in each on average.
ASLEEP, _DEEP = 5, 2
# Of fewer citations in its best year one or two more would make another B.
AT_PEAK = 10
_MOST = 20


def late_peaks(documents: pd.DataFrame) -> pd.DataFrame:
    """The papers whose best year came late, one row each, the greatest beauty first.

    `documents` needs doc_id, published, citations and citations_by_year. A paper has a row if the
    year in which it was cited most is at least five years after it appeared and has at least ten
    citations. Columns: doc_id; appeared (year); peak (year) and peak_citations; beauty and awoke
    (year), as in `beauty`, and asleep, the mean citations a year until it awoke. These three are
    null where the paper has more citations than its years add up to: when it got the others, before
    the years that a service counts, is unknown, and they would make it less of a beauty.
    """
    dated = documents[documents["published"].notna() & (documents["citations"] >= AT_PEAK)]
    columns = ("doc_id", "published", "citations", "citations_by_year")
    found = []
    for doc_id, published, citations, cell in zip(*(dated[name] for name in columns), strict=True):
        known = _counts(cell)
        if not known:
            continue
        peak = max(known, key=lambda year: (known[year], -year))
        appeared = min(int(published[:4]), *known)
        if peak - appeared < ASLEEP or known[peak] < AT_PEAK:
            continue
        value = awoke = asleep = np.nan
        if sum(known.values()) >= citations:
            course = np.array([known.get(year, 0) for year in range(appeared, peak + 1)])
            value, years = beauty(course)
            awoke, asleep = appeared + years, course[: years + 1].mean()
        found.append((doc_id, appeared, peak, known[peak], value, awoke, asleep))
    names = ["doc_id", "appeared", "peak", "peak_citations", "beauty", "awoke", "asleep"]
    rows = pd.DataFrame(found, columns=names)
    return rows.sort_values(["beauty", "doc_id"], ascending=[False, True], ignore_index=True)


def cited_late(peaks: pd.DataFrame) -> pd.DataFrame:
    """Of `late_peaks` the twenty of greatest beauty that slept.

    They slept for five years or more, with two citations a year or fewer on average.
    """
    slept = (peaks["awoke"] - peaks["appeared"] >= ASLEEP) & (peaks["asleep"] <= _DEEP)
    return peaks[slept].head(_MOST)


def beauty(counts: np.ndarray) -> tuple[float, int]:
    """The beauty coefficient B of a paper, and the years until it awoke.

    `counts` (n,) are its citations c in each year t from 0, the year in which it appeared. With m
    the (first) year of most citations, and the line from c_0 to c_m,

        l_t = c_0 + (c_m - c_0) t / m,    B = sum over t from 0 to m of (l_t - c_t) / max(1, c_t).

    It awoke in the year up to m whose point (t, c_t) is farthest from the line. B is 0 where m is,
    and where citations rise steadily; below 0 where they rise early and level off.
    """
    peak = int(counts.argmax())
    if peak == 0:
        return 0.0, 0
    until = counts[: peak + 1].astype(float)
    below = until[0] + (until[-1] - until[0]) * np.arange(peak + 1) / peak - until
    # The distance from the line is that measured upright times the same cosine in all years.
    return float((below / np.maximum(until, 1)).sum()), int(np.abs(below).argmax())


def yearly_citations(
    cell: Iterable[str] | None, *, appeared: int | None, until: int | None = None
) -> pd.Series:
    """The citations in every year from the first to the last, zeros included, by year.

    `cell` is that of citations_by_year. The first year is that in which the paper `appeared`, or
    was cited, whichever is earlier; the last is the last in which it was cited, or `until` if that
    is later. Empty where nothing is known.
    """
    known = _counts(cell)
    if not known:
        return pd.Series([], index=pd.Index([], dtype="int64"), dtype="int64")
    ends = [year for year in (appeared, until) if year]
    years = range(min(*known, *ends), max(*known, *ends) + 1)
    return pd.Series([known.get(year, 0) for year in years], index=pd.Index(years, dtype="int64"))


def _counts(cell: Iterable[str] | None) -> dict[int, int]:
    parts = (entry.split(":") for entry in (() if cell is None else cell))
    return {int(year): int(number) for year, number in parts}

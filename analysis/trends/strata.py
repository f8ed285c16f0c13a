"""Venues and categories that come or go: a change of mixture that looks like a change of themes."""

import numpy as np
import pandas as pd

from analysis.trends.params import TrendParams

# Where fewer papers name one, a stratum "comes" because somebody began to fill in a column.
_NAMED = 0.9


def strata(documents: pd.DataFrame) -> pd.Series:
    """The venue of every document, or its first category; null where neither is known."""
    first = documents["categories"].map(
        lambda names: names[0] if names is not None and len(names) else None
    )
    return documents["venue"].where(documents["venue"].notna(), first)


def passing_strata(
    stratum: pd.Series, codes: np.ndarray, *, a_year: int, params: TrendParams
) -> list[str]:
    """The strata of some size that are missing from the first or the last year of the window.

    `codes` holds the place of each document's period in the window, -1 outside of it.
    """
    inside = codes >= 0
    known = stratum[inside]
    if not inside.any() or known.notna().mean() < _NAMED:
        return []
    last = int(codes.max())
    year = min(a_year, (last + 1) // 2)
    if not year:
        return []
    share = known.value_counts() / len(known)
    large = share.index[share >= params.stratum_share]
    ends = (codes[inside] < year, codes[inside] > last - year)
    present = [set(known[end]) for end in ends]
    return [str(name) for name in large if any(name not in names for names in present)]

"""Compositional growth: growth beyond the effect of other series, as shares sum to one."""

import numpy as np

from analysis.trends.growth.regression import Growth
from analysis.trends.series import Series

_MEDIAN_VARIANCE = np.pi / 2  # of a median, over that of a mean


def centred(found: Growth) -> Growth:
    """Growth relative to the median of all series, with the median's uncertainty added."""
    known = ~np.isnan(found.slope)
    if not known.any():
        return found
    middle = np.median(found.slope[known])
    own = _MEDIAN_VARIANCE * np.median(found.error[known] ** 2) / known.sum()
    return Growth(found.slope - middle, np.sqrt(found.error**2 + own), found.freedom)


def agreed_p(found: Growth, *others: Growth) -> np.ndarray:
    """Intersection-union p of a change in one direction: the largest, 1 where signs disagree.

    A view that knows nothing of a series has no say in it.

    Source: R. Berger, Multiparameter hypothesis testing and acceptance sampling, Technometrics 24
    (1982): the intersection-union test.
    """
    p = found.p()
    for other in others:
        both = ~np.isnan(p) & ~np.isnan(other.slope)
        opposed = both & (np.sign(other.slope) != np.sign(found.slope))
        p = np.where(opposed, 1, np.where(both, np.fmax(p, other.p()), p))
    return p


def crowding(series: Series) -> tuple[object, object]:
    """The names of the series that gained, and that lost, the largest share over the window."""
    year = min(series.a_year, len(series.periods) // 2)
    shares = [
        part.counts.sum(axis=1) / max(part.totals.sum(), 1)
        for part in (series.only(slice(0, year)), series.only(slice(-year, None)))
    ]
    gain = shares[1] - shares[0]
    return series.names[gain.argmax()], series.names[gain.argmin()]

"""What a series usually has in a period: its trend times its season."""

import numpy as np

from analysis.trends.poisson import fit_counts
from analysis.trends.series import Series

_DOUBT = 4.0  # papers that must have been seen before a month's season is half believed


def usual(span: Series) -> np.ndarray:
    """The papers to expect of every series in every period (k, n), bursts not counted in.

    A log-linear trend, times the season: of each period of the year what the *other* years had of
    it over their trend, so that a single burst is not its own season.
    """
    expected = np.zeros(span.counts.shape)
    some = span.counts.any(axis=1)
    if not some.any():
        return expected
    years = span.years - span.years.mean()
    design = np.column_stack([np.ones(len(years)), years])
    trend = fit_counts(span.counts[some], span.totals.astype(float), design=design).means
    expected[some] = trend * _season(span.counts[some], trend, a_year=span.a_year)
    return expected


def _season(counts: np.ndarray, trend: np.ndarray, *, a_year: int) -> np.ndarray:
    if counts.shape[1] < 2 * a_year or a_year < 2:
        return np.ones(trend.shape)
    place = np.arange(counts.shape[1]) % a_year
    of_year = (place[:, None] == np.arange(a_year)).astype(float)
    seen, told = ((part @ of_year)[:, place] - part for part in (counts, trend))
    return (seen + _DOUBT) / (told + _DOUBT)

"""What a series usually has in a period: its trend times its season."""

import numpy as np

from analysis.trends.growth.dispersion import usual_dispersion
from analysis.trends.growth.poisson import fit_counts
from analysis.trends.series import Series

_DOUBT = 4.0  # papers that must have been seen before a month's season is half believed
_ROUNDS = 4
_WIDEST = 2.0  # standard deviations from what is usual beyond which a count is taken as unusual
_LEAST, _MOST = 1e-12, 0.5  # shares between which what is usual is kept


def usual(span: Series) -> np.ndarray:
    """The papers to expect of every series in every period (k, n), bursts not counted in.

    A log-linear trend, times the season: of each period of the year what the *other* years had of
    it over their trend, so that a single burst is not its own season. Counts far from what is
    usual are drawn in to two standard deviations and the fit repeated, else a great burst would
    raise the trend, widen the scatter, and hide itself. Source: Huber's function, as E. Cantoni and
    E. Ronchetti, Robust inference for generalized linear models, JASA 96 (2001), use it.
    """
    expected = np.zeros(span.counts.shape) + _LEAST * np.maximum(span.totals, 1)
    some = span.counts.any(axis=1)
    if some.any():
        expected[some] = _fitted(span.counts[some], span)
    return expected


def _fitted(counts: np.ndarray, span: Series) -> np.ndarray:
    expected = _of(counts, span)
    for _ in range(_ROUNDS):
        scatter = usual_dispersion(counts, expected, totals=span.totals)[:, None]
        width = _WIDEST * np.sqrt(expected * scatter)
        expected = _of(np.clip(counts, expected - width, expected + width), span)
    return expected


def _of(counts: np.ndarray, span: Series) -> np.ndarray:
    """Trend times season of all the counts as they are."""
    years = span.years - span.years.mean()
    design = np.column_stack([np.ones(len(years)), years])
    trend = fit_counts(counts, span.totals.astype(float), design=design).means
    expected = trend * _season(counts, trend, a_year=span.a_year)
    totals = np.maximum(span.totals, 1)
    return np.clip(expected, totals * _LEAST, totals * _MOST)


def _season(counts: np.ndarray, trend: np.ndarray, *, a_year: int) -> np.ndarray:
    if counts.shape[1] < 2 * a_year or a_year < 2:
        return np.ones(trend.shape)
    place = np.arange(counts.shape[1]) % a_year
    of_year = (place[:, None] == np.arange(a_year)).astype(float)
    seen, told = ((part @ of_year)[:, place] - part for part in (counts, trend))
    return (seen + _DOUBT) / (told + _DOUBT)

"""Burst detection: runs of periods with far more papers than trend and season predict.

Source: J. Kleinberg, Bursty and hierarchical structure in streams, KDD 2002, section 4 (batched),
with more than two states. Changed in two ways: the usual rate is trend times season, else steady
growth and yearly conferences are bursts; and the gain of a state is divided by the dispersion.
"""

import numpy as np
import pandas as pd

from analysis.trends.growth.overdispersion import usual_dispersion
from analysis.trends.growth.poisson import fit_counts
from analysis.trends.params import TrendParams
from analysis.trends.series import Series

STATES = 3  # usual, burst, burst within a burst
_DOUBT = 4.0  # papers that must have been seen before a month's season is half believed
_ROUNDS = 4
_WIDEST = 2.0  # standard deviations from what is usual beyond which a count is taken as unusual
# Shares between which every rate is kept. A series of nearly all papers has no room for a burst:
# its usual rate and that of a burst are the same.
_LEAST, _MOST = 1e-12, 0.9999


def bursts(span: Series, *, params: TrendParams) -> pd.DataFrame:
    """Every burst of every series, by series and start.

    Columns: series (its position), level (1, or 2 within another), start and end (periods, both
    in it), weight (log likelihood gained over the level below).
    """
    if not span.counts.size:
        columns = ["series", "level", "start", "end", "weight"]
        return pd.DataFrame(columns=columns).astype({"start": "str", "end": "str"})
    gains = _gains(span, params=params)
    cost = params.burst_gamma * np.log(max(len(span.periods), 2))
    states = _cheapest(gains, cost=cost)
    found = [_runs(states, gains, level=level) for level in range(1, STATES)]
    table = pd.concat(found, ignore_index=True).sort_values(["series", "start", "level"])
    periods = np.array(span.periods, dtype=object)
    names = {name: pd.array(periods[table[name]], dtype="str") for name in ("start", "end")}
    return table.assign(**names).reset_index(drop=True)


def usual(span: Series) -> np.ndarray:
    """The expected papers of every series in every period (k, n), robust to bursts.

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


def _gains(span: Series, *, params: TrendParams) -> np.ndarray:
    """The log-likelihood gain of each state over the usual rate: (states, k, n), 0 for state 0."""
    gains = np.zeros((STATES, *span.counts.shape))
    if not span.totals.any():
        return gains
    totals = np.maximum(span.totals, 1)
    base = usual(span) / totals
    scatter = usual_dispersion(span.counts, totals * base, totals=span.totals)[:, None]
    others = totals - span.counts
    for state in range(1, STATES):
        rate = np.minimum(base * params.burst_scale**state, _MOST)
        gains[state] = span.counts * np.log(rate / base)
        gains[state] += others * (np.log1p(-rate) - np.log1p(-base))
        gains[state] = np.where(span.totals > 0, gains[state] / scatter, 0)
    return gains


def _cheapest(gains: np.ndarray, *, cost: float) -> np.ndarray:
    """Viterbi's path (k, n): climbing a state costs `cost`, falling nothing; it begins in 0."""
    states, series, periods = gains.shape
    levels = np.arange(states)
    climb = cost * np.maximum(levels[None, :] - levels[:, None], 0)  # from, to
    best = np.where(levels == 0, 0.0, -np.inf)[:, None] * np.ones(series)
    came = np.empty((periods, states, series), np.int8)
    for period in range(periods):
        ways = best[:, None, :] - climb[:, :, None]
        came[period] = ways.argmax(axis=0)
        best = ways.max(axis=0) + gains[:, :, period]
    path = np.empty((series, periods), np.int8)
    state = best.argmax(axis=0)
    for period in reversed(range(periods)):
        path[:, period] = state
        state = came[period][state, np.arange(series)]
    return path


def _runs(states: np.ndarray, gains: np.ndarray, *, level: int) -> pd.DataFrame:
    """The runs at `level` or above: series, level, start, end (positions), weight."""
    inside = np.pad((states >= level).astype(np.int8), ((0, 0), (1, 1)))
    edges = np.diff(inside, axis=1)
    series, start = np.nonzero(edges == 1)
    end = np.nonzero(edges == -1)[1] - 1
    running = np.pad((gains[level] - gains[level - 1]).cumsum(axis=1), ((0, 0), (1, 0)))
    weight = running[series, end + 1] - running[series, start]
    return pd.DataFrame(
        {"series": series, "level": level, "start": start, "end": end, "weight": weight}
    )


def _fitted(counts: np.ndarray, span: Series) -> np.ndarray:
    expected = _of(counts, span)
    for _ in range(_ROUNDS):
        scatter = usual_dispersion(counts, expected, totals=span.totals)[:, None]
        width = _WIDEST * np.sqrt(expected * scatter)
        expected = _of(np.clip(counts, expected - width, expected + width), span)
    return expected


def _of(counts: np.ndarray, span: Series) -> np.ndarray:
    """The product of trend and season, fitted to the counts as they are."""
    years = span.years - span.years.mean()
    trend = fit_counts(counts, span.totals, design=years[:, None]).means
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

"""Bursts: stretches in which a series has far more papers than its trend and season say.

Source: J. Kleinberg, Bursty and hierarchical structure in streams, KDD 2002, section 4 (batched),
with more than two states. Changed in two ways: the usual rate is trend times season, else steady
growth and yearly conferences are bursts; and the gain of a state is divided by the dispersion.
"""

import numpy as np
import pandas as pd

from analysis.trends.evidence.burst_baseline import usual
from analysis.trends.growth.dispersion import usual_dispersion
from analysis.trends.params import TrendParams
from analysis.trends.series import Series

STATES = 3  # usual, burst, burst within a burst


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


def _gains(span: Series, *, params: TrendParams) -> np.ndarray:
    """What each state explains better than the usual rate: (states, k, n), state 0 nothing."""
    gains = np.zeros((STATES, *span.counts.shape))
    if not span.totals.any():
        return gains
    totals = np.maximum(span.totals, 1)
    base = usual(span) / totals
    scatter = usual_dispersion(span.counts, totals * base, totals=span.totals)[:, None]
    others = totals - span.counts
    for state in range(1, STATES):
        rate = np.minimum(base * params.burst_scale**state, 0.9999)
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
    """The stretches at `level` or above: series, level, start, end (positions), weight."""
    inside = np.pad((states >= level).astype(np.int8), ((0, 0), (1, 1)))
    edges = np.diff(inside, axis=1)
    series, start = np.nonzero(edges == 1)
    end = np.nonzero(edges == -1)[1] - 1
    running = np.pad((gains[level] - gains[level - 1]).cumsum(axis=1), ((0, 0), (1, 0)))
    weight = running[series, end + 1] - running[series, start]
    return pd.DataFrame(
        {"series": series, "level": level, "start": start, "end": end, "weight": weight}
    )

"""Tests for a trend, with false discovery rates and checks for artefacts."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from analysis.trends.growth.compositional import agreed_p, centred
from analysis.trends.growth.false_discoveries import q_values
from analysis.trends.growth.regression import Growth, bend, growth
from analysis.trends.growth.shrinkage import shrunk
from analysis.trends.params import TrendParams
from analysis.trends.series import Series, last, short_length, window
from analysis.trends.strata import Strata, StrataCounts

_OPPOSED = 1.64  # |z| of the short window's growth from which it contradicts the long one's
# A peak lies in this middle part of the window, and stands so far above both of its ends.
_MIDDLE = 0.8
_PEAK = 1.5
_FEWEST_CURVED = 5  # used periods


@dataclass(frozen=True)
class Checks:
    """Data that may contradict a verdict; a check without data is skipped.

    `groups` (k,) author groups of each series, NaN where unknown; `spread_out` (k,) whether its
    recent papers stand in several months; `reassigned` the same series with doubtful papers left
    out or moved; `strata` their papers by venue or category.
    """

    groups: np.ndarray | None = None
    spread_out: np.ndarray | None = None
    reassigned: tuple[Series, ...] = ()
    strata: StrataCounts | None = None


@dataclass(frozen=True)
class Movement:
    """The trend tests of k series within the window, as arrays.

    `whole` is its growth, `beyond` that less the corpus's median, `slope` the shrunk one; `p` the
    largest p of all views and `q` the false discovery rate of a change in its direction, NaN where
    not tested; `q_alone` is that of `whole` by itself, `q_beyond` that of both; `turned`, whether
    the last two years contradict the window; `flipped`, whether doubtful papers decide its
    direction; `peak` the year of the maximum of those that clearly rose and fell, NaN of others.
    """

    series: Series
    whole: Growth
    beyond: Growth
    slope: np.ndarray
    p: np.ndarray
    q: np.ndarray
    q_alone: np.ndarray
    q_beyond: np.ndarray
    turned: np.ndarray
    flipped: np.ndarray
    peak: np.ndarray


def movement(series: Series, *, params: TrendParams, checks: Checks) -> Movement:
    """Test every series with enough papers within the window."""
    inside = window(series, params=params)
    tested = inside.counts.sum(axis=1) >= params.min_papers_tested
    strata = checks.strata.within(inside.periods) if checks.strata else None
    whole = _growth(inside, params=params)
    beyond = centred(whole)
    both = p = np.where(tested, agreed_p(whole, beyond), np.nan)
    if strata is not None:
        within = _growth(inside, params=params, strata=strata)
        p = np.where(tested, _confirmed((whole, beyond), within), np.nan)
    short = _short(inside, params=params)
    opposed = np.sign(short.slope) != np.sign(whole.slope)
    return Movement(
        series=inside,
        whole=whole,
        beyond=beyond,
        slope=shrunk(whole)[0],
        p=p,
        q=_directed_q(p, whole.slope),
        q_alone=_directed_q(np.where(tested, whole.p(), np.nan), whole.slope),
        q_beyond=_directed_q(both, whole.slope),
        turned=opposed & (np.abs(short.slope / short.error) > _OPPOSED),
        flipped=_flipped(whole, checks.reassigned, params=params),
        peak=_peaks(inside, strata, tested=tested, params=params),
    )


def _directed_q(p: np.ndarray, slope: np.ndarray) -> np.ndarray:
    """The false discovery rate among changes in the direction of each slope; p is two-sided.

    Rises and falls are two lists, each with a rate of its own.
    """
    up = slope > 0
    rises, falls = (q_values(np.where(way, p / 2, 1 - p / 2)) for way in (up, ~up))
    return np.where(up, rises, falls)


def _growth(inside: Series, *, params: TrendParams, strata: Strata | None = None) -> Growth:
    return growth(
        inside.counts,
        inside.totals,
        a_year=inside.a_year,
        at_least=params.min_papers,
        strata=strata,
    )


def _confirmed(found: tuple[Growth, Growth], within: Growth) -> np.ndarray:
    """The p confirmed within strata; 1 where these tell nothing of a series."""
    p = agreed_p(*found, within, centred(within))
    return np.where(np.isnan(within.slope), 1, p)


def _peaks(
    inside: Series, strata: Strata | None, *, tested: np.ndarray, params: TrendParams
) -> np.ndarray:
    """The year of the peak of each series, NaN where it has none beyond chance.

    A downward curvature at the false discovery rate, within strata too, with its top in the
    middle of the window and well above both ends.
    """
    parabola = partial(
        bend,
        inside.counts,
        inside.totals,
        a_year=inside.a_year,
        at_least=params.min_papers_tested,
    )
    whole = parabola()
    if len(whole.years) < _FEWEST_CURVED:
        return np.full(len(inside.names), np.nan)
    p = whole.curve.p()
    if strata is not None:
        within = parabola(strata=strata).curve
        p = np.where(np.isnan(within.slope), 1, agreed_p(whole.curve, within))
    q = _directed_q(np.where(tested & ~np.isnan(whole.curve.slope), p, np.nan), whole.curve.slope)
    first, last = whole.years[0], whole.years[-1]
    margin = (1 - _MIDDLE) / 2 * (last - first)
    top = whole.top()
    peaked = (q <= params.false_discoveries) & (whole.heights() >= _PEAK).all(axis=0)
    return np.where(peaked & (top >= first + margin) & (top <= last - margin), top, np.nan)


def _short(inside: Series, *, params: TrendParams) -> Growth:
    """The growth of the last two years, where the window is at least a year longer."""
    length = short_length(inside)
    if len(inside.periods) < length + inside.a_year:
        return Growth(*np.full((3, len(inside.names)), np.nan))
    return _growth(last(inside, length), params=params)


def _flipped(whole: Growth, others: tuple[Series, ...], *, params: TrendParams) -> np.ndarray:
    flipped = np.zeros(len(whole.slope), dtype=bool)
    for other in others:
        slope = _growth(window(other, params=params), params=params).slope
        flipped |= np.sign(slope) == -np.sign(whole.slope)
    return flipped

"""Tests for a trend, with false discovery rates and checks for artefacts.

Source of the rates: Y. Benjamini and Y. Hochberg, Controlling the false discovery rate, Journal of
the Royal Statistical Society B 57 (1995).
"""

from dataclasses import dataclass

import numpy as np

from analysis.trends.growth.compositional import agreed_p, centred
from analysis.trends.growth.regression import Growth, growth
from analysis.trends.growth.shrinkage import shrunk
from analysis.trends.params import TrendParams
from analysis.trends.series import Series, last, short_length, window

_OPPOSED = 1.64  # |z| of the short window's growth from which it contradicts the long one's


@dataclass(frozen=True)
class Checks:
    """Data that may contradict a verdict; a check without data is skipped.

    `groups` (k,) author groups of each series, NaN where unknown; `reassigned` the same series with
    doubtful papers left out or moved; `steady` the same series without the papers of venues and
    sources that come or go.
    """

    groups: np.ndarray | None = None
    reassigned: tuple[Series, ...] = ()
    steady: Series | None = None


@dataclass(frozen=True)
class Movement:
    """The trend tests of k series within the window, as arrays.

    `whole` is its growth, `beyond` that less the corpus's median, `slope` the shrunk one; `p` the
    largest p of all views and `q` its false discovery rate, NaN where not tested; `q_alone` is that
    of `whole` by itself, `q_beyond` that of both, and `q_short` that of a fall in the last two
    years; `turned`, whether those two years contradict the window; `flipped`, whether doubtful
    papers decide its direction.
    """

    series: Series
    whole: Growth
    beyond: Growth
    slope: np.ndarray
    p: np.ndarray
    q: np.ndarray
    q_alone: np.ndarray
    q_beyond: np.ndarray
    q_short: np.ndarray
    turned: np.ndarray
    flipped: np.ndarray


def movement(series: Series, *, params: TrendParams, checks: Checks) -> Movement:
    """Test every series with enough papers within the window."""
    inside = window(series, params=params)
    tested = inside.counts.sum(axis=1) >= params.min_papers_tested
    whole = _growth(inside, params=params)
    beyond = centred(whole)
    both = np.where(tested, agreed_p(whole, beyond), np.nan)
    p = both
    if checks.steady is not None:
        p = np.where(tested, _confirmed(checks.steady, (whole, beyond), params=params), np.nan)
    short = _short(inside, params=params)
    falls = np.where(short.slope < 0, agreed_p(short, centred(short)), 1)
    opposed = np.sign(short.slope) != np.sign(whole.slope)
    return Movement(
        series=inside,
        whole=whole,
        beyond=beyond,
        slope=shrunk(whole)[0],
        p=p,
        q=q_values(p),
        q_alone=q_values(np.where(tested, whole.p(), np.nan)),
        q_beyond=q_values(both),
        q_short=q_values(np.where(tested & ~np.isnan(short.slope), falls, np.nan)),
        turned=opposed & (np.abs(short.slope / short.error) > _OPPOSED),
        flipped=_flipped(whole, checks.reassigned, params=params),
    )


def q_values(p: np.ndarray) -> np.ndarray:
    """Benjamini-Hochberg q-values of p (m,); NaN was not tested."""
    from scipy import stats  # takes a second, which pages would wait

    q = np.full(p.shape, np.nan)
    tested = ~np.isnan(p)
    if tested.any():
        q[tested] = stats.false_discovery_control(p[tested])
    return q


def _growth(inside: Series, *, params: TrendParams) -> Growth:
    return growth(inside.counts, inside.totals, a_year=inside.a_year, at_least=params.min_papers)


def _confirmed(steady: Series, found: tuple[Growth, Growth], *, params: TrendParams) -> np.ndarray:
    """The p confirmed by the papers of lasting venues; 1 where there are none."""
    inside = window(steady, params=params)
    if not inside.totals.any():
        return np.ones(len(steady.names))
    return agreed_p(*found, _growth(inside, params=params))


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

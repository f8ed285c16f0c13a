"""Verdict rules: the first rule that fits a series decides."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from analysis.periods import period_bounds
from analysis.trends.evidence.recency_tests import Recent, recent_against_before
from analysis.trends.growth.compositional import crowding
from analysis.trends.growth.false_discoveries import q_values
from analysis.trends.params import TrendParams
from analysis.trends.series import FEWEST_PERIODS, Series, complete_span, recent_length
from analysis.trends.verdict_codes import (
    CROWDED,
    DOUBTFUL,
    FEW_PAPERS,
    FEW_PERIODS,
    MIXTURE,
    TURNED,
)
from analysis.trends.verdicts.trend_tests import Checks, Movement, movement

_YEARS_BEFORE = 2  # that a corpus must have seen before something can be new in it
_SURELY_FEWER = 0.01
_MONTHS = 12


@dataclass(frozen=True)
class _Rules:
    """Which series each rule fits (masks)."""

    emerging: np.ndarray
    dormant: np.ndarray
    peaked: np.ndarray
    rising: np.ndarray
    fading: np.ndarray
    stable: np.ndarray


def verdicts(series: Series, *, params: TrendParams, checks: Checks | None = None) -> pd.DataFrame:
    """One row per series, in order: growth per year, tests, verdict and reason.

    Columns: growth, growth_low, growth_high (95%), growth_shrunk, p, q, verdict, reason (why a
    movement is not called one, else empty), because (the name or year that the reason is about),
    window_start, window_end (periods), first_documents, last_documents (in its first and its last
    year), first_share, last_share (of those years' papers), fold (times the share over the window,
    null from nothing), growth_centred, tested, recent_documents, before_documents, emergence_p,
    emergence_q, leaning (rising or fading, of unknown ones whose interval excludes no change though
    the correction for many tests does not), peak (the month in which those that peaked did).
    """
    checks = checks or Checks()
    span = complete_span(series)
    moved = movement(series, params=params, checks=checks)
    table = _table(moved)
    few = span.counts.sum(axis=1) < params.min_papers
    if len(span.periods) < FEWEST_PERIODS:
        return table.assign(
            verdict="unknown", reason=FEW_PERIODS, because="", leaning="", peak=None,
            **_no_emergence(few),
        )  # fmt: skip
    length = recent_length(span)
    recent = recent_against_before(span, length=length)
    table = table.assign(**_emergence(recent, few=few))
    rises, falls = _moves(table, moved, params=params)
    rules = _Rules(
        emerging=~few & _emerging(table, span, length=length, checks=checks, params=params),
        dormant=~few & _dormant(recent, span, length=length, params=params),
        peaked=~np.isnan(moved.peak),
        rising=rises,
        fading=falls,
        stable=_stable(table, moved, params=params),
    )
    return _decided(table, rules, moved=moved, few=few, params=params)


def _table(moved: Movement) -> pd.DataFrame:
    """The evidence within the window."""
    inside = moved.series
    low, high = moved.whole.interval()
    year = max(1, min(inside.a_year, len(inside.periods) // 2))
    parts = inside.only(slice(0, year)), inside.only(slice(-year, None))
    first, last = (part.counts.sum(axis=1) for part in parts)
    before, after = (int(part.totals.sum()) for part in parts)
    shares = first / max(before, 1), last / max(after, 1)
    fold = np.divide(shares[1], shares[0], out=np.full(len(first), np.nan), where=first > 0)
    ends = (inside.periods[0], inside.periods[-1]) if inside.periods else (None, None)
    return pd.DataFrame(
        {
            "growth": np.expm1(moved.whole.slope),
            "growth_low": np.expm1(low),
            "growth_high": np.expm1(high),
            "growth_shrunk": np.expm1(moved.slope),
            "p": moved.p,
            "q": moved.q,
            "window_start": ends[0],
            "window_end": ends[1],
            "first_documents": first,
            "last_documents": last,
            "first_share": shares[0],
            "last_share": shares[1],
            "fold": fold,
            "growth_centred": np.expm1(moved.beyond.slope),
            "tested": ~np.isnan(moved.p),
        }
    )


def _no_emergence(few: np.ndarray) -> dict[str, Any]:
    nothing = np.full(len(few), np.nan)
    return {
        "recent_documents": 0,
        "before_documents": 0,
        "emergence_p": nothing,
        "emergence_q": nothing,
    }


def _emergence(recent: Recent, *, few: np.ndarray) -> dict[str, np.ndarray]:
    p = np.where(few, np.nan, recent.p_more)
    return {
        "recent_documents": recent.recent,
        "before_documents": recent.before,
        "emergence_p": p,
        "emergence_q": q_values(p),
    }


def _emerging(
    table: pd.DataFrame, span: Series, *, length: int, checks: Checks, params: TrendParams
) -> np.ndarray:
    """Emerging: hardly any earlier papers, in a corpus that covers earlier years."""
    recent = table["recent_documents"].to_numpy()
    both = recent + table["before_documents"].to_numpy()
    earlier = len(span.periods) - length
    long_enough = earlier >= min(_YEARS_BEFORE * span.a_year, len(span.periods) / 2)
    groups = np.full(len(table), np.nan) if checks.groups is None else checks.groups
    return (
        long_enough
        & (recent >= params.emerging_papers)
        & (recent >= params.emerging_share * both)
        & (table["emergence_q"].to_numpy() <= params.false_discoveries)
        & (np.isnan(groups) | (groups >= params.emerging_groups))
        & (_spread_out(span, length) if checks.spread_out is None else checks.spread_out)
    )


def _spread_out(span: Series, length: int) -> np.ndarray:
    """Whether the recent documents stand in three periods, in two of those over a month."""
    periods = (span.counts[:, -length:] > 0).sum(axis=1)
    return periods >= (3 if span.a_year >= _MONTHS else 2)


def _dormant(recent: Recent, span: Series, *, length: int, params: TrendParams) -> np.ndarray:
    """Dormant: formerly of some size, now far below what its earlier share predicts."""
    if len(span.periods) <= length:
        return np.zeros(len(span.names), dtype=bool)
    year = min(span.a_year, len(span.periods) - length)
    best = _rolling_shares(span.only(slice(0, -length)), year).max(axis=1, initial=0)
    share = recent.recent / max(int(span.totals[-length:].sum()), 1)
    return (
        (recent.before >= params.dormant_papers)
        & (share <= params.dormant_share * best)
        & (recent.expected >= params.dormant_expected)
        & (recent.p_fewer < _SURELY_FEWER)
    )


def _rolling_shares(part: Series, year: int) -> np.ndarray:
    """The share over every `year` periods in a row: (series, periods - year + 1)."""
    totals = np.convolve(part.totals, np.ones(year), mode="valid")
    running = np.pad(part.counts.cumsum(axis=1), ((0, 0), (1, 0)))
    return (running[:, year:] - running[:, :-year]) / np.maximum(totals, 1)


def _moves(
    table: pd.DataFrame, moved: Movement, *, params: TrendParams
) -> tuple[np.ndarray, np.ndarray]:
    """Masks of significantly rising and falling series, by own and compositional growth."""
    sure = (moved.q <= params.false_discoveries) & ~moved.turned & ~moved.flipped
    rises, falls = _directions(table)
    # The last year must bear out what all periods say.
    more, fewer = (
        sign * (table["last_share"] - table["first_share"]).to_numpy() > 0 for sign in (1, -1)
    )
    growth = table["growth"].to_numpy(float)
    least = 1 + params.min_growth
    return (
        sure & rises & more & (1 + growth >= least),
        sure & falls & fewer & (1 + growth <= 1 / least),
    )


def _directions(table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Masks of the series whose growth interval lies above, and below, no change."""
    return (table["growth_low"] > 0).to_numpy(), (table["growth_high"] < 0).to_numpy()


def _stable(table: pd.DataFrame, moved: Movement, *, params: TrendParams) -> np.ndarray:
    low, high = moved.whole.interval(0.90)
    most = np.log(params.stable_factor)
    rises, falls = _directions(table)
    return (low >= -most) & (high <= most) & ~rises & ~falls


def _decided(
    table: pd.DataFrame,
    rules: _Rules,
    *,
    moved: Movement,
    few: np.ndarray,
    params: TrendParams,
) -> pd.DataFrame:
    """The first rule that fits, and the reason why significant growth is no verdict."""
    reason, because = _reasons(moved, params=params)
    unclear = np.isin(reason, (TURNED, DOUBTFUL, MIXTURE))
    fits = {
        "unknown": few,
        "emerging": rules.emerging,
        "dormant": rules.dormant,
        "peaked": rules.peaked,
        "rising": rules.rising,
        "fading": rules.fading,
        "stable": rules.stable & ~unclear,
    }
    verdict = np.select(list(fits.values()), list(fits), default="unknown")
    said = np.isin(verdict, ("stable", "unknown")) & ~few
    open_ended = (verdict == "unknown") & (reason == "") & ~few
    rises, falls = _directions(table)
    return table.assign(
        verdict=verdict,
        leaning=np.select([open_ended & rises, open_ended & falls], ["rising", "fading"], ""),
        peak=_months(moved.series, np.where(verdict == "peaked", moved.peak, np.nan)),
        reason=np.select([few, said], [FEW_PAPERS, reason], default=""),
        because=np.where(said, because, ""),
    )


def _months(inside: Series, years: np.ndarray) -> pd.Series:
    """The month that lies so many years after the first period, null for NaN; by year, the year."""
    start = period_bounds(inside.periods[0])[0] if inside.periods else date.min
    days = 365.25 * (years + 0.5 / inside.a_year)
    length = len("2024") if inside.a_year == 1 else len("2024-01")
    return pd.Series(
        [
            None if np.isnan(number) else (start + timedelta(days=number)).isoformat()[:length]
            for number in days.tolist()
        ],
        dtype="str",
    )


def _reasons(moved: Movement, *, params: TrendParams) -> tuple[np.ndarray, np.ndarray]:
    """Reasons to withdraw growth that is significant on its own, and what each refers to."""
    low, high = moved.whole.interval()
    seems = (moved.q_alone <= params.false_discoveries) & ((low > 0) | (high < 0))
    beyond = moved.q_beyond <= params.false_discoveries
    reasons = {
        TURNED: seems & moved.turned,
        DOUBTFUL: seems & moved.flipped,
        CROWDED: seems & ~(moved.beyond.p() <= params.false_discoveries),
        MIXTURE: seems & beyond & (moved.q > params.false_discoveries),
    }
    reason = np.select(list(reasons.values()), list(reasons), default="")
    because = np.full(len(reason), "", dtype=object)
    if reasons[CROWDED].any():
        gained, lost = crowding(moved.series)
        because = np.where(reason == CROWDED, np.where(high < 0, str(gained), str(lost)), because)
    if reasons[TURNED].any():
        because = np.where(reason == TURNED, _turns(moved), because)
    return reason, because


def _turns(moved: Movement) -> np.ndarray:
    """The year of each share's maximum, or minimum where it fell first."""
    inside = moved.series
    year = max(1, min(inside.a_year, len(inside.periods) // 2))
    shares = _rolling_shares(inside, year)
    turn = np.where(moved.whole.slope > 0, shares.argmax(axis=1), shares.argmin(axis=1))
    middle = np.minimum(turn + year // 2, len(inside.periods) - 1)
    return np.array([inside.periods[place][:4] for place in middle], dtype=object)

"""Scores of past forecasts against the observed counts and naive baselines."""

from datetime import date

import numpy as np
import pandas as pd
from scipy import special

from analysis.periods import period_bounds
from analysis.trends.forecasting.forecast import forecast
from analysis.trends.params import TrendParams
from analysis.trends.series import Series, complete_span, last

OUTCOMES = ["chance", "periods", "inside", "deviance", "deviance_stay", "deviance_growth"]


def outcomes(
    whole: Series, share_before: np.ndarray, *, cut: date, params: TrendParams
) -> pd.DataFrame:
    """The outcomes of forecasts made on `cut`, one row per series of `whole`, columns OUTCOMES.

    `whole` goes on after the cut; only its periods before it are forecast from, and those that lie
    wholly after it, a year at most, are what came. `chance` is how likely the share after was held
    to be above `share_before` (k,); `inside` is the number of `periods` whose share lay in its 95%
    interval. The deviances are Poisson's, of the counts that came about the forecast, about the
    last year's share as it was (`stay`), and about that share growing on as in its last year. NaN
    where there is no forecast.
    """
    bounds = [period_bounds(period) for period in whole.periods]
    past = complete_span(whole.only(np.array([end <= cut for _, end in bounds], dtype=bool)))
    after = whole.complete & np.array([start >= cut for start, _ in bounds], dtype=bool)
    made = forecast(past, params=params)
    came = whole.only(after & np.isin(np.array(whole.periods, dtype=object), made.periods))
    made = made.only(np.isin(np.array(made.periods, dtype=object), came.periods))
    if not made.periods:
        return pd.DataFrame(np.nan, index=range(len(whole.names)), columns=OUTCOMES)
    low, high = made.interval()
    shares = came.counts / np.maximum(came.totals, 1)
    stay, growing = naive_shares(past, steps=_steps(past, came))
    about = {"deviance": made.share, "deviance_stay": stay, "deviance_growth": growing}
    table = pd.DataFrame(
        {
            "chance": made.chance_above(share_before),
            "periods": float(len(came.periods)),
            "inside": ((low <= shares) & (shares <= high)).sum(axis=1).astype(float),
            **{name: deviance(came.counts, came.totals * share) for name, share in about.items()},
        }
    )
    table.loc[np.isnan(made.share[:, 0])] = np.nan
    return table[OUTCOMES]


def deviance(counts: np.ndarray, means: np.ndarray) -> np.ndarray:
    """Poisson's deviance of each row: 2 sum(y log(y / m) - (y - m)); 0 is a perfect forecast.

    Source: P. McCullagh and J. Nelder, Generalized Linear Models (1989), section 2.3. It scores
    means properly: T. Gneiting, Making and evaluating point forecasts, JASA 106 (2011).
    """
    return 2 * (special.kl_div(counts, means)).sum(axis=1)


def naive_shares(past: Series, *, steps: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Naive shares `steps` (h,) periods ahead: no change, and last year's growth continued.

    (k, 1) and (k, h). The share of the last year, or of what there is of it; and that share times
    its growth over the year before, again and again. Half a paper is added to every count, as
    Jeffreys' prior has it, so that none is 0.
    """
    year = min(past.a_year, len(past.periods))
    stay = _jeffreys(last(past, year))
    half = min(past.a_year, len(past.periods) // 2)
    recent = last(past, half)
    before = last(past.only(slice(0, len(past.periods) - half)), half)
    ratio = _jeffreys(recent) / _jeffreys(before)
    # The middle of the last stretch lies half a stretch before its end.
    ahead = (steps + (half - 1) / 2) / max(half, 1)
    growing = _jeffreys(recent)[:, None] * ratio[:, None] ** ahead
    return stay[:, None], np.minimum(growing, 1)


def _jeffreys(part: Series) -> np.ndarray:
    return (part.counts.sum(axis=1) + 0.5) / (part.totals.sum() + 1)


def _steps(past: Series, came: Series) -> np.ndarray:
    """The forecast horizon of each observed period, in periods since the last one of the past."""
    start = period_bounds(past.periods[-1])[0]
    days = np.array([(period_bounds(period)[0] - start).days for period in came.periods])
    return np.rint(days * past.a_year / 365.25)

"""Forecasts of the shares of the next periods, with prediction intervals.

log share = line + season + departure: the growth of the line is shrunk and damped, and the level
has departed from the line as far as all series together have.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import special

from analysis.periods import periods_after
from analysis.trends.forecasting.level_filter import level
from analysis.trends.forecasting.trend_line import between, fit_line
from analysis.trends.growth.regression import Growth, growth, season
from analysis.trends.params import TrendParams
from analysis.trends.series import Series, last, window

# From year to year a series keeps this part of its growth. Source: E. S. Gardner and E. McKenzie,
# Forecasting trends in time series, Management Science 31 (1985); a half a year is 0.94 a month, in
# the middle of the 0.9 to 0.98 in use.
_KEPT = 0.5
# The standard deviation of the part of a change that lasts. With 0, chances of growth of 0.9 came
# true in 0.6 of cases, for keywords of a year of preprints; with this, 0.85 in 0.7.
_DOUBT = 0.8
_LEAST = 1e-9  # of a ratio
_FEWEST_LEARNED = 10  # series, below which nothing is learned


@dataclass(frozen=True)
class Forecast:
    """The forecast of k series over h periods.

    names (k,); periods (h,) strings; share (k, h) expected, at most 1; `spread` (k, h) the relative
    variance of the share, `scatter` (k,) the dispersion of counts about it; totals (h,) the papers
    that every period is taken to have. NaN throughout where a series has too few papers.
    """

    names: np.ndarray
    periods: tuple[str, ...]
    share: np.ndarray
    spread: np.ndarray
    scatter: np.ndarray
    totals: np.ndarray

    def interval(self, confidence: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
        """The prediction interval of the observed shares: low and high, (k, h).

        Quantiles of the negative binomial law of the count's mean and variance.
        """
        scatter = self.scatter[:, None]
        size, chance = _law(self.totals * self.share, spread=self.spread, scatter=scatter)
        tails = ((1 - confidence) / 2, (1 + confidence) / 2)
        low, high = (np.ceil(special.nbdtrik(tail, size, chance) - 1e-6) for tail in tails)
        return np.maximum(low, 0) / self.totals, np.minimum(high / self.totals, 1)

    def chance_above(self, share: np.ndarray) -> np.ndarray:
        """The probability that the share over all periods together is above `share` (k,).

        The periods are taken to err in the same direction.
        """
        papers = self.totals * self.share
        mean = papers.sum(axis=1)
        spread = ((papers * np.sqrt(self.spread)).sum(axis=1) / mean) ** 2
        size, chance = _law(mean, spread=spread, scatter=self.scatter)
        most = np.floor(share * self.totals.sum() + 1e-6)
        return 1 - special.betainc(size, most + 1, chance)

    def only(self, which: np.ndarray) -> "Forecast":
        """The same forecast, restricted to some periods."""
        return replace(
            self,
            periods=tuple(np.array(self.periods, dtype=object)[which]),
            share=self.share[:, which],
            spread=self.spread[:, which],
            totals=self.totals[which],
        )


def forecast(series: Series, *, params: TrendParams) -> Forecast:
    """Forecast the year after the window, or half the length of a window under two years.

    The interval holds the doubt of level, growth and season, the drift until then, the scatter of
    counts, and what the same forecast missed by when it was made as many periods earlier.
    """
    inside = window(series, params=params)
    number = _number(inside)
    found = _extrapolated(inside, number, params=params)
    before = inside.only(slice(0, len(inside.periods) - number))
    came = inside.only(slice(len(before.periods), None))
    earlier = _extrapolated(before, _number(before), params=params)
    drift = _drift(earlier, before=before, came=came)
    earlier = _cautious(earlier, before, drift=drift)
    found = _cautious(found, inside, drift=drift)
    # What was missed grows with the distance.
    further = number / max(len(earlier.periods), 1)
    return replace(found, spread=found.spread + further * _missed(earlier, came))


def forecast_table(found: Forecast) -> pd.DataFrame:
    """One row per series and period; series without a forecast are left out.

    Columns: name, period, share, low and high (the 95% interval), all of 0 to 1.
    """
    low, high = found.interval()
    table = pd.DataFrame(
        {
            "name": np.repeat(found.names, len(found.periods)),
            "period": np.tile(np.array(found.periods, dtype=object), len(found.names)),
            "share": found.share.ravel(),
            "low": low.ravel(),
            "high": high.ravel(),
        }
    )
    return table.dropna().reset_index(drop=True)


def _number(inside: Series) -> int:
    return min(inside.a_year, len(inside.periods) // 2)


def _extrapolated(inside: Series, number: int, *, params: TrendParams) -> Forecast:
    """The next `number` periods, extrapolated from trend line and level with their uncertainty."""
    share, spread = np.full((2, len(inside.names), number), np.nan)
    scatter = np.full(len(inside.names), np.nan)
    periods = tuple(periods_after(inside.periods[-1], number)) if number else ()
    found = growth(inside.counts, inside.totals, a_year=inside.a_year, at_least=params.min_papers)
    known = np.flatnonzero(~np.isnan(found.slope))
    if len(known) and number:
        kept = Growth(found.slope[known], found.error[known], found.freedom[known])
        part = replace(inside, names=inside.names[known], counts=inside.counts[known])
        share[known], spread[known], scatter[known] = _ahead(part, kept, number=number)
    return Forecast(inside.names, periods, share, spread, scatter, _papers(inside, number))


def _ahead(
    inside: Series, found: Growth, *, number: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Share and relative variance (k, number), and dispersion (k,)."""
    a_year, seen = inside.a_year, int((inside.totals > 0).sum())
    line = fit_line(inside, found)
    ago, next_ones = np.arange(1 - len(inside.totals), 1), np.arange(1, number + 1)
    past, coming = (season(places, a_year=a_year, seen=seen) for places in (ago, next_ones))
    usual = np.exp(line.slope[:, None] * ago / a_year + line.waves @ past.T) * inside.totals
    out_of = line.scatter[:, None]
    means = line.height[:, None] * usual / out_of
    end = level(inside.counts / out_of, means, a_year=a_year)
    years = next_ones / a_year
    grown = (1 - _KEPT**years) / -np.log(_KEPT)
    share = np.exp(line.slope[:, None] * grown + line.waves @ coming.T)
    share *= (line.height * end.factor)[:, None]
    spread = (line.doubt[:, None] * (grown + end.age[:, None])) ** 2 + end.drift * years
    spread += end.variance[:, None] + line.wave_variance @ (coming**2).T
    return np.minimum(share, 1), spread, line.scatter


def _drift(earlier: Forecast, *, before: Series, came: Series) -> float:
    """How much more or less than forecast came, as a logarithm, of all series together.

    Known keywords lose share to those to come. Only series count that were as large before as the
    smallest is now: others are here because they grew.
    """
    number = len(earlier.periods)
    papers = before.counts.sum(axis=1)
    smallest = (papers + came.counts.sum(axis=1)).min(initial=0)
    known = ~np.isnan(earlier.scatter) & (papers >= max(smallest, 1))
    if known.sum() < _FEWEST_LEARNED or not came.totals[:number].any():
        return 0.0
    seen = came.counts[known][:, :number].sum(axis=1)
    expected = (earlier.share[known] * came.totals[:number]).sum(axis=1)
    noise = earlier.scatter[known] + earlier.spread[known].mean(axis=1) * expected
    return float(np.log(max((seen / noise).sum(), _LEAST) / (expected / noise).sum()))


def _cautious(found: Forecast, inside: Series, *, drift: float) -> Forecast:
    """The forecast with the drift of all, and with the doubt whether its changes last.

    One series keeps all of its change and another loses it: the doubt grows with the change.
    """
    change = np.log(np.maximum(_ratio(found, inside), _LEAST))[:, None]
    return replace(
        found,
        share=np.minimum(found.share * np.exp(drift), 1),
        spread=found.spread + (_DOUBT * change) ** 2,
    )


def _ratio(found: Forecast, inside: Series) -> np.ndarray:
    """The forecast share of all periods together over that of now (k,)."""
    ahead = (found.share * found.totals).sum(axis=1) / max(float(found.totals.sum()), 1e-12)
    return ahead / _shares_now(inside)


def _shares_now(inside: Series) -> np.ndarray:
    """The share of the last periods, as many as are forecast, with Jeffreys' half a paper (k,)."""
    recent = last(inside, _number(inside))
    return (recent.counts.sum(axis=1) + 0.5) / (recent.totals.sum() + 1)


def _missed(earlier: Forecast, came: Series) -> float:
    """The excess relative variance of all series over what an earlier forecast predicted."""
    number = len(earlier.periods)
    mean = earlier.share * came.totals[:number]
    mean = np.where(mean > 0, mean, np.nan)
    known = ~np.isnan(mean)
    if not known.any():
        return 0.0
    noise = earlier.scatter[:, None] / mean + earlier.spread
    return between((came.counts[:, :number] / mean - 1)[known], noise[known])


def _papers(inside: Series, number: int) -> np.ndarray:
    """The expected papers of each coming period: a year earlier's, times last year's growth."""
    years = [inside.totals[-2 * inside.a_year : -inside.a_year], inside.totals[-inside.a_year :]]
    before, last = (int(year.sum()) for year in years)
    if len(inside.totals) < 2 * inside.a_year or not before:
        usual = inside.totals[-number:].mean() if number else 0.0
        return np.full(number, max(usual, 1.0))
    return np.maximum(years[1][:number] * last / before, 1.0)


def _law(
    mean: np.ndarray, *, spread: np.ndarray, scatter: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Size and probability of a negative binomial of that mean, variance scatter m + spread m²."""
    size = mean / (scatter - 1 + spread * mean)
    return size, size / (size + mean)

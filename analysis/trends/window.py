"""The window of time that a statement is about: the same for every series, and named."""

from analysis.trends.params import TrendParams
from analysis.trends.series import Series

FEWEST_PERIODS = 3  # in which anything can be said to change


def complete_span(series: Series) -> Series:
    """The series without the periods that were cut off, which make no verdict."""
    return series.only(series.complete)


def window(series: Series, *, params: TrendParams) -> Series:
    """The last five whole years, or the whole years that there are; under one year, all of it.

    Source: of windows of 3, 4, 5 and 8 years and of the whole span of 17, five years had the
    fewest wrong signs for nearly as few misses.
    """
    span = complete_span(series)
    years = min(params.window_years, len(span.periods) // span.a_year)
    return last(span, years * span.a_year) if years else span


def last(series: Series, number: int) -> Series:
    """The last so many periods."""
    return series.only(slice(max(0, len(series.periods) - number), None))


def recent_length(span: Series) -> int:
    """The periods that count as recent: the last year, or a quarter of a span under four years."""
    quarter = len(span.periods) // 4
    return span.a_year if quarter >= span.a_year else max(FEWEST_PERIODS, quarter)


def short_length(series: Series) -> int:
    """The periods in which a reversal is looked for: the last two years, three if yearly."""
    return max(2 * series.a_year, FEWEST_PERIODS)

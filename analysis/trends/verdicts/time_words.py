"""The windows of time that verdicts speak of, in words: one word for one window."""

from dataclasses import dataclass

import pandas as pd

from analysis.periods import period_kind, periods_between
from analysis.trends.factors import number_word
from analysis.trends.params import TrendParams
from analysis.trends.series import PERIODS_A_YEAR, corpus_span, recent_length


@dataclass(frozen=True)
class RecentTime:
    """The recent periods that emergence is about: `length` in words, such as `six months`.

    `per_earlier` is how many papers of the corpus are recent for each earlier one.
    """

    length: str
    per_earlier: float


def recent_time(
    documents: pd.DataFrame, *, params: TrendParams, as_of: str | None = None
) -> RecentTime:
    """The recent time of these documents."""
    period = params.tested_by(documents["published"])
    span = corpus_span(documents, period=period, as_of=as_of)
    recent = min(recent_length(span), len(span.periods))
    totals = span.totals[: len(span.periods) - recent], span.totals[len(span.periods) - recent :]
    earlier, later = (int(some.sum()) for some in totals)
    return RecentTime(_length(recent, period), later / max(earlier, 1))


def window_ends(start: str, end: str) -> tuple[str, str]:
    """The two ends of a window that its papers are counted at: `first year`, `last year`.

    They are as long as half the window where that is under two years.
    """
    kind, periods = period_kind(start), len(periods_between(start, end))
    length = max(1, min(PERIODS_A_YEAR[kind], periods // 2))
    words = "year" if length == PERIODS_A_YEAR[kind] else _length(length, kind)
    words = words.removeprefix("one ")
    return f"first {words}", f"last {words}"


def _length(number: int, kind: str) -> str:
    if kind == "quarter":
        number, kind = 3 * number, "month"
    return f"{number_word(number)} {kind if number == 1 else kind + 's'}"

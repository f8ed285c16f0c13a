"""The window of time that Trends is about: all of it, or two spans that are compared."""

from dataclasses import dataclass

import streamlit as st

from analysis.periods import period_bounds, readable_period, readable_span
from analysis.runs.store import Run
from analysis.trends.series import corpus_span
from dashboard.data.cache import cached
from dashboard.data.tables import load_columns, load_last_two, load_times
from dashboard.state.address import FROM, TO, WINDOW, asked_ends, bound, linked
from dashboard.text.wording import plain

ALL, YEAR, QUARTER, BETWEEN = "all", "last year", "last quarter", "between"
# Which time a growth is of: a theme has another one in each window.
OF_ALL = "Growth is of this whole time, a year; the other windows compare two spans, and differ."
OF_SPANS = f"Growth is between these two spans alone; over the whole time (“{ALL}”) it differs."
_MONTHS = {YEAR: 12, QUARTER: 3}


@dataclass(frozen=True)
class Spans:
    """Two spans of time, as `in_period` reads them; `apart` is for growth between them."""

    before: str
    after: str
    apart: str = ""

    @property
    def said(self) -> str:
        """Both spans in words."""
        return f"{readable_span(self.after)}, compared with {readable_span(self.before)}"


def pick_window() -> str:
    """Switch between the windows; the one that is chosen."""
    return st.segmented_control(
        "Window", [ALL, YEAR, QUARTER, BETWEEN], default=ALL, required=True, **bound(WINDOW)
    )


def compared_spans(run: Run, window: str, *, period: str) -> Spans | None:
    """The two spans of a window other than all; None, with the reason on the page, without."""
    if window == BETWEEN:
        return _picked(run, period=period)
    spans = last_spans(run, window)
    if spans is None:
        st.caption(f"The papers do not cover two whole stretches as long as the {window}.")
    return spans


@cached(entries=8)
def last_spans(run: Run, window: str) -> Spans | None:
    """The last year or quarter of whole months, and the one before; by year where none has months.

    None where the papers do not go back so far.
    """
    kind = "month" if "month" in load_times(run) else "year"
    number = _MONTHS[window] if kind == "month" else _MONTHS[window] // _MONTHS[YEAR]
    periods = corpus_span(run.documents, period=kind, as_of=run.as_of).periods
    if not number or len(periods) < 2 * number:
        return None
    before, after = periods[-2 * number : -number], periods[-number:]
    apart = " a year" if window == YEAR else " in a quarter"
    return Spans(f"{before[0]}/{before[-1]}", f"{after[0]}/{after[-1]}", apart)


def _picked(run: Run, *, period: str) -> Spans | None:
    """The two periods of the address, or the last two whole ones, with their pickers."""
    times = load_times(run)
    known = [one for counts in [*times.values()][::-1] for one in counts.index[::-1]]
    if len(known) < 2:
        st.caption("With fewer than two times that have papers there is nothing to compare.")
        return None
    asked = asked_ends()
    for one in filter(None, asked):
        if one not in known:
            said = f"The link asks for the time “{one}”, which is not in this run."
            st.caption(f":material/info: {plain(said)}")
    last = load_last_two(run, load_columns(run, period)) or (known[1], known[0])
    ends = [one if one in known else other for one, other in zip(asked, last, strict=True)]
    with st.grid(2, min_column_width=240):
        for name, end in zip((FROM, TO), ends, strict=True):
            st.selectbox(
                "Time" if name == FROM else "Other time",
                known,
                format_func=readable_period,
                **linked(name, end),
            )
    before, after = sorted(ends, key=period_bounds)
    if period_bounds(before)[1] > period_bounds(after)[0]:
        st.caption("These two times overlap. Choose two that do not share a day.")
        return None
    return Spans(before, after)

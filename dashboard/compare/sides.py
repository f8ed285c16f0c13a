"""Shared parts of comparisons: two columns, unknown names, contrasting keywords."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
import streamlit as st

from analysis.runs.store import Run
from analysis.trends.comparison.log_odds import telling_terms
from dashboard.components.blocks import period_range
from dashboard.data.cache import cached
from dashboard.data.tables import all_periods
from dashboard.state.address import read_selection
from dashboard.text.wording import count, plain

# The keywords of one side against the other, at most.
_TELLING = 12
_ORDER = (
    "In how many papers of this side and of the other each keyword is; the most distinctive first, "
    "by weighted log-odds with an informative Dirichlet prior."
)


def two_sides(draw: Callable[[int], None]) -> None:
    """Draw the left side (0) and the right side (1), stacked in a narrow window."""
    with st.grid(2, min_column_width=340):
        for side in (0, 1):
            with st.container():
                draw(side)


def shown_times(run: Run, *, period: str) -> tuple[str, str] | None:
    """Fields for the first and last period of a chart, and what they say; None for all time."""
    periods = all_periods(run, period)
    selection = read_selection(run, periods=periods)
    with st.grid(2, min_column_width=130):
        period_range(selection, periods)
    if selection.first is None and selection.last is None:
        return None
    st.caption(
        "The chart alone is limited to this time: verdicts, keywords and papers are of all times."
    )
    return selection.first or periods[0], selection.last or periods[-1]


def say_in_vain(what: str, asked: Sequence[str]) -> None:
    """Report each name in the link that is not in the run."""
    for one in asked:
        said = f"The address asks for the {what} “{one}”, which this run does not have."
        st.caption(f":material/info: {plain(said)}")


def contrasted(run: Run, sides: tuple[np.ndarray, np.ndarray], *, names: Sequence[str]) -> None:
    """Keywords that distinguish the papers of each side (doc_ids) from the other's.

    Papers on both sides count for neither.
    """
    st.header("Keywords of one against the other", anchor=False, help=_ORDER)
    left, right = (doc_ids.astype(np.int32) for doc_ids in sides)
    telling = _telling(run, (left, right))

    def one(side: int) -> None:
        found = telling[side]
        st.markdown(f"**{plain(names[side])}**")
        if found.empty:
            st.caption("No keyword sets its papers apart from those of the other.")
            return
        st.markdown("\n".join(_term_lines(found)))

    two_sides(one)
    shared = len(np.intersect1d(left, right))
    if shared:
        st.caption(f"Papers on both sides ({shared:,}) count for neither.")


@cached(entries=16, spinner="Comparing keywords …")
def _telling(run: Run, sides: tuple[np.ndarray, np.ndarray]) -> list[pd.DataFrame]:
    masks = np.zeros((2, len(run.documents)), dtype=bool)
    for mask, doc_ids in zip(masks, sides, strict=True):
        mask[doc_ids] = True
    either = masks[0] ^ masks[1]
    postings = run.postings.within(either)
    return [
        telling_terms(run.vocabulary, postings, selected=own[either], most=_TELLING)
        for own in masks & either
    ]


def _term_lines(found: pd.DataFrame) -> list[str]:
    rows = zip(found["term"], found["inside"], found["outside"], strict=True)
    return [
        f"- {plain(term)}: {inside:,} and {count(outside, 'paper')}"
        for term, inside, outside in rows
    ]

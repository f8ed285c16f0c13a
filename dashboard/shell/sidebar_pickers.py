"""Sidebar pickers for run and period length."""

import streamlit as st

from analysis.periods import PERIODS
from analysis.runs.store import Run
from dashboard.data.loading import known_runs, load_overlay, load_run, whole_runs
from dashboard.state.address import (
    PERIOD,
    RUN,
    asked_run,
    bound,
    forget_range,
    keep_run,
    linked,
)
from dashboard.text.wording import count, distinct, plain, readable_moment


def pick_run() -> Run | None:
    """The run named in the URL, or the latest; None where there is none.

    Another run than the one that is asked for is shown only to those who pick it.
    """
    whole = whole_runs()
    if not whole:
        _name_damaged()
        return None
    latest = next(iter(whole))
    asked = asked_run() or latest
    shown = asked if asked in whole else None
    moments = {name: readable_moment(one.created or "") for name, one in whole.items()}
    labels = distinct(moments)
    st.selectbox(
        "Run",
        list(whole),
        index=0 if shown else None,
        format_func=lambda one: labels[one],
        placeholder="Choose a run",
        **linked(RUN, shown),
    )
    if shown is None:
        _name_damaged()
        return None
    keep_run(shown)
    run = load_run(shown)
    _describe(run)
    if shown != latest:
        st.caption(f"There is a newer run, of {readable_moment(whole[latest].created or '')}.")
    _name_damaged()
    return run


def pick_period(run: Run) -> None:
    """Select the period length, where papers have dates."""
    if run.documents["published"].isna().all():
        st.caption("No paper of this run has a date, so nothing is counted over time.")
        return
    st.selectbox(
        "Count papers by",
        PERIODS,
        index=PERIODS.index(run.manifest.period),
        on_change=forget_range,
        **bound(PERIOD),
    )


def _name_damaged() -> None:
    for summary in known_runs():
        if summary.damaged is not None:
            st.caption(f":material/warning: Skipped: {plain(summary.damaged)}")


def _describe(run: Run) -> None:
    """Size of the run, and whether it was corrected."""
    counts = run.manifest.counts
    st.caption(f"{count(counts.documents, 'paper')}, {count(counts.topics, 'theme')}")
    overlay, problem = load_overlay(run)
    if overlay.standing:
        st.caption(f":material/edit: {count(len(overlay.standing), 'correction')} by people")
    if problem:
        st.caption(f":material/warning: {plain(problem)}")

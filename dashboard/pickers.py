"""The pickers in the sidebar: which run, and by which period it is counted."""

import streamlit as st

from analysis.periods import PERIODS
from analysis.runs.store import Run, RunSummary
from dashboard.loading import known_runs, load_overlay, load_run
from dashboard.state import (
    PERIOD,
    RUN,
    asked_run,
    bound,
    forget_range,
    keep_run,
    linked,
)
from dashboard.wording import count, distinct, plain, readable_moment


def pick_run() -> Run | None:
    """The run that the address or the picker names, else the latest; None where there is none."""
    runs = known_runs()
    whole = {summary.run_id: summary for summary in runs if summary.damaged is None}
    asked = asked_run()
    if not whole:
        _name_damaged(runs)
        return None
    latest = next(iter(whole))
    run_id = asked if asked in whole else latest
    if asked and asked != run_id:
        st.caption(f":material/info: There is no run {plain(asked)} here. This is the latest one.")
    moments = {name: readable_moment(one.created or "") for name, one in whole.items()}
    labels = distinct(moments)
    st.selectbox("Run", list(whole), format_func=lambda one: labels[one], **linked(RUN, run_id))
    keep_run(run_id)
    run = load_run(run_id)
    _describe(run)
    if run_id != latest:
        st.caption(f"There is a newer run, of {readable_moment(whole[latest].created or '')}.")
    _name_damaged(runs)
    return run


def pick_period(run: Run) -> None:
    """Let people choose by which period this run is counted, where its papers have dates."""
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


def _name_damaged(runs: list[RunSummary]) -> None:
    for summary in runs:
        if summary.damaged is not None:
            st.caption(f":material/warning: Skipped: {plain(summary.damaged)}")


def _describe(run: Run) -> None:
    """How large the run is, and whether people corrected it."""
    counts = run.manifest.counts
    st.caption(f"{count(counts.documents, 'paper')}, {count(counts.topics, 'theme')}")
    overlay, problem = load_overlay(run)
    if overlay.standing:
        st.caption(f":material/edit: {count(len(overlay.standing), 'correction')} by people")
    if problem:
        st.caption(f":material/warning: {plain(problem)}")

"""Track record of past verdicts and forecasts."""

from typing import Any

import pandas as pd
import streamlit as st

from analysis.jobs import AT_WORK
from analysis.runs.store import Run
from analysis.trends.forecasting.backtest import score
from analysis.trends.forecasting.skill import STAY, coverage
from analysis.trends.forecasting.track_record import coverage_sentence, skill_sentence
from dashboard.components.blocks import bare_table, csv_button, saved_as, show_chart
from dashboard.data.tables import load_backtest, load_skill
from dashboard.figures.catalogue.chart import Options
from dashboard.jobs.commands import backtest_seconds, backtest_words, latest_job, start
from dashboard.jobs.permission import NOT_HERE, may_start
from dashboard.jobs.progress import problem, readable_seconds, watch

_CI = "95% interval of the share (Wilson)"


def track_record(run: Run, *, kind: str) -> None:
    """Precision of past verdicts in the backtest of this run."""
    calls = load_backtest(run)
    if calls is None:
        _offer_backtest(run)
        return
    st.markdown(
        "The verdicts that would have been given at earlier dates, from the papers of then alone, "
        "and how many came true: a larger share in the time that followed for what was called "
        "emerging or rising, a smaller one for fading. “Of all” is how many came true without any "
        "verdict; “last year’s growth” picks as many as had grown most in the year before."
    )
    rows = score(calls[calls["kind"] == kind])
    if not rows["n"].sum():
        st.caption("At none of those dates would there have been a verdict to score.")
        return
    with st.container(key=f"broad-form-{kind}-track-record"):
        _scores(rows)
    with st.container(key=f"narrow-form-{kind}-track-record"):
        for cut, some in rows.groupby("cut"):
            lines = "".join(f"\n- {_line(row)}" for row in some.to_dict("records"))
            st.markdown(f"**As of {cut}**\n{lines}")
    csv_button(rows, file=saved_as(run, f"{kind}-track-record"))


def _scores(rows: pd.DataFrame) -> None:
    shares = {share: 100 * rows[share] for share in ("precision", "low", "high", "base_rate")}
    bare_table(
        rows.assign(name=rows["name"].str.capitalize(), **shares),
        alt="How often verdicts came true",
        columns={
            "cut": st.column_config.TextColumn("As of", width=110),
            "name": st.column_config.TextColumn("Verdict", width=170),
            "n": st.column_config.NumberColumn("Calls", width=80),
            "hits": st.column_config.NumberColumn("Came true", width=100),
            "precision": st.column_config.NumberColumn("Share", format="%.0f%%", width=80),
            "low": st.column_config.NumberColumn("From", format="%.0f%%", help=_CI, width=80),
            "high": st.column_config.NumberColumn("To", format="%.0f%%", help=_CI, width=80),
            "base_rate": st.column_config.NumberColumn("Of all", format="%.0f%%", width=80),
        },
    )


def _line(row: dict[Any, Any]) -> str:
    """What the table says in a row, in words."""
    name = row["name"].capitalize()
    if row["n"] == 0:
        return f"{name}: no call."
    share, low, high = (f"{row[part]:.0%}" for part in ("precision", "low", "high"))
    of_all = "" if pd.isna(row["base_rate"]) else f"; of all {row['base_rate']:.0%}"
    return f"{name}: {row['hits']} of {row['n']} came true, {share} ({low} to {high}){of_all}."


def forecast_record(run: Run, *, kind: str) -> None:
    """Accuracy of past forecasts of topics or terms; nothing where there is none."""
    calls, worth = load_backtest(run), load_skill(run)
    if calls is None or worth is None:
        return
    found = worth[(worth["kind"] == kind) & (worth["over"] == STAY)]
    if found.empty:
        return
    held = coverage(calls[calls["kind"] == kind]).iloc[0].to_dict()
    st.markdown(f"{skill_sentence(found.iloc[0].to_dict())} {coverage_sentence(held)}")
    show_chart("calibration", run, options=Options(kind=kind))


def _offer_backtest(run: Run) -> None:
    """Show how far the backtest of a run is; where none is at work, a button that starts it."""
    words, seconds = backtest_words(run.run_id), backtest_seconds(len(run.documents))
    job = latest_job(*words)
    if job is not None and job.state in AT_WORK:
        st.caption("How often such verdicts came true is computed in the background after a fit.")
        watch("backtest", command=words, seconds=seconds)
        return
    if job is not None and problem(job):
        st.caption(f":material/error: {problem(job)}")
    if not may_start():
        st.caption(f"How often such verdicts came true was not tested. {NOT_HERE}")
    elif st.button(
        f"Test past verdicts (about {readable_seconds(seconds)})",
        help="Gives the verdicts of earlier dates again and counts how many came true.",
    ):
        start(words)
        st.rerun()

"""How forecasts made at earlier dates did, in a sentence and a chart."""

import streamlit as st

from analysis.runs.backtest_file import read_backtest
from analysis.runs.store import Run
from analysis.trends.forecasting.skill import STAY, calibration, coverage, skill
from analysis.trends.forecasting.track_record import coverage_sentence, skill_sentence
from dashboard.components.blocks import chart, mode
from dashboard.figures.calibration import calibration_figure


def forecast_record(run: Run, *, kind: str) -> None:
    """The record of the forecasts of topics or terms; nothing where there is none."""
    known = read_backtest(run)
    if known is None:
        return
    calls = known[known["kind"] == kind]
    found = skill(calls)
    if found.empty:
        return
    worth = found[found["over"] == STAY].iloc[0].to_dict()
    held = coverage(calls).iloc[0].to_dict()
    st.markdown(f"{skill_sentence(worth)} {coverage_sentence(held)}")
    chart(
        calibration_figure(calibration(calls), mode=mode()),
        run=run,
        name="calibration",
        alt="How often shares grew, by the chance that was given to it",
    )

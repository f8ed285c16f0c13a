"""How forecasts made at earlier dates did, in a sentence and a chart."""

import streamlit as st

from analysis.runs.store import Run
from analysis.trends.forecasting.skill import STAY, coverage, skill
from analysis.trends.forecasting.track_record import coverage_sentence, skill_sentence
from dashboard.components.blocks import show_chart
from dashboard.data.tables import load_backtest
from dashboard.figures.catalogue.chart import Options


def forecast_record(run: Run, *, kind: str) -> None:
    """The record of the forecasts of topics or terms; nothing where there is none."""
    known = load_backtest(run)
    if known is None:
        return
    calls = known[known["kind"] == kind]
    found = skill(calls)
    if found.empty:
        return
    worth = found[found["over"] == STAY].iloc[0].to_dict()
    held = coverage(calls).iloc[0].to_dict()
    st.markdown(f"{skill_sentence(worth)} {coverage_sentence(held)}")
    show_chart("calibration", run, options=Options(kind=kind))

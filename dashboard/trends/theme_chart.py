"""One theme over time on the screen, with the forecast where there is one to trust."""

import streamlit as st

from analysis.runs.schema import OUTLIER
from analysis.runs.store import Run
from dashboard.components.blocks import show_chart
from dashboard.data.forecasts import forecast_note
from dashboard.data.tables import load_backtest, load_theme_forecast
from dashboard.figures.catalogue.chart import Options


def theme_over_time(run: Run, options: Options, *, height: int) -> None:
    """The chart of one theme, `height` pixels high, and below it what to know of its forecast."""
    show_chart("theme_prevalence", run, options=options, height=height)
    if options.topic == OUTLIER:
        return
    drawn = load_theme_forecast(run, options.topic, period=options.period, measure=options.measure)
    st.caption(forecast_note(run, load_backtest(run), drawn=drawn, kind="topic"))

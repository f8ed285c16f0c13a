"""One theme over time on the screen, with the forecast where there is one to trust."""

import pandas as pd
import streamlit as st

from analysis.runs.schema import OUTLIER
from analysis.runs.store import Run
from dashboard.components.blocks import chart, mode
from dashboard.data.forecasts import outlook_note
from dashboard.data.loading import load_forecast, load_mixture
from dashboard.figures.parts.timeline import Measure
from dashboard.figures.theme_prevalence import theme_prevalence_figure
from dashboard.state.address import chosen_period


def theme_over_time(
    run: Run, shares: pd.DataFrame, *, topic: int, measure: Measure, height: int
) -> None:
    """The chart of one theme and, below it, what is to be said of its forecast.

    `shares` as in `prevalence`, of the chosen period; `height` in pixels. The forecast is of the
    run's own period, and of shares.
    """
    same = chosen_period(run) == run.manifest.period and measure == "prevalence"
    found = load_forecast(run, kind="topic") if same and topic != OUTLIER else None
    own = None if found is None else found[found["name"] == topic]
    line = theme_prevalence_figure(
        shares[shares["topic"] == topic],
        run.topics,
        forecast=own,
        measure=measure,
        note=load_mixture(run),
        mode=mode(),
    )
    line.update_layout(height=height)
    chart(line, run=run, name=f"theme_prevalence-{topic}", alt="Share of all papers")
    if topic != OUTLIER:
        st.caption(outlook_note(run, own, kind="topic"))

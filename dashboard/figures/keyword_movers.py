"""Growth per year of the keywords that changed, with its interval."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.parts.base_figure import blank
from dashboard.figures.parts.movers import movers_figure
from dashboard.style.appearance import Mode

TITLE = "Keywords that changed"


def keyword_movers_figure(signals: pd.DataFrame, *, mode: Mode = "light") -> go.Figure:
    """One row per emerging, rising, fading or dormant keyword: growth per year, 95% CI.

    `signals` as `term_signals.parquet`.
    """
    if signals.empty:
        return blank(TITLE, "Nothing was tested: too few papers have a date.", mode=mode)
    return movers_figure(TITLE, signals.assign(name=signals["term"]), of="keywords", mode=mode)

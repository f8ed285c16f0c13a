"""Growth per year of the themes that changed, with its interval."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.parts.base_figure import blank
from dashboard.figures.parts.movers import movers_figure
from dashboard.style.appearance import Mode

TITLE = "Themes that changed"


def theme_movers_figure(
    signals: pd.DataFrame, topics: pd.DataFrame, *, mode: Mode = "light"
) -> go.Figure:
    """One row per emerging, rising, fading or dormant theme: growth per year, 95% CI.

    `signals` as `topic_signals.parquet`, `topics` needs topic and label.
    """
    labels = dict(zip(topics["topic"], topics["label"], strict=True))
    named = signals.assign(name=signals["topic"].map(labels))
    if named.empty:
        return blank(TITLE, "Nothing was tested: too few papers have a date.", mode=mode)
    return movers_figure(TITLE, named, of="themes", mode=mode)

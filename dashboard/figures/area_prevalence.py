"""Shares of the areas over time."""

import pandas as pd
import plotly.graph_objects as go

from analysis.runs.hues import theme_hues
from dashboard.figures.prevalence import prevalence_figure
from dashboard.style.appearance import Measure, Mode

TITLE = "Areas over time"


def area_prevalence_figure(
    prevalence: pd.DataFrame,
    areas: pd.DataFrame,
    *,
    measure: Measure = "prevalence",
    note: str = "",
    mode: Mode = "light",
) -> go.Figure:
    """One line per area; arguments as of `prevalence_figure`, with areas in the place of topics.

    `areas` needs area, label, x and y.
    """
    places = areas.rename(columns={"area": "topic"})
    figure = prevalence_figure(
        prevalence,
        places.assign(hue=theme_hues(places)),
        chosen=places["topic"].tolist(),
        measure=measure,
        note=note,
        mode=mode,
    )
    return figure.update_layout(title_text=TITLE)

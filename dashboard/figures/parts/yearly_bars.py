"""The citations of one paper in each year, as bars."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.parts.base_figure import canvas
from dashboard.style.appearance import Mode, sequence_colours

TITLE = "Citations by year"
HEIGHT = 240
_TICKS = 4


def yearly_bars(citations: pd.Series, *, mode: Mode) -> go.Figure:
    """A bar a year of `citations`, whose index are all years from the first to the last."""
    figure = canvas(TITLE, mode=mode, height=HEIGHT)
    figure.add_bar(
        x=citations.index.tolist(),
        y=citations.tolist(),
        marker={"color": sequence_colours(1, mode=mode)[0], "cornerradius": 2},
        hovertemplate="%{x}: %{y:,}<extra></extra>",
    )
    every = max(1, -(-len(citations) // 6))
    figure.update_xaxes(tickformat="d", dtick=every, fixedrange=True, showgrid=False)
    # Citations are whole: Plotly would tick a few of them by halves.
    steps: dict[str, Any] = {"dtick": 1} if citations.max() <= _TICKS else {"nticks": _TICKS}
    return figure.update_yaxes(rangemode="tozero", tickformat=",d", fixedrange=True, **steps)

"""Number of papers per period."""

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.parts.base_figure import blank, canvas
from dashboard.figures.parts.timeline import bar_width, first_days, time_axis
from dashboard.style.appearance import Mode, sequence_colours

TITLE = "Papers over time"
_TICKS = 5
_UNFINISHED = "Hollow: an unfinished or partly covered period."


def papers_per_period_figure(prevalence: pd.DataFrame, *, mode: Mode = "light") -> go.Figure:
    """One bar per period: its dated papers of all themes.

    `prevalence` is what `analysis.trends.prevalence.prevalence` returns.
    """
    if prevalence.empty:
        return blank(TITLE, "No paper has a date.", mode=mode)
    rows = prevalence.drop_duplicates("period").sort_values("period")
    whole = rows["complete"].to_numpy(bool)
    figure = canvas(TITLE, mode=mode, height=320, subtitle="" if whole.all() else _UNFINISHED)
    colour = sequence_colours(1, mode=mode)[0]
    _add_bars(figure, rows[whole], marker={"color": colour}, name="Papers")
    hollow = {"color": "rgba(0,0,0,0)", "line": {"color": colour, "width": 1.5}}
    _add_bars(figure, rows[~whole], marker=hollow, name="Papers, unfinished")
    time_axis(figure, rows["period"])
    room = np.timedelta64(bar_width(rows["period"]), "ms")
    days = first_days(rows["period"])
    figure.update_xaxes(range=[days[0] - room, days[-1] + room])
    figure.update_layout(barmode="overlay")
    # Papers are whole: Plotly would tick a few of them by halves, and round those.
    steps: dict[str, Any] = {"dtick": 1} if rows["total"].max() < _TICKS else {"nticks": _TICKS}
    return figure.update_yaxes(
        title={"text": "Papers"}, rangemode="tozero", tickformat=",d", fixedrange=True, **steps
    )


def _add_bars(figure: go.Figure, rows: pd.DataFrame, *, marker: dict[str, Any], name: str) -> None:
    if len(rows):
        figure.add_bar(
            x=first_days(rows["period"]),
            y=rows["total"].to_numpy(),
            width=bar_width(rows["period"]),
            marker=marker,
            name=name,
            hovertemplate="%{fullData.name}: %{y:,}<extra></extra>",
        )

"""Forecast calibration: predicted probabilities against observed frequencies."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.parts.base_figure import blank, canvas
from dashboard.style.appearance import LOOKS, Mode, sequence_colours

TITLE = "Forecast calibration"
# What each kind of series is called, and how it is marked.
_KINDS = {"topic": ("Themes", "circle"), "term": ("Keywords", "diamond")}
_HOVER = (
    "%{fullData.name}: of %{customdata[0]:,} with a probability of about %{x}, %{y} grew"
    "<br>95% CI %{customdata[1]:.0%} to %{customdata[2]:.0%}<extra></extra>"
)


def calibration_figure(calibration: pd.DataFrame, *, mode: Mode = "light") -> go.Figure:
    """One point per probability bin, with its 95% CI; the diagonal is perfect calibration.

    `calibration` is what `analysis.trends.forecasting.skill.calibration` returns.
    """
    if calibration.empty:
        return blank(TITLE, "No forecasts of this run were backtested.", mode=mode)
    look = LOOKS[mode]
    figure = canvas(
        TITLE,
        mode=mode,
        height=360,
        subtitle="Points on the line: growth occurred as often as predicted.",
    )
    figure.add_scatter(
        x=[0, 1],
        y=[0, 1],
        mode="lines",
        line={"color": look.muted, "width": 1, "dash": "dash"},
        hoverinfo="skip",
        showlegend=False,
    )
    colours = sequence_colours(len(_KINDS), mode=mode)
    for (kind, (name, symbol)), colour in zip(_KINDS.items(), colours, strict=True):
        rows = calibration[calibration["kind"] == kind]
        if len(rows):
            figure.add_trace(_points(rows, name, colour=colour, symbol=symbol))
    axis = {"range": [0, 1], "tickformat": ".0%", "hoverformat": ".0%", "fixedrange": True}
    figure.update_xaxes(**axis, title={"text": "Predicted probability of growth"})
    figure.update_yaxes(**axis, title={"text": "Observed frequency of growth"})
    return figure.update_layout(
        showlegend=len(set(calibration["kind"])) > 1, legend={"x": 0.02, "y": 0.98}
    )


def _points(rows: pd.DataFrame, name: str, *, colour: str, symbol: str) -> go.Scatter:
    """Points of one kind of series, sized by their number."""
    return go.Scatter(
        x=rows["predicted"],
        y=rows["observed"],
        error_y={
            "array": rows["high"] - rows["observed"],
            "arrayminus": rows["observed"] - rows["low"],
            "width": 0,
            "thickness": 2,
        },
        mode="markers",
        marker={"color": colour, "symbol": symbol, "size": 6 + 3 * np.log10(rows["n"])},
        customdata=rows[["n", "low", "high"]],
        hovertemplate=_HOVER,
        name=name,
        cliponaxis=False,
    )

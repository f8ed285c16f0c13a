"""Time series charts: labelled lines, incomplete periods dotted."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analysis.periods import period_bounds, period_kind
from dashboard.figures.parts.line_labels import End, name_ends
from dashboard.figures.parts.text import wrapped
from dashboard.style.appearance import Measure, Mode
from dashboard.style.colour import faded

HEIGHT = 440
HEADROOM = 1.08  # the axis reaches so far beyond the highest value
_UNFINISHED = "Dotted, hollow: an unfinished or partly covered period."
_DAY = 86_400_000  # milliseconds
# How each length of period is ticked when there are few, and read out.
_STEPS = {"day": _DAY, "week": 7 * _DAY, "month": "M1", "quarter": "M3", "year": "M12"}
_FEW = 12
_TICKS = {"day": "%-d %b\n%Y", "week": "%-d %b\n%Y", "month": "%b\n%Y", "quarter": "Q%q\n%Y"}
_READ_OUT = {
    "day": "%-d %B %Y",
    "week": "Week of %-d %B %Y",
    "month": "%B %Y",
    "quarter": "Q%q %Y",
    "year": "%Y",
}
# The points of lines that are told apart without colour; where points are too small, so are dashes.
_SYMBOLS = (
    *("circle", "square", "diamond", "triangle-up", "cross", "x"),
    *("triangle-down", "star", "pentagon", "triangle-left", "hexagon", "triangle-right"),
)
_WIDTH = 2.25  # pixels
_DASHES = ("solid", "dash", "longdash", "dashdot", "longdashdot")
# What the axis of a measure is called, how its numbers are written, and the least it reaches to.
_AXES = {"prevalence": ("Share of papers", ",.2~%", 0.001), "documents": ("Papers", ",d", 1.0)}
_HOVER = {
    "prevalence": "%{fullData.name}: %{y} "
    "(%{customdata[0]:,} of %{customdata[1]:,} papers%{customdata[2]})<extra></extra>",
    "documents": "%{fullData.name}: %{y} of %{customdata[1]:,} papers%{customdata[2]}"
    "<extra></extra>",
}


@dataclass(frozen=True)
class Series:
    """A line: plain-text name, colour, one row per period, ascending, and its measure.

    Its place among the lines of the chart gives it a shape, so that print in grey tells it apart.
    """

    name: str
    colour: str
    rows: pd.DataFrame
    measure: Measure = "prevalence"
    place: int = 0

    @property
    def drawn(self) -> pd.Series:
        """Values to draw: none in a period without papers."""
        return self.rows[self.measure].where(self.rows["total"] > 0).astype(float)


def subtitled(*, whole: bool, note: str) -> str:
    """Subtitle of a time series: the style of incomplete periods where there are any, a note."""
    return " ".join(filter(None, ["" if whole else _UNFINISHED, note]))


def add_series(figure: go.Figure, series: Series) -> None:
    """Draw one line: solid for complete periods, dotted with hollow points for others."""
    days = first_days(series.rows["period"])
    value = series.drawn.to_numpy()
    whole = series.rows["complete"].to_numpy(bool)
    name = wrapped(series.name, width=40, lines=2)
    many = len(days) > 5 * _FEW
    symbol = _SYMBOLS[series.place % len(_SYMBOLS)]
    dash = _DASHES[series.place % len(_DASHES)] if many else "solid"
    form = _HOVER[series.measure]
    hover = {"customdata": _read_out(series.rows), "hovertemplate": form, "name": name}
    figure.add_scatter(
        x=days,
        y=np.where(whole, value, np.nan),
        mode="lines+markers",
        line={"color": series.colour, "width": _WIDTH, "dash": dash},
        marker={"size": 3 if many else 6, "color": series.colour, "symbol": symbol},
        legendgroup=name,
        cliponaxis=False,
        **hover,
    )
    if not whole.all():
        _add_unfinished(figure, series, name=name, hover=hover)


def _add_unfinished(
    figure: go.Figure, series: Series, *, name: str, hover: dict[str, object]
) -> None:
    """Dotted segments to incomplete periods, whose points are hollow."""
    days, value = first_days(series.rows["period"]), series.drawn.to_numpy()
    whole = series.rows["complete"].to_numpy(bool)
    beside = ~whole | np.r_[~whole[1:], False] | np.r_[False, ~whole[:-1]]
    figure.add_scatter(
        x=days,
        y=np.where(beside, value, np.nan),
        mode="lines",
        line={"color": series.colour, "width": _WIDTH, "dash": "dot"},
        hoverinfo="skip",
        legendgroup=name,
        showlegend=False,
    )
    figure.add_scatter(
        x=days,
        y=np.where(whole, np.nan, value),
        mode="markers",
        marker={
            "size": 8,
            "symbol": f"{_SYMBOLS[series.place % len(_SYMBOLS)]}-open",
            "color": series.colour,
            "line": {"width": 2},
        },
        legendgroup=name,
        cliponaxis=False,
        showlegend=False,
        **hover,
    )


def add_interval(figure: go.Figure, series: Series) -> None:
    """Shade the 95% interval of one line, from `low` to `high`."""
    rows = series.rows.dropna(subset=["low", "high"])
    days = first_days(rows["period"])
    figure.add_scatter(
        x=np.r_[days, days[::-1]],
        y=np.r_[rows["high"], rows["low"][::-1]],
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=faded(series.colour, 0.16),
        name="95% interval",
        hoverinfo="skip",
        showlegend=False,
    )


def add_forecast(figure: go.Figure, series: Series, *, forecast: pd.DataFrame) -> None:
    """Extend one line from its last complete period, dashed, with the interval shaded.

    `forecast` has period, share, low and high, a row a period, ascending.
    """
    days = first_days(forecast["period"])
    figure.add_scatter(
        x=np.r_[days, days[::-1]],
        y=np.r_[forecast["high"], forecast["low"][::-1]],
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=faded(series.colour, 0.10),
        hoverinfo="skip",
        showlegend=False,
    )
    known = series.rows[series.rows["complete"] & series.drawn.notna()].tail(1)
    interval = forecast[["low", "high"]].to_numpy()
    figure.add_scatter(
        x=np.r_[first_days(known["period"]), days],
        y=np.r_[known["prevalence"], forecast["share"]],
        mode="lines",
        line={"color": series.colour, "width": 2, "dash": "dash"},
        customdata=np.r_[np.full((len(known), 2), np.nan), interval],
        hovertemplate="Forecast: %{y} (%{customdata[0]:.2~%} to %{customdata[1]:.2~%})"
        "<extra></extra>",
        legendgroup=wrapped(series.name, width=40, lines=2),
        showlegend=False,
    )


def name_lines(figure: go.Figure, series: list[Series], *, mode: Mode) -> None:
    """Label each line at its right end, spread to avoid overlap.

    The figure must have its axes. Where there are more names than room, a legend stands below.
    """
    ends = [End(one.name, one.colour, _last_value(one)) for one in series]
    if not name_ends(figure, ends, mode=mode):
        figure.update_layout(showlegend=True, legend={"orientation": "h", "y": -0.16})


def value_axes(
    figure: go.Figure, periods: pd.Series, *, highest: float, measure: Measure = "prevalence"
) -> None:
    """Axes of a measure over time, from zero to just above `highest`."""
    title, form, least = _AXES[measure]
    figure.update_yaxes(
        title={"text": title},
        range=[0, max(HEADROOM * highest, least)],
        fixedrange=True,
        nticks=6,
        tickformat=form,
        hoverformat=form,
    )
    time_axis(figure, periods)


def time_axis(figure: go.Figure, periods: pd.Series) -> None:
    """Date axis for `periods`, with hover labels of their length."""
    known = sorted(set(periods))
    kind = period_kind(known[0])
    figure.update_xaxes(type="date", showgrid=False, ticklabelstandoff=6)
    figure.update_xaxes(hoverformat=_READ_OUT[kind])
    figure.update_layout(hovermode="x unified")
    if len(known) <= _FEW:
        figure.update_xaxes(
            tick0=str(period_bounds(known[0])[0]),
            dtick=_STEPS[kind],
            tickformat=_TICKS.get(kind, "%Y"),
        )
    if len(known) == 1:
        start, after = period_bounds(known[0])
        figure.update_xaxes(range=[str(start - (after - start)), str(after)])


def first_days(periods: pd.Series) -> np.ndarray:
    """First day of every period, as dates."""
    return np.array([period_bounds(period)[0] for period in periods], dtype="datetime64[D]")


def bar_width(periods: pd.Series) -> int:
    """Width of the bar of one period on a time axis, in milliseconds."""
    start, after = period_bounds(periods.iloc[0])
    return round(0.82 * (after - start).days * _DAY)


def _read_out(rows: pd.DataFrame) -> list[list[Any]]:
    """Hover data of each period besides its share."""
    partly = [""] * len(rows)
    if len(rows):
        complete = rows["complete"].tolist()
        partly[0] = "" if complete[0] else ", partly covered"
        partly[-1] = "" if complete[-1] else ", unfinished"
    return [
        [int(n), int(total), note]
        for n, total, note in zip(rows["documents"], rows["total"], partly, strict=True)
    ]


def _last_value(series: Series) -> float:
    known = series.drawn.dropna()
    return float(known.iloc[-1]) if len(known) else 0.0

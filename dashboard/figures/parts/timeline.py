"""Shares over calendar time: lines named at their ends, an unfinished period dotted and hollow."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analysis.periods import period_bounds, period_kind
from dashboard.appearance import BODY, LOOKS, SMALL, Mode
from dashboard.colour import faded, readable
from dashboard.figures.parts.text import split_lines, text_width, wrapped

HEIGHT = 440
UNFINISHED = "Dotted, hollow point: a period that the papers do not cover whole (unfinished)."
_HOVER_FORMATS = {
    "day": "%-d %B %Y",
    "week": "week of %-d %B %Y",
    "month": "%B %Y",
    "quarter": "Q%q %Y",
    "year": "%Y",
}
_NAME_WIDTH = 24
_LINE_PIXELS = 16


@dataclass(frozen=True)
class Series:
    """One line: its plain-text name, colour, and rows by period (one row a period, ascending)."""

    name: str
    colour: str
    rows: pd.DataFrame


def add_series(figure: go.Figure, series: Series, *, interval: bool = False) -> None:
    """Draw one line; `interval` shades from `low` to `high`."""
    rows = series.rows.sort_values("period")
    days = first_days(rows["period"])
    share = rows["prevalence"].to_numpy(float)
    whole = rows["complete"].to_numpy(bool)
    if interval:
        _add_band(figure, days, rows, colour=series.colour)
    name = wrapped(series.name, width=40, lines=2)
    line = {"color": series.colour, "width": 2.25}
    style = {"name": name, "legendgroup": name, "x": days}
    figure.add_scatter(
        **style,
        y=np.where(whole, share, np.nan),
        mode="lines+markers" if len(rows) <= 60 else "lines",
        line=line,
        marker={"size": 5, "color": series.colour},
        **_hover(rows),
    )
    # The dotted line also spans the last whole point, which it starts from.
    edge = ~whole | np.r_[False, ~whole[:-1]] | np.r_[~whole[1:], False]
    if not whole.all():
        figure.add_scatter(
            **style,
            y=np.where(edge, share, np.nan),
            mode="lines",
            showlegend=False,
            hoverinfo="skip",
            line=line | {"dash": "dot"},
        )
        figure.add_scatter(
            **(style | {"x": days[~whole]}),
            y=share[~whole],
            mode="markers",
            showlegend=False,
            marker={
                "size": 8,
                "symbol": "circle-open",
                "color": series.colour,
                "line": {"width": 2},
            },
            **_hover(rows[~whole], note="<br>unfinished"),
        )


def name_lines(figure: go.Figure, series: list[Series], *, mode: Mode) -> None:
    """Write each line's name at its right end, moved apart where they would touch."""
    names = [split_lines(one.name, width=_NAME_WIDTH, lines=2) for one in series]
    margin = figure.layout.template.layout.margin  # type: ignore[union-attr]
    room = HEIGHT - margin.t - 64
    if not series or _LINE_PIXELS * sum(len(lines) for lines in names) > room:
        figure.update_layout(showlegend=True, legend={"orientation": "h", "y": -0.16})
        return
    top = figure.layout.yaxis.range[1]  # type: ignore[index]
    ends = [_last_share(one.rows) / top * room for one in series]
    heights = [_LINE_PIXELS * len(lines) + 4 for lines in names]
    width = max(text_width(line, size=SMALL) for lines in names for line in lines)
    figure.update_layout(margin={"r": round(width) + 20})
    for one, end in zip(series, spread(ends, heights, room=room), strict=True):
        figure.add_annotation(
            x=1,
            xref="paper",
            xanchor="left",
            xshift=8,
            showarrow=False,
            y=end / room * top,
            yref="y",
            yanchor="middle",
            align="left",
            text=wrapped(one.name, width=_NAME_WIDTH, lines=2),
            font={"size": SMALL, "color": readable(one.colour, on=LOOKS[mode].background)},
        )


def spread(centres: list[float], heights: list[float], *, room: float) -> list[float]:
    """Move boxes along a line of length `room` until none touch, each as little as may be.

    `centres` and `heights` in pixels; returns the new centres in the same order.
    """
    order = np.argsort(centres, kind="stable")
    placed: dict[int, float] = {}
    edge = 0.0
    for i in order:
        placed[i] = max(centres[i], edge + heights[i] / 2)
        edge = placed[i] + heights[i] / 2
    edge = room
    for i in order[::-1]:
        placed[i] = min(placed[i], edge - heights[i] / 2)
        edge = placed[i] - heights[i] / 2
    return [placed[i] for i in range(len(centres))]


def share_axes(figure: go.Figure, rows: pd.DataFrame, *, highest: float) -> None:
    """Axes of a share over time: from zero to a little above `highest` (0 to 1), in per cent."""
    top = max(highest * 1.08, 0.001) if highest == highest else 1.0
    figure.update_yaxes(
        title={"text": "Share of papers"},
        range=[0, top],
        fixedrange=True,
        tickformat=",.2~%",
        nticks=6,
        hoverformat=",.2~%",
    )
    time_axis(figure, rows)


def time_axis(figure: go.Figure, rows: pd.DataFrame) -> None:
    """A real time axis for the periods of `rows`, hovered over as a whole."""
    kind = period_kind(rows["period"].iloc[0]) if len(rows) else "year"
    figure.update_xaxes(type="date", showgrid=False, hoverformat=_HOVER_FORMATS[kind])
    years = rows["period"].str[:4].nunique()
    if kind == "year" and years <= 12:
        figure.update_xaxes(dtick="M12", tickformat="%Y")
    elif kind == "quarter" and years <= 3:
        figure.update_xaxes(dtick="M3", tickformat="Q%q\n%Y")
    figure.update_layout(hovermode="x unified", font={"size": BODY})


def first_days(periods: pd.Series) -> np.ndarray:
    """The first day of every period, as dates."""
    return np.array([period_bounds(period)[0] for period in periods], dtype="datetime64[D]")


def _add_band(figure: go.Figure, days: np.ndarray, rows: pd.DataFrame, *, colour: str) -> None:
    known = rows["low"].notna().to_numpy()
    low, high = rows["low"].to_numpy(float)[known], rows["high"].to_numpy(float)[known]
    figure.add_scatter(
        x=np.r_[days[known], days[known][::-1]],
        y=np.r_[high, low[::-1]],
        fill="toself",
        fillcolor=faded(colour, 0.16),
        mode="lines",
        line={"width": 0},
        name="95% interval",
        hoverinfo="skip",
        showlegend=False,
    )


def _hover(rows: pd.DataFrame, *, note: str = "") -> dict:
    return {
        "customdata": rows[["documents", "total"]].to_numpy(),
        "hovertemplate": "%{fullData.name}: %{y} (%{customdata[0]:,} of %{customdata[1]:,} papers)"
        + note.replace("<br>", ", ")
        + "<extra></extra>",
    }


def _last_share(rows: pd.DataFrame) -> float:
    known = rows.sort_values("period")["prevalence"].dropna()
    return float(known.iloc[-1]) if len(known) else 0.0

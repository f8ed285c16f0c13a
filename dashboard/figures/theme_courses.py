"""Sparklines of the themes that changed."""

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.parts.base_figure import blank, canvas
from dashboard.figures.parts.text import text_width, wrapped
from dashboard.figures.parts.timeline import first_days, time_axis
from dashboard.style.appearance import LOOKS, SMALL, Mode
from dashboard.style.colour import readable
from dashboard.style.verdicts import VERDICTS, leading
from dashboard.text.wording import percent

TITLE = "Shares of themes that changed"
_ROW_PIXELS = 48
# Of the height of a row, what the line has; the name stands above it.
_LINE = 0.45


def theme_courses_figure(
    prevalence: pd.DataFrame,
    topics: pd.DataFrame,
    *,
    signals: pd.DataFrame,
    mode: Mode = "light",
) -> go.Figure:
    """One sparkline per theme, scaled from zero to its peak: its share of complete periods.

    `prevalence` is what `analysis.trends.prevalence.prevalence` returns, `topics` needs topic and
    label, `signals` is as `topic_signals.parquet`. Draws the themes of `leading`.
    """
    moving = leading(signals)
    whole = prevalence[prevalence["complete"] & (prevalence["total"] > 0)]
    whole = whole[whole["topic"].isin(moving["topic"])]
    if moving.empty or whole.empty:
        message = f"None of the {len(signals):,} themes changed beyond chance."
        return blank(TITLE, message, mode=mode)
    note = "Scaled from zero to peak; complete periods only."
    height = 130 + _ROW_PIXELS * len(moving)
    figure = canvas(TITLE, mode=mode, height=height, subtitle=note)
    labels = dict(zip(topics["topic"], topics["label"].astype(str), strict=True))
    shares = dict(iter(whole.sort_values("period").groupby("topic")))
    rows = moving.to_dict("records")
    notes = [_note(row, shares[row["topic"]]) for row in rows]
    for place, (row, said) in enumerate(zip(rows, notes, strict=True)):
        colour = VERDICTS[row["verdict"]].colour(mode)
        name = labels.get(row["topic"], str(row["topic"]))
        figure.add_trace(_line(shares[row["topic"]], place=place, name=name, colour=colour))
        seen = readable(colour, on=LOOKS[mode].background)
        _write(figure, name, x=0, y=place - 0.26, colour=LOOKS[mode].ink)
        _write(figure, said, x=1, y=place + 0.2, colour=seen)
    time_axis(figure, whole["period"])
    figure.update_xaxes(nticks=4, tickangle=0)
    figure.update_yaxes(visible=False, fixedrange=True, range=[len(moving) - 0.3, -0.6])
    widest = max(text_width(said, size=SMALL) for said in notes)
    return figure.update_layout(hovermode="closest", margin={"r": round(widest) + 20})


def _note(row: dict[Any, Any], shares: pd.DataFrame) -> str:
    return f"{VERDICTS[row['verdict']].word} · peak {percent(shares['prevalence'].max())}"


def _line(shares: pd.DataFrame, *, place: int, name: str, colour: str) -> go.Scatter:
    peak = float(shares["prevalence"].max()) or 1.0
    return go.Scatter(
        x=first_days(shares["period"]),
        y=place + 0.4 - _LINE * shares["prevalence"].to_numpy() / peak,
        mode="lines+markers" if len(shares) == 1 else "lines",
        line={"color": colour, "width": 2},
        customdata=np.c_[shares["prevalence"], shares["documents"], shares["total"]],
        name=wrapped(name, width=40, lines=2),
        hovertemplate="%{x}: %{customdata[0]:.1%} (%{customdata[1]:,} of %{customdata[2]:,} papers)"
        "<extra>%{fullData.name}</extra>",
    )


def _write(figure: go.Figure, text: str, *, x: int, y: float, colour: str) -> None:
    """One line of plain text at the left edge (`x` 0) or right of the lines (1)."""
    figure.add_annotation(
        x=x,
        xref="paper",
        xanchor="left",
        xshift=8 * x,
        y=y,
        yanchor="middle",
        text=wrapped(text, width=42, lines=1),
        showarrow=False,
        font={"size": SMALL, "color": colour},
    )

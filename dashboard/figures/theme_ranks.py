"""Bump chart of theme ranks."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.parts.base_figure import blank, canvas
from dashboard.figures.parts.line_labels import End, name_ends
from dashboard.figures.parts.period_axis import (
    column_axis,
    column_names,
    column_note,
    column_title,
)
from dashboard.figures.parts.text import wrapped
from dashboard.style.appearance import LOOKS, Mode, line_colours

TITLE = "Theme ranks over time"
_ROW_PIXELS = 38
# Diameters in pixels of the smallest share and of the largest.
_SIZES = (5.0, 26.0)
_HOVER = (
    "%{fullData.name}, %{customdata[3]}: rank %{y}, %{customdata[0]:.2~%} "
    "(%{customdata[1]:,} of %{customdata[2]:,} papers)<extra></extra>"
)


def theme_ranks_figure(
    ranks: pd.DataFrame, topics: pd.DataFrame, *, chosen: Sequence[int], mode: Mode = "light"
) -> go.Figure:
    """One line per theme of `chosen` through its ranks, points sized by share.

    `ranks` is what `theme_ranks` returns for them; `topics` needs topic,
    label and hue.
    """
    if ranks.empty or ranks["period"].nunique() < 2:
        message = "No paper has a date." if ranks.empty else "All papers are from one period."
        return blank(TITLE, message, mode=mode)
    order = [topic for topic in dict.fromkeys(chosen) if topic in set(ranks["topic"])]
    names = column_names(ranks)
    subtitle = f"Larger points: larger shares. {column_note(ranks)}"
    title, height = column_title(TITLE, ranks), 130 + _ROW_PIXELS * len(order)
    figure = canvas(title, mode=mode, height=height, subtitle=subtitle)
    colours = line_colours(topics, order, mode=mode)
    labels = dict(zip(topics["topic"], topics["label"], strict=True))
    last = ranks[ranks["period"] == ranks["period"].max()].set_index("topic")["rank"]
    ends = {topic: End(labels[topic], colours[topic], float(last[topic])) for topic in order}
    largest = float(ranks["prevalence"].max())
    for topic, end in ends.items():
        rows = ranks[ranks["topic"] == topic].sort_values("period")
        _add_line(figure, rows, names=names, end=end, largest=largest, mode=mode)
    column_axis(figure, ranks, room=0.35)
    figure.update_yaxes(
        range=[len(order) + 0.6, 0.4],
        tickvals=list(range(1, len(order) + 1)),
        showgrid=False,
        fixedrange=True,
        title={"text": "Rank"},
    )
    name_ends(figure, list(ends.values()), mode=mode)
    return figure.update_layout(hovermode="closest")


def _add_line(
    figure: go.Figure,
    rows: pd.DataFrame,
    *,
    names: dict[str, str],
    end: End,
    largest: float,
    mode: Mode,
) -> None:
    """Line of one theme through the periods in which it has papers.

    Dotted from and to periods that are not whole, which are hollow.
    """
    place = {period: x for x, period in enumerate(names)}
    colour = end.colour
    x, y = rows["period"].map(place).to_numpy(), rows["rank"].to_numpy(float)
    whole = rows["complete"].to_numpy(bool)
    there = (rows["documents"] > 0).to_numpy()
    both, solid = there[:-1] & there[1:], whole[:-1] & whole[1:]
    for drawn, style in ((both & solid, "solid"), (both & ~solid, "dot")):
        if drawn.any():
            across, up = _steps(x, y, drawn=drawn)
            line = {"color": colour, "width": 3, "dash": style}
            figure.add_scatter(x=across, y=up, mode="lines", line=line, hoverinfo="skip")
    size = _SIZES[0] + (_SIZES[1] - _SIZES[0]) * np.sqrt(rows["prevalence"] / (largest or 1.0))
    read_out = rows[["prevalence", "documents", "total"]].assign(period=rows["period"].map(names))
    figure.add_scatter(
        x=x,
        y=y,
        mode="markers",
        marker={
            "size": np.where(there, size, 0),
            "color": np.where(whole, colour, LOOKS[mode].background),
            "opacity": 1,
            "line": {"color": colour, "width": 2},
        },
        name=wrapped(end.name, width=40, lines=2),
        customdata=read_out.to_numpy(object),
        hovertemplate=_HOVER,
        cliponaxis=False,
    )


def _steps(x: np.ndarray, y: np.ndarray, *, drawn: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Smooth steps between adjacent points where `drawn`, a gap after each."""
    ease = (1 - np.cos(np.pi * np.linspace(0, 1, 16))) / 2
    across, up = [], []
    for i in np.flatnonzero(drawn):
        across.append(np.r_[np.linspace(x[i], x[i + 1], 16), np.nan])
        up.append(np.r_[y[i] + (y[i + 1] - y[i]) * ease, np.nan])
    return np.concatenate(across), np.concatenate(up)

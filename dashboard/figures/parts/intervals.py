"""Forest plot: horizontal intervals with names on the left and values on the right."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from dashboard.figures.parts.bars import BAR_PIXELS, name_rows
from dashboard.figures.parts.base_figure import annotate
from dashboard.figures.parts.text import text_width, wrapped
from dashboard.style.appearance import LOOKS, SMALL, Mode

# What is written on the axis of factors a year, as far as it is shown.
_TICKS = {
    0.05: "÷20", 0.1: "÷10", 0.2: "÷5", 0.5: "÷2", 1.0: "×1",
    2.0: "×2", 5.0: "×5", 10.0: "×10", 20.0: "×20",
}  # fmt: skip
_NARROWEST = (0.67, 1.5)
_WIDEST = (0.04, 25.0)


@dataclass(frozen=True)
class Interval:
    """A row: plain-text name, factor `value` with its interval, and its look.

    `tick` is a second factor, drawn as a stroke; beyond the interval it is drawn at its end.
    """

    name: str
    value: float
    low: float
    high: float
    text: str
    colour: str
    symbol: str
    tick: float | None = None


def add_intervals(figure: go.Figure, rows: list[Interval], *, mode: Mode) -> None:
    """Draw `rows` from top to bottom on a log axis of factors, with no change marked."""
    look, least, most = LOOKS[mode], *_range(rows)
    for place, row in enumerate(rows):
        figure.add_scatter(
            x=np.clip([row.low, row.high], least, most),
            y=[place, place],
            mode="lines",
            line={"color": row.colour, "width": 3},
            opacity=0.55,
            hoverinfo="skip",
        )
    _add_arrows(figure, rows, span=(least, most))
    _add_ticks(figure, rows, span=(least, most), colour=look.ink)
    figure.add_scatter(
        x=np.clip([row.value for row in rows], least, most),
        y=list(range(len(rows))),
        mode="markers",
        marker={
            "size": 11,
            "color": [row.colour for row in rows],
            "symbol": [row.symbol for row in rows],
            "line": {"width": 1, "color": look.background},
        },
        hovertext=[f"{wrapped(row.name)}<br>{wrapped(row.text)}" for row in rows],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    figure.add_vline(x=1, line={"color": look.muted, "width": 1})
    annotate(figure, [_note(row, place, mode=mode) for place, row in enumerate(rows)])
    _axes(figure, rows, span=(least, most), mode=mode)


def _add_arrows(figure: go.Figure, rows: list[Interval], *, span: tuple[float, float]) -> None:
    """Arrows at the edge for intervals that extend beyond it."""
    for edge, symbol in zip(span, ("triangle-left", "triangle-right"), strict=True):
        beyond = [
            (place, row.colour)
            for place, row in enumerate(rows)
            if (row.low < edge if edge < 1 else row.high > edge)
        ]
        figure.add_scatter(
            x=[edge] * len(beyond),
            y=[place for place, _ in beyond],
            mode="markers",
            marker={"size": 9, "color": [colour for _, colour in beyond], "symbol": symbol},
            cliponaxis=False,
            hoverinfo="skip",
        )


def _add_ticks(
    figure: go.Figure, rows: list[Interval], *, span: tuple[float, float], colour: str
) -> None:
    """A stroke across each interval at its second factor, where there is one."""
    ticks = [(row.tick, row, place) for place, row in enumerate(rows) if row.tick is not None]
    figure.add_scatter(
        x=[float(np.clip(np.clip(tick, row.low, row.high), *span)) for tick, row, _ in ticks],
        y=[place for *_, place in ticks],
        mode="markers",
        marker={"symbol": "line-ns", "size": 16, "line": {"width": 2, "color": colour}},
        hoverinfo="skip",
    )


def _note(row: Interval, place: int, *, mode: Mode) -> dict[str, Any]:
    return {
        "x": 1,
        "xref": "paper",
        "xanchor": "left",
        "xshift": 8,
        "y": place,
        "text": wrapped(row.text, width=40, lines=1),
        "showarrow": False,
        "font": {"size": SMALL, "color": LOOKS[mode].muted},
    }


def _axes(
    figure: go.Figure, rows: list[Interval], *, span: tuple[float, float], mode: Mode
) -> None:
    ticks = {at: text for at, text in _TICKS.items() if span[0] <= at <= span[1]}
    figure.update_xaxes(
        type="log",
        range=np.log10(span).tolist(),
        tickvals=list(ticks),
        ticktext=list(ticks.values()),
        tickangle=0,
        fixedrange=True,
    )
    name_rows(figure, [row.name for row in rows], mode=mode)
    widest = max((text_width(row.text, size=SMALL) for row in rows), default=0)
    figure.update_layout(
        height=110 + BAR_PIXELS * len(rows), margin={"b": 40, "r": round(widest) + 24}
    )


def _range(rows: list[Interval]) -> tuple[float, float]:
    low = min([_NARROWEST[0], *(row.low for row in rows)])
    high = max([_NARROWEST[1], *(row.high for row in rows)])
    return max(low / 1.1, _WIDEST[0]), min(high * 1.1, _WIDEST[1])

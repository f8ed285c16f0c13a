"""Forest plot of themes or keywords that changed."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.parts.base_figure import blank, canvas
from dashboard.figures.parts.intervals import Interval, add_intervals
from dashboard.style.appearance import Mode
from dashboard.style.verdicts import VERDICTS, marks, movers

_MOST = 12


def movers_figure(title: str, signals: pd.DataFrame, *, of: str, mode: Mode) -> go.Figure:
    """Up to twelve emerging, rising, fading and dormant rows each, where growth is known.

    `signals` needs name beside the columns of a table of signals; `of` says what its rows are.
    """
    moving = movers(signals).dropna(subset=["growth", "growth_low", "growth_high"])
    shown = moving.groupby("verdict", sort=False).head(_MOST)
    if shown.empty:
        return blank(title, f"None of the {len(signals):,} {of} changed beyond chance.", mode=mode)
    cut = f"{len(shown)} of {len(moving)} {of}. " if len(shown) < len(moving) else ""
    subtitle = f"{cut}Factor a year, 95% CI; the stroke allows for few papers. {marks()}"
    figure = canvas(title, mode=mode, height=300, subtitle=subtitle)
    add_intervals(figure, [_interval(row, mode=mode) for _, row in shown.iterrows()], mode=mode)
    return figure


def _interval(row: pd.Series, *, mode: Mode) -> Interval:
    look = VERDICTS[row["verdict"]]
    return Interval(
        name=str(row["name"]),
        value=1 + row["growth"],
        low=1 + row["growth_low"],
        high=1 + row["growth_high"],
        tick=1 + row["growth_shrunk"],
        text=f"{row['first_documents']:,} → {row['last_documents']:,} papers",
        colour=look.colour(mode),
        symbol=look.symbol,
    )

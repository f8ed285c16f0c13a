"""Gantt chart of keyword bursts."""

import pandas as pd
import plotly.graph_objects as go

from analysis.periods import period_bounds, readable_period
from dashboard.figures.parts.bars import BAR_PIXELS, name_rows
from dashboard.figures.parts.base_figure import blank, canvas
from dashboard.figures.parts.text import wrapped
from dashboard.style.appearance import Mode, sequence_colours
from dashboard.style.verdicts import specific

TITLE = "Bursts of keywords"
_MOST = 25


def bursts_of(signals: pd.DataFrame) -> pd.DataFrame:
    """The rows of `signals` with a burst: specific keywords first, then the heaviest."""
    burst = signals.dropna(subset=["burst_start"])
    burst = burst.assign(_general=~specific(burst))
    order = ["_general", "burst_weight"]
    burst = burst.sort_values(order, ascending=[True, False], kind="stable")
    return burst.drop(columns="_general")


def keyword_bursts_figure(signals: pd.DataFrame, *, mode: Mode = "light") -> go.Figure:
    """One bar per keyword spanning its strongest burst, the latest on top.

    `signals` as `term_signals.parquet`: term, burst_start, burst_end (periods, null: none) and
    burst_weight and topicality. Draws at most the 25 heaviest, of specific keywords only.
    """
    burst = bursts_of(signals)
    burst = burst[specific(burst)]
    if burst.empty:
        return blank(
            TITLE, "No specific keyword had a burst beyond its trend and season.", mode=mode
        )
    shown = burst.head(_MOST).sort_values(
        ["burst_start", "burst_end", "term"], ascending=[False, False, True]
    )
    figure = canvas(
        TITLE,
        mode=mode,
        height=100 + BAR_PIXELS * len(shown),
        subtitle=f"The {len(shown)} strongest of {len(burst):,}"
        if len(burst) > len(shown)
        else "More papers than trend and season predict",
    )
    starts = [period_bounds(period)[0] for period in shown["burst_start"]]
    ends = [period_bounds(period)[1] for period in shown["burst_end"]]
    (colour,) = sequence_colours(1, mode=mode)
    figure.add_bar(
        base=[str(start) for start in starts],
        x=[(end - start).days * 86_400_000 for start, end in zip(starts, ends, strict=True)],
        y=list(range(len(shown))),
        orientation="h",
        marker={"color": colour, "line": {"width": 0}, "cornerradius": 2},
        hovertext=[
            f"{wrapped(term)}<br>{readable_period(first)} to {readable_period(last)}"
            for term, first, last in zip(
                shown["term"], shown["burst_start"], shown["burst_end"], strict=True
            )
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    figure.update_xaxes(type="date", fixedrange=True)
    name_rows(figure, shown["term"].tolist(), mode=mode)
    return figure.update_layout(bargap=0.35)

"""Shares of several themes over time."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.parts.base_figure import blank, canvas
from dashboard.figures.parts.timeline import (
    HEIGHT,
    Series,
    add_series,
    name_lines,
    subtitled,
    value_axes,
)
from dashboard.style.appearance import LOOKS, Measure, Mode, line_colours

TITLE = "Themes over time"


def prevalence_figure(
    prevalence: pd.DataFrame,
    topics: pd.DataFrame,
    *,
    chosen: Sequence[int],
    measure: Measure = "prevalence",
    note: str = "",
    mode: Mode = "light",
) -> go.Figure:
    """One line per theme of `chosen`: its share of each period's papers, or its number of papers.

    `prevalence` is what `analysis.trends.prevalence.prevalence` returns; `topics` needs topic,
    label and hue; `note` stands below the title.
    """
    rows = prevalence[prevalence["topic"].isin(list(chosen))]
    if rows["prevalence"].notna().sum() == 0:
        message = "No paper has a date." if prevalence.empty else "No theme is chosen."
        return blank(TITLE, message, mode=mode)
    labels = dict(zip(topics["topic"], topics["label"], strict=True))
    order = list(dict.fromkeys(chosen))
    colours = line_colours(topics, order, mode=mode)
    series = [
        Series(
            str(labels.get(topic, topic)),
            colours.get(topic, LOOKS[mode].outlier),
            group,
            measure,
            place,
        )
        for place, topic in enumerate(order)
        if len(group := rows[rows["topic"] == topic].sort_values("period"))
    ]
    whole = bool(rows["complete"].all())
    figure = canvas(TITLE, mode=mode, height=HEIGHT, subtitle=subtitled(whole=whole, note=note))
    value_axes(figure, rows["period"], highest=rows[measure].max(), measure=measure)
    for one in series:
        add_series(figure, one)
    name_lines(figure, series, mode=mode)
    return figure

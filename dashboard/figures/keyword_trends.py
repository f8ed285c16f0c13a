"""Shares of keywords over time."""

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
from dashboard.style.appearance import Mode, sequence_colours

TITLE = "Keywords over time"


def keyword_trends_figure(
    term_prevalence: pd.DataFrame, *, note: str = "", mode: Mode = "light"
) -> go.Figure:
    """One line per keyword: the share of each period's papers that contain it.

    `term_prevalence` is what `analysis.trends.prevalence.term_prevalence` returns; lines are
    coloured in the order in which terms first appear in it. `note` stands below the title.
    """
    if term_prevalence["prevalence"].notna().sum() == 0:
        return blank(TITLE, "No keyword is chosen, or no paper has a date.", mode=mode)
    terms = list(dict.fromkeys(term_prevalence["term"]))
    groups = dict(iter(term_prevalence.sort_values("period").groupby("term")))
    series = [
        Series(term, colour, groups[term], place=place)
        for place, (term, colour) in enumerate(
            zip(terms, sequence_colours(len(terms), mode=mode), strict=True)
        )
    ]
    whole = bool(term_prevalence["complete"].all())
    figure = canvas(TITLE, mode=mode, height=HEIGHT, subtitle=subtitled(whole=whole, note=note))
    value_axes(figure, term_prevalence["period"], highest=term_prevalence["prevalence"].max())
    for one in series:
        add_series(figure, one)
    name_lines(figure, series, mode=mode)
    return figure

"""Share of one theme over time, with its 95% interval."""

import pandas as pd
import plotly.graph_objects as go

from analysis.periods import readable_period
from dashboard.figures.parts.base_figure import blank, canvas
from dashboard.figures.parts.timeline import (
    HEADROOM,
    HEIGHT,
    Series,
    add_forecast,
    add_interval,
    add_series,
    value_axes,
)
from dashboard.style.appearance import Measure, Mode, topic_colours
from dashboard.text.wording import percent


def theme_prevalence_figure(
    rows: pd.DataFrame,
    topics: pd.DataFrame,
    *,
    forecast: pd.DataFrame | None = None,
    measure: Measure = "prevalence",
    note: str = "",
    mode: Mode = "light",
) -> go.Figure:
    """One line: the share of a topic in each period's papers, with its 95% interval.

    Or its papers, which are counted and have none. A share goes on, dashed, as `forecast` has it:
    rows of `analysis.trends.forecasting.forecast.forecast_table` for this topic.

    `rows` are those of one topic in what `analysis.trends.prevalence.prevalence` returns; `topics`
    needs topic, label and hue; `note` stands below the title.
    """
    labels = dict(zip(topics["topic"], topics["label"], strict=True))
    if rows["prevalence"].notna().sum() == 0:
        return blank("A theme over time", "No paper of this theme has a date.", mode=mode)
    rows, topic = rows.sort_values("period"), int(rows["topic"].iloc[0])
    title = f"“{labels.get(topic, topic)}” over time"
    colours = topic_colours(topics, mode=mode)
    shaded = measure == "prevalence"
    ahead = rows.head(0) if forecast is None or not shaded else forecast
    # The share of a few days would flatten all whole periods, and so would its interval: both may
    # leave the plot.
    whole = rows[rows["complete"]] if rows["complete"].any() else rows
    highest = whole["high"].max() if shaded else rows[measure].max()
    if len(ahead):
        highest = max(highest, ahead["high"].max())
    above = rows[rows[measure] > HEADROOM * highest]
    notes = {
        "Shaded: 95% interval.": shaded,
        "Hollow: unfinished.": not rows["complete"].all(),
        _said_above(above): len(above) > 0,
        "Dashed: forecast.": len(ahead) > 0,
        note: note != "",
    }
    figure = canvas(
        title,
        mode=mode,
        height=HEIGHT,
        subtitle=" ".join(words for words, said in notes.items() if said),
    )
    periods = pd.concat([rows["period"], ahead["period"]])
    value_axes(figure, periods, highest=highest, measure=measure)
    name, colour = str(labels.get(topic, topic)), colours.get(topic, colours[-1])
    series = Series(name, colour, rows, measure)
    if shaded:
        add_interval(figure, series)
    add_series(figure, series)
    if len(above):
        figure.update_traces(cliponaxis=True)
    if len(ahead):
        add_forecast(figure, series, forecast=ahead)
    return figure


def _said_above(rows: pd.DataFrame) -> str:
    """The shares of unfinished periods that lie above the plot."""
    values = [
        f"{readable_period(period)}, {percent(share)}"
        for period, share in zip(rows["period"], rows["prevalence"], strict=True)
    ]
    return f"Unfinished, above the plot: {'; '.join(values)}."

"""How many papers each period has."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.appearance import Mode, sequence_colours
from dashboard.figures.parts.canvas import blank, canvas
from dashboard.figures.parts.timeline import first_days, time_axis

TITLE = "Papers over time"
_UNFINISHED = "Hollow: a period that the papers do not cover whole (unfinished)."


def papers_per_period_figure(prevalence: pd.DataFrame, *, mode: Mode = "light") -> go.Figure:
    """One bar a period: its dated papers, whatever their theme.

    `prevalence` is what `analysis.trends.prevalence.prevalence` returns.
    """
    if prevalence.empty:
        return blank(TITLE, "No paper has a date.", mode=mode)
    rows = prevalence.drop_duplicates("period").sort_values("period")
    whole = rows["complete"].to_numpy(bool)
    figure = canvas(TITLE, mode=mode, height=320, subtitle="" if whole.all() else _UNFINISHED)
    colour = sequence_colours(1, mode=mode)[0]
    for part, fill, name in ((whole, colour, "Papers"), (~whole, "rgba(0,0,0,0)", "unfinished")):
        if not part.any():
            continue
        figure.add_bar(
            x=first_days(rows["period"])[part],
            y=rows["total"].to_numpy()[part],
            name=name,
            marker={
                "color": fill,
                "line": {"color": colour, "width": 0 if name == "Papers" else 1.5},
            },
            hovertemplate="%{y:,} papers"
            + ("" if name == "Papers" else ", unfinished")
            + "<extra></extra>",
        )
    time_axis(figure, rows)
    figure.update_layout(barmode="overlay", bargap=0.2)
    figure.update_yaxes(title={"text": "Papers"}, rangemode="tozero", tickformat=",d", nticks=5)
    return figure

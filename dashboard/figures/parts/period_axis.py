"""Axis with one column per period."""

import pandas as pd
import plotly.graph_objects as go

from analysis.periods import period_kind, readable_period
from dashboard.figures.parts.text import escaped
from dashboard.style.appearance import MOST_COLUMNS


def column_names(rows: pd.DataFrame) -> dict[str, str]:
    """Label of every period, earliest first; starred where it is incomplete.

    `rows` needs period and complete.
    """
    known = rows.drop_duplicates("period").sort_values("period")
    return {
        period: escaped(readable_period(period).removeprefix("week of ")) + "*" * (not complete)
        for period, complete in zip(known["period"], known["complete"], strict=True)
    }


def column_axis(figure: go.Figure, rows: pd.DataFrame, *, room: float) -> None:
    """Label the columns 0, 1, 2 ..., at most 12, with the number of papers below.

    `rows` needs period, complete and total; `room` columns stay free at either end.
    """
    totals = rows.drop_duplicates("period").set_index("period")["total"]
    names = [f"{name}<br>{totals[period]:,}" for period, name in column_names(rows).items()]
    step = -(-len(names) // MOST_COLUMNS)
    figure.update_xaxes(
        tickvals=list(range(len(names)))[::step],
        ticktext=names[::step],
        range=[-room, len(names) - 1 + room],
        showgrid=False,
        fixedrange=True,
        ticklabelstandoff=6,
    )


def column_title(title: str, rows: pd.DataFrame) -> str:
    """`title`, with the length of the periods that are the columns in the place of "over time"."""
    return f"{title.removesuffix(' over time')} by {period_kind(rows['period'].iloc[0])}"


def column_note(rows: pd.DataFrame) -> str:
    """Note on the labels below the columns."""
    star = "" if rows["complete"].all() else " * unfinished or partly covered."
    return f"Below: papers of the {period_kind(rows['period'].iloc[0])}.{star}"

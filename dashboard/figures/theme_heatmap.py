"""Heatmap of themes by period."""

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analysis.trends.mapping.ranks import peaks
from dashboard.figures.parts.base_figure import blank, canvas
from dashboard.figures.parts.period_axis import column_axis, column_names, column_note
from dashboard.figures.parts.text import wrapped
from dashboard.style.appearance import LOOKS, SMALL, Measure, Mode, topic_colours

TITLE = "When the themes peaked"
LARGEST = 40
_ROW_PIXELS = 20
_HOVER = (
    "<b>%{customdata[0]}</b><br>%{customdata[1]}: %{customdata[2]:.2~%} "
    "(%{customdata[3]:,} of %{customdata[4]:,} papers)<extra></extra>"
)


def theme_heatmap_figure(
    shares: pd.DataFrame,
    topics: pd.DataFrame,
    *,
    measure: Measure = "prevalence",
    mode: Mode = "light",
) -> go.Figure:
    """One row per theme, one column per period, ordered by time of peak.

    `shares` is what `analysis.trends.prevalence.prevalence` returns; `topics` needs topic, label,
    documents and hue. `measure` colours cells by the share of the period's papers or by their
    number. Draws the 40 largest themes, each one's peak marked with a dot.
    """
    named = topics[topics["topic"] >= 0].sort_values(
        ["documents", "topic"], ascending=[False, True]
    )
    rows = shares[shares["topic"].isin(named["topic"].head(LARGEST))]
    peaked = peaks(rows)
    if peaked.empty:
        message = "No paper has a date." if shares.empty else "There are no themes to show."
        return blank(TITLE, message, mode=mode)
    names, order = column_names(shares), peaked["topic"].tolist()
    height = 150 + _ROW_PIXELS * len(order)
    figure = canvas(TITLE, mode=mode, height=height, subtitle=_subtitle(shares, len(named)))
    labels = dict(zip(topics["topic"], topics["label"], strict=True))
    _add_cells(figure, rows, order=order, names=names, labels=labels, measure=measure)
    _add_peaks(figure, peaked, periods=list(names), mode=mode)
    _frame_unfinished(figure, rows, periods=list(names), mode=mode)
    column_axis(figure, shares, room=0.5)
    figure.update_yaxes(
        tickvals=list(range(len(order))),
        ticktext=_names(order, topics, form="{name} {dot}", width=28, mode=mode),
        tickfont={"color": LOOKS[mode].ink},
        range=[len(order) - 0.5, -0.5],
        showgrid=False,
        fixedrange=True,
        ticklabelstandoff=6,
    )
    figure.update_layout(
        coloraxis=_scale(rows, peaked, measure=measure, mode=mode),
        hovermode="closest",
        # A narrow page has them above the rows, where there is more room.
        meta={
            "mode": mode,
            "names": _names(order, topics, form="{dot} {name}", width=33, mode=mode),
        },
    )
    return figure


def _names(
    order: list[int], topics: pd.DataFrame, *, form: str, width: int, mode: Mode
) -> list[str]:
    """The names of the themes, each as `form` puts it beside a dot in its colour."""
    colours = topic_colours(topics, mode=mode)
    labels = dict(zip(topics["topic"], topics["label"], strict=True))
    return [
        form.format(
            name=wrapped(labels[topic], width=width, lines=1),
            dot=f'<span style="color:{colours[topic]}">●</span>',
        )
        for topic in order
    ]


def _subtitle(shares: pd.DataFrame, themes: int) -> str:
    notes = [f"The {LARGEST} largest of {themes}."] if themes > LARGEST else []
    return " ".join([*notes, "Dot: peak.", column_note(shares)])


def _add_cells(
    figure: go.Figure,
    rows: pd.DataFrame,
    *,
    order: list[int],
    names: dict[str, str],
    labels: dict[Any, str],
    measure: Measure,
) -> None:
    grids = {
        column: rows.pivot_table(index="topic", columns="period", values=column, dropna=False)
        .reindex(index=order, columns=list(names))
        .to_numpy(float)
        for column in ("prevalence", "documents", "total")
    }
    empty = np.isnan(grids["prevalence"])

    def known(grid: np.ndarray) -> np.ndarray:
        return pd.DataFrame(grid).astype(object).where(~np.isnan(grid), None).to_numpy()

    theme = np.repeat([[wrapped(labels[topic])] for topic in order], len(names), axis=1)
    period = np.repeat([list(names.values())], len(order), axis=0)
    figure.add_heatmap(
        z=np.where(empty, np.nan, grids[measure]),
        customdata=np.dstack([theme, period, *(known(grid) for grid in grids.values())]),
        coloraxis="coloraxis",
        xgap=1,
        ygap=1,
        hovertemplate=_HOVER,
        hoverongaps=False,
    )


def _add_peaks(figure: go.Figure, peaked: pd.DataFrame, *, periods: list[str], mode: Mode) -> None:
    figure.add_scatter(
        x=[periods.index(period) for period in peaked["period"]],
        y=list(range(len(peaked))),
        mode="markers",
        marker={"size": 5, "color": LOOKS[mode].background},
        hoverinfo="skip",
    )


def _frame_unfinished(
    figure: go.Figure, rows: pd.DataFrame, *, periods: list[str], mode: Mode
) -> None:
    for period in sorted(set(rows.loc[~rows["complete"], "period"])):
        place = periods.index(period)
        figure.add_shape(
            type="rect",
            x0=place - 0.5,
            x1=place + 0.5,
            y0=0,
            y1=1,
            yref="paper",
            line={"color": LOOKS[mode].muted, "width": 1.5, "dash": "dot"},
        )


def _scale(
    rows: pd.DataFrame, peaked: pd.DataFrame, *, measure: Measure, mode: Mode
) -> dict[str, Any]:
    """Colour scale from zero to the highest peak, finer at low values, where most cells are."""
    look = LOOKS[mode]
    colours = (look.background, *look.sequential)
    steps = np.linspace(0, 1, len(colours)) ** 1.5
    at = rows.merge(peaked[["topic", "period"]], on=["topic", "period"])
    share = measure == "prevalence"
    return {
        "colorscale": [[float(step), colour] for step, colour in zip(steps, colours, strict=True)],
        "cmin": 0,
        "cmax": max(float(at[measure].max()), 1e-9),
        "colorbar": {
            "thickness": 8,
            "len": 260,
            "lenmode": "pixels",
            "y": 1,
            "yanchor": "top",
            "outlinewidth": 0,
            "tickformat": ",.2~%" if share else ",d",
            "nticks": 5,
            "title": {
                "text": "Share" if share else "Papers",
                "font": {"size": SMALL, "color": look.muted},
            },
            "tickfont": {"size": SMALL, "color": look.muted},
        },
    }

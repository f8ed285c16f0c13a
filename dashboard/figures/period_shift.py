"""Differences in theme shares between two periods."""

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analysis.periods import readable_period
from dashboard.figures.parts.bars import BAR_PIXELS, name_rows
from dashboard.figures.parts.base_figure import blank, canvas
from dashboard.figures.parts.text import wrapped
from dashboard.style.appearance import LOOKS, Mode, sequence_colours

TITLE = "Change between two periods"
# So many at either end: what grew most and what shrank most.
_EACH = 8


def period_shift_figure(
    changes: pd.DataFrame,
    topics: pd.DataFrame,
    *,
    times: tuple[str, str] | None,
    rate: float,
    mode: Mode = "light",
) -> go.Figure:
    """One row per theme: difference of its two shares with 95% CI, largest gain on top.

    `changes` is what `theme_changes` returns, `topics` needs topic and
    label; `times` are the two periods, None where there are no two; `rate` is the false discovery
    rate at which a change is clear. The unassigned are left out.
    """
    known = changes[changes["topic"] >= 0].dropna(subset=["difference"])
    if times is None or known.empty:
        return blank(TITLE, "At least two periods with papers in themes are needed.", mode=mode)
    shown = known.sort_values(["difference", "topic"], ascending=[False, True])
    if len(shown) > 2 * _EACH:
        shown = pd.concat([shown.head(_EACH), shown.tail(_EACH)])
    before, after = (readable_period(time) for time in times)
    figure = canvas(
        f"{before} to {after}",
        mode=mode,
        height=110 + BAR_PIXELS * len(shown),
        subtitle="Change in share, 95% CI. Grey: no clear change.",
    )
    (colour,) = sequence_colours(1, mode=mode)
    sure = shown["q"] <= rate
    colours = np.where(sure, colour, LOOKS[mode].muted).tolist()
    figure.add_traces(_intervals(shown, colours))
    labels = dict(zip(topics["topic"], topics["label"].astype(str), strict=True))
    names = [labels.get(topic, str(topic)) for topic in shown["topic"]]
    figure.add_scatter(
        x=shown["difference"].to_numpy(),
        y=list(range(len(shown))),
        mode="markers",
        marker={"size": 10, "color": colours, "symbol": np.where(sure, "circle", "circle-open")},
        text=[wrapped(name) for name in names],
        customdata=shown[["share_before", "before", "share_after", "after"]].to_numpy(),
        hovertemplate="%{text}<br>%{customdata[0]:.1%} (%{customdata[1]:,} papers) to "
        "%{customdata[2]:.1%} (%{customdata[3]:,})<extra></extra>",
    )
    figure.add_vline(x=0, line={"color": LOOKS[mode].muted, "width": 1})
    low, high = min(shown["low"].min(), 0), max(shown["high"].max(), 0)
    room = 0.04 * (high - low)
    figure.update_xaxes(range=[low - room, high + room], fixedrange=True, **_ticks(low, high))
    name_rows(figure, names, mode=mode)
    return figure.update_layout(hovermode="closest")


def _ticks(low: float, high: float) -> dict[str, Any]:
    """Two to five ticks at round numbers, few enough for a narrow chart."""
    size = (high - low) / 2
    ten = 10.0 ** np.floor(np.log10(size))
    step = ten * max(times for times in (1, 2, 5) if times * ten <= size)
    places = step * np.arange(np.ceil(low / step), np.floor(high / step) + 1)
    texts = [f"{100 * place:+g}%".replace("-", "−") if place else "0%" for place in places.round(6)]
    return {"tickvals": places, "ticktext": texts, "tickangle": 0}


def _intervals(shown: pd.DataFrame, colours: list[str]) -> list[go.Scatter]:
    return [
        go.Scatter(
            x=[low, high],
            y=[place, place],
            mode="lines",
            line={"color": colour, "width": 3},
            opacity=0.55,
            hoverinfo="skip",
        )
        for place, (low, high, colour) in enumerate(
            zip(shown["low"], shown["high"], colours, strict=True)
        )
    ]

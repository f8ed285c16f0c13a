"""Keywords of one theme by weight."""

import math

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.parts.bars import BAR_PIXELS, Bar, add_bars
from dashboard.figures.parts.base_figure import blank, canvas
from dashboard.style.appearance import Mode, topic_colours

_BEST = 15


def theme_terms_figure(
    terms: pd.DataFrame, topics: pd.DataFrame, *, topic: int, mode: Mode = "light"
) -> go.Figure:
    """One bar per keyword of `topic`, largest weight on top; the 15 best ranks.

    `terms` needs topic, rank, term and weight; `topics` topic, label and hue.
    """
    labels = dict(zip(topics["topic"], topics["label"], strict=True))
    title = f"Keywords of “{labels.get(topic, topic)}”"
    best = terms[terms["topic"] == topic].sort_values("rank").head(_BEST)
    best = best.sort_values("weight", ascending=False, kind="stable")
    if best.empty:
        return blank(title, "This theme has no keywords of its own.", mode=mode)
    figure = canvas(
        title,
        mode=mode,
        height=90 + BAR_PIXELS * len(best),
        subtitle="Weight: how specific to this theme (c-TF-IDF)",
    )
    colours = topic_colours(topics, mode=mode)
    colour = colours.get(topic, colours[-1])
    pairs = zip(best["term"], best["weight"], strict=True)
    decimals = _decimals(float(best["weight"].max()))
    bars = [Bar(term, weight, f"{weight:.{decimals}f}", colour) for term, weight in pairs]
    add_bars(figure, bars, value_title="Weight", mode=mode)
    # The weights have no unit that a reader knows: the hover and the table have them.
    figure.update_traces(textposition="none")
    figure.update_layout(margin={"r": 12})
    return figure


def _decimals(largest: float) -> int:
    """Number of decimals that gives the largest weight three significant digits."""
    return max(2 - math.floor(math.log10(largest)), 0) if largest > 0 else 0

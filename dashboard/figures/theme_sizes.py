"""Number of papers per theme."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.parts.bars import BAR_PIXELS, Bar, add_bars
from dashboard.figures.parts.base_figure import blank, canvas
from dashboard.style.appearance import Mode, topic_colours

TITLE = "Papers in each theme"
# More bars than these are a table.
_LARGEST = 20


def theme_sizes_figure(topics: pd.DataFrame, *, mode: Mode = "light") -> go.Figure:
    """One bar per theme, largest on top, unassigned papers last.

    `topics` needs topic, label, documents and hue. Draws at most the 20 largest themes.
    """
    named = topics[topics["topic"] >= 0].sort_values(
        ["documents", "topic"], ascending=[False, True]
    )
    rest = topics[(topics["topic"] < 0) & (topics["documents"] > 0)]
    if named.empty and rest.empty:
        return blank(TITLE, "There are no themes to show.", mode=mode)
    shown = pd.concat([named.head(_LARGEST), rest])
    colours = topic_colours(topics, mode=mode)
    cut = f"The {_LARGEST} largest of {len(named)} themes" if len(named) > _LARGEST else ""
    figure = canvas(TITLE, mode=mode, height=90 + BAR_PIXELS * len(shown), subtitle=cut)
    bars = [
        Bar(label, papers, f"{papers:,}", colours[topic])
        for label, papers, topic in zip(
            shown["label"], shown["documents"], shown["topic"], strict=True
        )
    ]
    add_bars(figure, bars, value_title="Papers", mode=mode)
    return figure

"""Sparklines with their ends named."""

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.figures.parts.base_figure import canvas
from dashboard.figures.parts.text import escaped
from dashboard.style.appearance import LOOKS, SMALL, Mode, sequence_colours

HEIGHT = 96


def sparkline(counts: Sequence[int], *, first: str, last: str, mode: Mode) -> go.Figure:
    """Sparkline of `counts`, one per period, with a base line and end labels `first`, `last`."""
    figure = canvas("", mode=mode, height=HEIGHT)
    colour = sequence_colours(1, mode=mode)[0]
    # One period is a point: a line needs two.
    shape = "lines" if len(counts) > 1 else "markers"
    figure.add_scatter(y=list(counts), mode=shape, line={"color": colour, "width": 1.5})
    figure.update_xaxes(showticklabels=False, showgrid=False, showline=True)
    for text, anchor, place in ((first, "left", 0), (last, "right", 1)):
        figure.add_annotation(
            text=escaped(text),
            x=place,
            xanchor=anchor,
            xref="paper",
            y=0,
            yanchor="top",
            yref="paper",
            showarrow=False,
            font={"size": SMALL, "color": LOOKS[mode].muted},
        )
    figure.update_yaxes(visible=False, range=[0, 1.05 * max(*counts, 1)])
    return figure.update_layout(title=None, margin={"l": 4, "r": 4, "t": 4, "b": 24})

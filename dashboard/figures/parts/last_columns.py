"""Narrow form of a chart with a column for every period: the last of them."""

import plotly.graph_objects as go

from dashboard.figures.parts.base_figure import layout_of

_LAST = 4
_LINE = 17  # pixels


def last_columns(figure: go.Figure) -> go.Figure:
    """A chart of columns with the last four alone, and a note on it; with fewer, as it was."""
    layout = layout_of(figure)
    names = layout.xaxis.ticktext
    if not names or len(names) <= _LAST:
        return figure
    last, edge = layout.xaxis.tickvals[-_LAST:], layout.xaxis.range[1]
    step = last[1] - last[0]
    narrow = go.Figure(figure)
    narrow.update_xaxes(
        range=[last[0] - min(edge - last[-1], step / 2), edge],
        tickvals=list(last),
        ticktext=[name.replace(" ", "<br>") for name in names[-_LAST:]],
        tickangle=0,
    )
    said = (
        f"{layout.title.subtitle.text}<br>The last {_LAST} of {len(names)}; all where it is wide."
    )
    narrow.update_layout(title_subtitle_text=said)
    margin = {"l": 16, "t": layout.margin.t + _LINE, "b": layout.margin.b + _LINE}
    return narrow.update_layout(height=layout.height + 2 * _LINE, margin=margin)

"""Papers of each year as dots in the colours of their themes."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analysis.runs.schema import OUTLIER
from dashboard.figures.parts.base_figure import blank, canvas
from dashboard.figures.parts.text import escaped, wrapped
from dashboard.style.appearance import Mode, topic_colours

TITLE = "Papers of each year"
# So many papers can be told apart as dots.
_MOST = 1000
# Dots beside each other, before the next line of the same year.
_ACROSS = 24
_ROW_PIXELS, _YEAR_PIXELS, _DOT = 13, 16, 9


def papers_by_year_figure(
    documents: pd.DataFrame, topics: pd.DataFrame, *, mode: Mode = "light"
) -> go.Figure:
    """One dot per paper, the years from top to bottom, those of one theme side by side.

    `documents` needs title, published and topic, `topics` topic, label, documents, x and y.
    """
    dated = documents[documents["published"].notna()]
    if dated.empty:
        return blank(TITLE, "No paper has a date.", mode=mode)
    if len(dated) > _MOST:
        message = f"{len(dated):,} papers are too many to show each as a dot."
        return blank(TITLE, message, mode=mode)
    placed, heights = _placed(dated, topics)
    lines = int(sum(heights.values()))
    pixels = _ROW_PIXELS * lines + _YEAR_PIXELS * len(heights)
    figure = canvas(TITLE, mode=mode, height=pixels + 100, subtitle="One dot is one paper.")
    colours = topic_colours(topics, mode=mode)
    for topic, label in zip(topics["topic"].tolist(), topics["label"], strict=True):
        papers = placed[placed["topic"] == topic]
        if len(papers):
            figure.add_scatter(
                x=papers["across"],
                y=papers["down"],
                mode="markers",
                name=escaped(str(label)),
                marker={"size": _DOT, "color": colours[topic]},
                text=[wrapped(title) for title in papers["title"].fillna("Untitled")],
                hovertemplate="<b>%{fullData.name}</b><br>%{text}<extra></extra>",
            )
    starts = np.cumsum([0.0, *(rows * _ROW_PIXELS + _YEAR_PIXELS for rows in heights.values())])
    counts = placed["year"].value_counts()
    figure.update_xaxes(visible=False, range=[-0.8, _ACROSS - 0.2], fixedrange=True)
    figure.update_yaxes(
        range=[starts[-1], -_YEAR_PIXELS / 2],
        tickvals=starts[:-1].tolist(),
        ticktext=[f"{year}: {counts.get(year, 0):,}" for year in heights],
        showgrid=False,
        fixedrange=True,
    )
    return figure.update_layout(hovermode="closest", margin={"b": 16})


def _placed(dated: pd.DataFrame, topics: pd.DataFrame) -> tuple[pd.DataFrame, dict[int, int]]:
    """The papers with year, across and down (pixels), and the lines of dots that a year takes.

    The largest themes come first, those in no theme last.
    """
    size = topics[topics["topic"] != OUTLIER].set_index("topic")["documents"]
    papers = dated.assign(
        year=dated["published"].str[:4].astype(int),
        size=dated["topic"].map(size).fillna(-1),
    )
    papers = papers.sort_values(
        ["year", "size", "topic", "published"], ascending=[True, False, True, True], kind="stable"
    )
    place = papers.groupby("year").cumcount()
    counts = papers["year"].value_counts()
    years = range(papers["year"].min(), papers["year"].max() + 1)
    heights = {year: max(1, -(-int(counts.get(year, 0)) // _ACROSS)) for year in years}
    starts = np.cumsum([0, *(rows * _ROW_PIXELS + _YEAR_PIXELS for rows in heights.values())])
    start = papers["year"].map(dict(zip(heights, starts[:-1].tolist(), strict=True)))
    return (
        papers.assign(across=place % _ACROSS, down=start + place // _ACROSS * _ROW_PIXELS),
        heights,
    )

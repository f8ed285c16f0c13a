"""The brief where nothing moved: the papers themselves, on a map, by year and by theme."""

from typing import Any

import streamlit as st

from analysis.runs.schema import OUTLIER
from analysis.runs.store import Run
from dashboard.components.blocks import show_chart, theme_dot
from dashboard.data.records import records
from dashboard.data.tables import load_typical
from dashboard.figures.catalogue.chart import Options
from dashboard.state.address import PAPER, TOPIC, open_link
from dashboard.text.wording import count, plain

# So many papers are shown as dots, more are counted.
_DOTS = 300
_THEMES, _KEYWORDS, _PAPERS = 9, 3, 3


def map_and_years(run: Run, period: str) -> None:
    """The map coloured by theme beside the papers of each year."""
    dated = int(run.documents["published"].notna().sum())
    if not dated:
        show_chart("topic_map", run)
        return
    with st.grid(3, min_column_width=250) as grid:
        with grid.cell(column_span=2):
            show_chart("topic_map", run, height=560)
        with grid.cell():
            if dated <= _DOTS:
                show_chart("papers_by_year", run)
            else:
                show_chart("papers_per_period", run, options=Options(period=period))


def theme_cards(run: Run) -> None:
    """The largest themes, each with its keywords and typical papers."""
    themes = run.topics[(run.topics["topic"] != OUTLIER) & (run.topics["documents"] > 0)]
    themes = themes.sort_values(["documents", "topic"], ascending=[False, True]).head(_THEMES)
    with st.grid(3, min_column_width=260, border=True):
        for row in themes.to_dict("records"):
            with st.container(gap="xsmall", key=f"entry-theme-{row['topic']}"):
                _theme_card(run, row)


def _theme_card(run: Run, row: dict[Any, Any]) -> None:
    topic = row["topic"]
    label = f"{theme_dot(run, topic)} {plain(row['label'])}"
    st.page_link(label=label, **open_link("themes", **{TOPIC: topic}))
    terms = run.terms[run.terms["topic"] == topic].sort_values("rank")["term"].head(_KEYWORDS)
    said = ", ".join(map(plain, terms))
    st.caption(" · ".join(filter(None, [count(row["documents"], "paper"), said])))
    with st.container(gap="xsmall", key=f"typical-of-{topic}"):
        for paper in records(load_typical(run, topic, most=_PAPERS)):
            link = open_link("papers", **{PAPER: paper["paper_id"]})
            st.page_link(label=plain(paper["title"] or "Untitled"), **link)

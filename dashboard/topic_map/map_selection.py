"""Papers that the map highlights, and papers selected on it."""

import pandas as pd

from analysis.runs.store import Run
from dashboard.data.tables import load_periods
from dashboard.papers.selection import alike, found
from dashboard.state.address import Selection
from dashboard.state.region import inside
from dashboard.topic_map.map_controls import Asked


def lit_papers(
    run: Run, papers: pd.DataFrame, *, selection: Selection, asked: Asked, period: str
) -> pd.DataFrame | None:
    """Papers highlighted on the map, best match first; None without a highlight.

    They are like the one that is picked, if that is asked for; else what a search and a theme
    leave, and of these what is new.
    """
    if asked.alike and selection.paper is not None:
        near, _ = alike(run, selection.paper)
        return papers[papers["doc_id"].isin([selection.paper, *near["doc_id"]])]
    lit = found(run, papers, query=asked.query, topic=selection.topic, meaning=asked.meaning)
    if selection.new_from is None:
        return lit
    lit = papers if lit is None else lit
    return lit[(load_periods(run, period)[lit["doc_id"]] >= selection.new_from).to_numpy()]


def picked(papers: pd.DataFrame, selection: Selection) -> pd.DataFrame | None:
    """Papers selected on the map by click or lasso; None without a selection."""
    if selection.paper is not None:
        return papers[papers["doc_id"] == selection.paper]
    return inside(papers, selection.region) if selection.region else None

"""Papers that the map highlights, and papers selected on it."""

import pandas as pd

from analysis.runs.store import Run
from dashboard.papers.selection import alike, found
from dashboard.state.address import Selection
from dashboard.state.region import inside
from dashboard.topic_map.map_controls import Asked


def lit_papers(
    run: Run, papers: pd.DataFrame, *, selection: Selection, asked: Asked, like: int | None
) -> pd.DataFrame | None:
    """Papers highlighted on the map, best match first; None without a highlight.

    They are those most similar to the paper `like`, where there is one; else what a search and a
    theme leave.
    """
    if like is not None:
        near, _ = alike(run, like)
        return papers[papers["doc_id"].isin([like, *near["doc_id"]])]
    return found(run, papers, query=asked.query, topic=selection.topic, meaning=asked.meaning)


def picked(papers: pd.DataFrame, selection: Selection) -> pd.DataFrame | None:
    """Papers inside the loop on the map; None without one."""
    return inside(papers, selection.region) if selection.region else None

"""Which papers a page is about: those of a time, a theme, a search."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from analysis.runs.queries.search import search_meaning, search_text, similar_papers
from analysis.runs.store import Run
from dashboard.data.loading import all_periods, load_encoder, load_periods
from dashboard.state.address import Selection
from dashboard.state.region import inside
from dashboard.topic_map.map_controls import Asked


def records(papers: pd.DataFrame) -> list[dict[str, Any]]:
    """Papers as dictionaries by column, None where nothing is known."""
    return [
        {str(name): value if _is_known(value) else None for name, value in paper.items()}
        for paper in papers.to_dict("records")
    ]


def in_range(run: Run, selection: Selection, *, period: str) -> pd.DataFrame:
    """The papers of the chosen stretch of time; all of them, dated or not, where none is chosen."""
    if selection.first is None and selection.last is None:
        return run.documents
    periods = all_periods(run, period)
    first, last = selection.first or periods[0], selection.last or periods[-1]
    return run.documents[load_periods(run, period).between(first, last).to_numpy()]


def found(
    run: Run, papers: pd.DataFrame, *, query: str, topic: int | None, meaning: bool = False
) -> pd.DataFrame | None:
    """Those of `papers` that a search and a theme leave, best match first; None without either."""
    if query.strip():
        papers = among(papers, _hits(str(run.path), query, meaning=meaning, _run=run))
    elif topic is None:
        return None
    return papers if topic is None else papers[papers["topic"] == topic]


def papers_with(run: Run, terms: Sequence[str]) -> pd.DataFrame:
    """The papers that have at least one of some keywords, spelt as in the vocabulary."""
    places = np.flatnonzero(run.vocabulary["term"].isin(list(terms)))
    return run.documents.loc[np.unique(run.postings.of(places).doc_ids)]


def among(papers: pd.DataFrame, hits: pd.DataFrame) -> pd.DataFrame:
    """Those of `papers` that are `hits` of a search, in their order."""
    doc_ids = hits["doc_id"]
    return papers.loc[doc_ids[doc_ids.isin(papers["doc_id"])]]


def lit_papers(
    run: Run, papers: pd.DataFrame, *, selection: Selection, asked: Asked, period: str
) -> pd.DataFrame | None:
    """Those of `papers` that the map lights up, best match first; None where all are alike.

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
    """Those of `papers` that were picked on the map, one or a region; None where nothing was."""
    if selection.paper is not None:
        return papers[papers["doc_id"] == selection.paper]
    return inside(papers, selection.region) if selection.region else None


def alike(run: Run, doc_id: int) -> tuple[pd.DataFrame, dict[int, str]]:
    """The papers most like one, best first, and for each a few words on how much."""
    hits = similar_papers(run, doc_id)
    note = {
        int(other): f"no. {place}, similarity {score:.2f}"
        for place, (other, score) in enumerate(zip(hits["doc_id"], hits["score"], strict=True), 1)
    }
    return run.documents.loc[hits["doc_id"]], note


@st.cache_resource(max_entries=64, show_spinner=False)
def _hits(run_path: str, query: str, *, meaning: bool, _run: Run) -> pd.DataFrame:
    """What a search finds; kept, so that turning a page of the hits does not search again."""
    del run_path  # part of the key, which cannot hold a run
    encoder = load_encoder(_run) if meaning else None
    if encoder is None:
        return search_text(_run, query, limit=len(_run.documents))
    return search_meaning(_run, query, encoder=encoder)


def _is_known(value: Any) -> bool:
    return bool(pd.api.types.is_list_like(value) or not pd.isna(value))

"""Which papers a page is about: those of a time, a theme, a search."""

from collections.abc import Sequence

import pandas as pd

from analysis.runs.queries.search import search_meaning, search_text, similar_papers
from analysis.runs.store import Run
from dashboard.data.cache import cached
from dashboard.data.loading import load_encoder
from dashboard.data.tables import all_periods, load_periods, papers_with_any
from dashboard.state.address import Selection


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
        papers = among(papers, _hits(run, query, meaning=meaning))
    elif topic is None:
        return None
    return papers if topic is None else papers[papers["topic"] == topic]


def papers_with(run: Run, terms: Sequence[str]) -> pd.DataFrame:
    """The papers that have at least one of some keywords, spelt as in the vocabulary."""
    return run.documents.loc[papers_with_any(run, terms)]


def among(papers: pd.DataFrame, hits: pd.DataFrame) -> pd.DataFrame:
    """Those of `papers` that are `hits` of a search, in their order."""
    doc_ids = hits["doc_id"]
    return papers.loc[doc_ids[doc_ids.isin(papers["doc_id"])]]


def alike(run: Run, doc_id: int) -> tuple[pd.DataFrame, dict[int, str]]:
    """The papers most like one, best first, and for each a few words on how much."""
    hits = similar_papers(run, doc_id)
    note = {
        int(other): f"no. {place}, similarity {score:.2f}"
        for place, (other, score) in enumerate(zip(hits["doc_id"], hits["score"], strict=True), 1)
    }
    return run.documents.loc[hits["doc_id"]], note


@cached(entries=64)
def _hits(run: Run, query: str, *, meaning: bool) -> pd.DataFrame:
    """What a search finds; kept, so that turning a page of the hits does not search again."""
    encoder = load_encoder(run) if meaning else None
    if encoder is None:
        return search_text(run, query, limit=len(run.documents))
    return search_meaning(run, query, encoder=encoder)

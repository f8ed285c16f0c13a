"""Paper selection by period, theme, search and link."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from analysis.encoding.given import GIVEN
from analysis.runs.queries.search import papers_like, search_meaning, search_text, similar_papers
from analysis.runs.store import Run
from dashboard.data.cache import cached
from dashboard.data.loading import load_encoder, whole_runs
from dashboard.data.tables import all_periods, load_new_papers, load_periods, papers_with_any
from dashboard.state.address import PAPER, SEARCH_BY, Selection, bound, open_link
from dashboard.text.wording import count, plain, readable_moment

WORDS, MEANING = "words", "meaning"


def in_range(run: Run, selection: Selection, *, period: str) -> pd.DataFrame:
    """Papers of the selected time range; all of them, dated or not, where none is selected."""
    if selection.first is None and selection.last is None:
        return run.documents
    periods = all_periods(run, period)
    first, last = selection.first or periods[0], selection.last or periods[-1]
    return run.documents[load_periods(run, period).between(first, last).to_numpy()]


def found(
    run: Run, papers: pd.DataFrame, *, query: str, topic: int | None, meaning: bool = False
) -> pd.DataFrame | None:
    """`papers` filtered by search and theme, best match first; None without either."""
    if query.strip():
        papers = among(papers, _hits(run, query, meaning=meaning))
    elif topic is None:
        return None
    return papers if topic is None else papers[papers["topic"] == topic]


def papers_with(run: Run, terms: Sequence[str]) -> pd.DataFrame:
    """Papers with at least one of some keywords, spelt as in the vocabulary."""
    return run.documents.loc[papers_with_any(run, terms)]


def among(papers: pd.DataFrame, hits: pd.DataFrame) -> pd.DataFrame:
    """Rows of `papers` that are search `hits`, in the order of the hits."""
    doc_ids = hits["doc_id"]
    return papers.loc[doc_ids[doc_ids.isin(papers["doc_id"])]]


def alike(run: Run, doc_id: int) -> tuple[pd.DataFrame, dict[int, str]]:
    """Papers most similar to one, best first, each with its similarity in words."""
    hits = similar_papers(run, doc_id)
    note = {
        int(other): f"no. {place}, similarity {score:.2f}"
        for place, (other, score) in enumerate(zip(hits["doc_id"], hits["score"], strict=True), 1)
    }
    return run.documents.loc[hits["doc_id"]], note


def by_meaning() -> bool:
    """Switch between full-text and semantic search; whether semantic is selected."""
    by = st.segmented_control(
        "Search by", [WORDS, MEANING], default=WORDS, required=True, **bound(SEARCH_BY)
    )
    return by == MEANING


def say_how(run: Run, query: str, *, meaning: bool) -> None:
    """Explain what a search counts, or why a semantic one is not available."""
    if meaning and run.manifest.encoder["name"] == GIVEN:
        st.caption(
            "The vectors of this run were made elsewhere and given with its papers. Nothing here "
            "makes such a vector of a query, so the search goes by words."
        )
    elif meaning and load_encoder(run) is None:
        st.caption(
            f"The encoder of this run, {plain(run.manifest.encoder['name'])}, is not at hand in "
            "the dashboard, so the search goes by words."
        )
    elif query and meaning:
        st.caption("The papers nearest in meaning come first, at most 200 of them.")
    elif query.strip():
        st.caption(
            "Found by words: all of them stand in title, abstract or authors, in whatever order."
            f"{_as_keyword(run, query.strip())}"
        )


def _as_keyword(run: Run, query: str) -> str:
    """Why a keyword has another number of papers than the search for its words."""
    named = run.vocabulary["term"].str.casefold() == query.strip('" ').casefold()
    if not named.any():
        return ""
    term, papers = run.vocabulary.loc[named, ["term", "documents"]].iloc[0]
    has = f"has {count(papers, 'paper')}"
    return f" The keyword “{plain(term)}” {has}, those with its words as a phrase of their own."


def narrowed_by_link(papers: pd.DataFrame, run: Run, *, selection: Selection) -> pd.DataFrame:
    """`papers` filtered by the link, with a note on the filter; all without one."""
    if selection.like is not None:
        papers = _like(papers, run, doc_id=selection.like)
    if selection.since is not None:
        papers = _new(papers, run, since=selection.since)
    if selection.like is not None or selection.since is not None:
        with st.container(key="entry-all"):
            st.page_link(label="All papers", icon=":material/close:", **open_link("papers"))
    return papers


def _like(papers: pd.DataFrame, run: Run, *, doc_id: int) -> pd.DataFrame:
    other = run.documents.loc[doc_id]
    hits = papers_like(run, doc_id)
    with st.container(gap=None, key="entry-like"):
        st.caption(f"The {len(hits):,} papers most like this one, the most similar first:")
        title = plain(other["title"] or "Untitled")
        st.page_link(label=title, **open_link("papers", **{PAPER: other["paper_id"]}))
    return among(papers, hits)


def _new(papers: pd.DataFrame, run: Run, *, since: str) -> pd.DataFrame:
    whole = whole_runs()
    if since not in whole:
        st.caption(
            f":material/info: The address asks for what is new since the run {plain(since)}, which "
            "is not here."
        )
        return papers
    st.caption(f"Papers that the run of {readable_moment(whole[since].created or '')} had not:")
    return papers[papers["doc_id"].isin(load_new_papers(run, since))]


@cached(entries=64)
def _hits(run: Run, query: str, *, meaning: bool) -> pd.DataFrame:
    """Search results, cached so that paging does not search again."""
    encoder = load_encoder(run) if meaning else None
    if encoder is None:
        return search_text(run, query, limit=len(run.documents))
    return search_meaning(run, query, encoder=encoder)

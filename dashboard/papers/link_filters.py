"""The papers page narrowed by a link: to those like one paper, to those that are new."""

import pandas as pd
import streamlit as st

from analysis.runs.queries.search import papers_like
from analysis.runs.store import Run
from dashboard.data.loading import whole_runs
from dashboard.data.tables import load_new_papers
from dashboard.papers.selection import among
from dashboard.state.address import PAPER, Selection, open_link
from dashboard.text.wording import plain, readable_moment


def narrowed_by_link(papers: pd.DataFrame, run: Run, *, selection: Selection) -> pd.DataFrame:
    """Those of `papers` that the address asks for, said in words; all where it does not."""
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

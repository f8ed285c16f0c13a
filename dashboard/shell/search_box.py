"""Search above every page: papers, themes, keywords and authors, a few of each."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components import v2

from analysis.runs.store import Run
from dashboard.data.found import find
from dashboard.shell.error_boundary import said_in_words
from dashboard.state.address import (
    FIND,
    MARK,
    PAPER,
    QUERY,
    SHOWN,
    TERM,
    TOPIC,
    forget_search,
    open_link,
)
from dashboard.text.wording import count, names, plain


def search_box(run: Run, page: str) -> None:
    """The search and what it finds; `page` is the path of the page below it.

    The list comes while one types, `/` or Ctrl-K leads to the box from anywhere (search_box.js).
    """
    forget_search(page)
    # No gap below the field: the list lies over the page and must not move it.
    with st.container(key="search-box", gap=None):
        _search(run)
    with st.container(key="search-keys"):
        _component()(key="search-keys-component")


@st.fragment
@said_in_words()
def _search(run: Run) -> None:
    """In a fragment, so that a search draws nothing else anew."""
    query = st.text_input(
        "Search everything",
        key=FIND,
        icon=":material/search:",
        placeholder="Search papers, themes, keywords, authors",
        live="400ms",
        label_visibility="collapsed",
    )
    if query and query.strip():
        with st.container(border=True, gap="small", key="search-found"):
            _show(run, query.strip())


def _show(run: Run, query: str) -> None:
    """What is found, by kind, each a link."""
    found = find(run, query)
    if not found:
        fewer = " Fewer words may find some." if len(query.split()) > 1 else ""
        st.caption(f"Nothing here has “{plain(query)}”.{fewer}")
        return
    if found.papers:
        st.caption("Papers")
    for paper in found.papers:
        label = f"{plain(paper['title'] or 'Untitled')} :small[:gray[{_who(paper)}]]"
        st.page_link(label=label, **open_link("papers", **{PAPER: paper["paper_id"], MARK: query}))
    if found.papers_in_all > len(found.papers):
        label = f"All {count(found.papers_in_all, 'paper')}"
        st.page_link(label=label, **open_link("papers", **{QUERY: query}))
    if found.themes:
        st.caption("Themes")
    for topic, papers in found.themes:
        label = _sized(run.labels[topic], papers)
        st.page_link(label=label, **open_link("themes", **{TOPIC: topic}))
    if found.terms:
        st.caption("Keywords, and the papers that have them as a phrase")
    for term, papers in found.terms:
        link = open_link("trends", **{SHOWN: "keywords", TERM: term})
        st.page_link(label=_sized(term, papers), **link)
    if found.authors:
        st.caption("Authors")
    for author, papers in found.authors:
        link = open_link("papers", **{QUERY: f'"{author}"'})
        st.page_link(label=_sized(author, papers), **link)


def _sized(name: str, papers: int) -> str:
    return f"{plain(name)} :small[:gray[{count(papers, 'paper')}]]"


def _who(paper: Mapping[str, Any]) -> str:
    year = (paper["published"] or "")[:4]
    return plain(", ".join(filter(None, [names(paper["authors"], most=1), year])))


@st.cache_resource
def _component() -> Any:
    script = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
    return v2.component("papertides-search-keys", js=script)

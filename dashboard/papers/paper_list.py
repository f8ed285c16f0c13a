"""Paper entries, and lists with sorting, filtering and paging."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from analysis.periods import readable_date
from analysis.runs.schema import OUTLIER
from analysis.runs.store import Run
from dashboard.data.records import records
from dashboard.papers.downloads import paper_files
from dashboard.papers.list_summary import mini_summary
from dashboard.papers.reading_list import keep_button, kept_ids
from dashboard.state.address import (
    MARK,
    ONLY,
    PAGE,
    PAPER,
    SORT,
    SORT_FOUND,
    bound,
    open_link,
    searched_words,
)
from dashboard.text.highlighting import excerpt
from dashboard.text.wording import count, names, percent, plain, web_address

ON_A_PAGE = 10
_BEST = "best match first"
# Where a line breaks, the dot stays with what it follows.
_BETWEEN = "\u00a0· "
_ORDERS: Mapping[str, tuple[str, bool]] = {
    "newest first": ("published", False),
    "oldest first": ("published", True),
    "surest of the theme first": ("probability", False),
    "by title": ("title", True),
}


def paper_list(papers: pd.DataFrame, *, run: Run, name: str, labels: Mapping[int, str]) -> None:
    """List `papers` (rows of `run.documents`), sorted, paged and downloadable.

    `name` is the list's, among those of the page; `labels` names the themes to be named.
    """
    _listed(papers, run=run, name=name, labels=labels, orders={SORT: [*_ORDERS]})


def found_list(papers: pd.DataFrame, *, run: Run, name: str, labels: Mapping[int, str]) -> None:
    """List of search results, with relevance as an additional order."""
    _listed(papers, run=run, name=name, labels=labels, orders={SORT_FOUND: [_BEST, *_ORDERS]})


def narrowed(papers: pd.DataFrame) -> pd.DataFrame:
    """Text filter: the papers with the typed words in title or authors."""
    only = st.text_input("Filter by title or author", type="search", live="300ms", **bound(ONLY))
    kept = matching(papers, only or "")
    if kept.empty:
        st.caption("No paper has that in its title or among its authors.")
    return kept


def entries(
    papers: Sequence[Mapping[str, Any]],
    *,
    name: str,
    labels: Mapping[int, str],
    note: Mapping[int, str] | None = None,
    marks: Mapping[int, str] | None = None,
    summary: bool = True,
) -> None:
    """One entry per paper: title, authors, date, theme, confidence, and the abstract's beginning.

    `papers` are as in `records`; `name` is the list's, among those of the page; a theme is named if
    `labels` has it; `note` maps a doc_id to a few words that lead its line, `marks` a topic to what
    stands behind its name, both Markdown; without `summary` the abstract is left to the paper's
    page.
    """
    kept, query = kept_ids(), searched_words()
    asked = {MARK: query or None}
    for paper in papers:
        place = f"{name}-{paper['doc_id']}"
        extra = (note or {}).get(paper["doc_id"])
        with st.container(horizontal=True, key=f"entry-{place}"):
            with st.container(gap="xxsmall"):
                title = plain(paper["title"] or "Untitled")
                address = open_link("papers", **asked, **{PAPER: paper["paper_id"]})
                st.page_link(label=title, **address)
                line = entry_line(paper, labels, marks=marks)
                st.caption(_BETWEEN.join(filter(None, [extra, line])))
                if summary and paper["abstract"]:
                    with st.container(key=f"summary-{place}"):
                        st.caption(excerpt(paper["abstract"], query))
            keep_button(paper, key=f"keep-{place}", kept=paper["paper_id"] in kept)


def entry_line(
    paper: Mapping[str, Any], labels: Mapping[int, str], *, marks: Mapping[int, str] | None = None
) -> str:
    """Line below a title, in Markdown: authors, date, theme, confidence, links."""
    topic = paper.get("topic", OUTLIER)
    parts = [
        plain(names(paper["authors"])),
        readable_date(paper["published"]),
        f"{plain(labels.get(topic, ''))} {(marks or {}).get(topic, '')}".strip(),
        _sure(paper),
    ]
    said = _BETWEEN.join(part for part in parts if part)
    # No link stands alone on a line.
    return "\u00a0·\u00a0".join(filter(None, [said, *links(paper)]))


def _sure(paper: Mapping[str, Any]) -> str:
    if paper.get("topic", OUTLIER) == OUTLIER:
        return ""
    borderline = ",\u00a0borderline" if paper.get("assigned") == "reassigned" else ""
    return f":gray[theme\u00a0confidence\u00a0{percent(paper['probability'] or 0)}{borderline}]"


def links(paper: Mapping[str, Any]) -> list[str]:
    """Markdown links of a paper, web pages only."""
    addresses = {"Paper": web_address(paper["url"]), "Code": web_address(paper["code_url"])}
    return [f"[{name}\u00a0↗]({address})" for name, address in addresses.items() if address]


def matching(papers: pd.DataFrame, only: str) -> pd.DataFrame:
    """Papers with every word of `only` in their title or authors."""
    authors = papers["authors"].map(" ".join)
    text = papers["title"].fillna("") + " " + authors
    text = text.str.casefold()
    for word in only.casefold().split():
        text = text[text.str.contains(word, regex=False)]
    return papers.loc[text.index]


def ordered(papers: pd.DataFrame, order: str) -> pd.DataFrame:
    """`papers` in one of the orders of the list; undated papers last."""
    if order not in _ORDERS:
        return papers
    column, ascending = _ORDERS[order]
    return papers.sort_values(
        [column, "doc_id"], ascending=[ascending, True], na_position="last", kind="stable"
    )


def _listed(
    papers: pd.DataFrame,
    *,
    run: Run,
    name: str,
    labels: Mapping[int, str],
    orders: Mapping[str, Sequence[str]],
) -> None:
    """The paged list; `orders` has the link name of the order and its values."""
    ((key, choices),) = orders.items()
    mini_summary(papers, run)
    with st.container(horizontal=True, vertical_alignment="center"):
        range_place = st.container()
        order = st.selectbox("Sort", choices, width=230, label_visibility="collapsed", **bound(key))
    shown = ordered(papers, order)
    list_place = st.container()
    pages = math.ceil(len(shown) / ON_A_PAGE)
    left, right = st.columns([3, 2], vertical_alignment="center")
    page = left.pagination(pages, **bound(PAGE)) if pages > 1 else 1
    with right:
        paper_files(shown, run=run, name=name)
    first = (min(page, pages) - 1) * ON_A_PAGE
    last = min(first + ON_A_PAGE, len(shown))
    part = f"{first + 1:,} to {last:,} of " if pages > 1 else ""
    range_place.markdown(f"{part}{count(len(shown), 'paper')}")
    with list_place:
        entries(records(shown.iloc[first:last]), name=name, labels=labels)

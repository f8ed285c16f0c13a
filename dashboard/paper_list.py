"""Papers on the screen: one as an entry, many as a list that is sorted, filtered and paged."""

import math
from collections.abc import Mapping

import pandas as pd
import streamlit as st

from analysis.runs.schema import OUTLIER
from analysis.runs.store import Run
from dashboard.blocks import csv_button
from dashboard.finding import records
from dashboard.state import ONLY, PAGE, PAPER, SORT, SORT_FOUND, bound, open_link
from dashboard.wording import count, names, percent, plain, readable_date, web_address

ON_A_PAGE = 10
_ORDERS: Mapping[str, tuple[str, bool]] = {
    "Newest": ("published", False),
    "Oldest": ("published", True),
    "Surest of its theme": ("probability", False),
    "Title": ("title", True),
}
BEST = "Best match"


def paper_list(papers: pd.DataFrame, *, run: Run, name: str, best_first: bool = False) -> None:
    """List `papers` (rows of `run.documents`) with sorting, a filter, pages and a CSV file.

    `best_first` offers the order in which they come, and starts with it.
    """
    orders, key = ([BEST, *_ORDERS], SORT_FOUND) if best_first else ([*_ORDERS], SORT)
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    only = left.text_input(
        "Only titles and authors with", type="search", live="300ms", **bound(ONLY)
    )
    order = right.selectbox("Sort by", orders, **bound(key))
    shown = ordered(matching(papers, only or ""), order)
    if shown.empty:
        st.caption("No paper has that in its title or among its authors.")
        return
    pages = math.ceil(len(shown) / ON_A_PAGE)
    place = st.container()
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        page = st.pagination(pages, **bound(PAGE)) if pages > 1 else 1
        csv_button(without_map(shown), run=run, name=name)
    first = (min(page, pages) - 1) * ON_A_PAGE
    with place:
        st.caption(
            f"{count(len(shown), 'paper')}, {first + 1:,} to {min(first + ON_A_PAGE, len(shown)):,}"
        )
        entries(shown.iloc[first : first + ON_A_PAGE], run=run, name=name)


def entries(
    papers: pd.DataFrame, *, run: Run, name: str, note: Mapping[int, str] | None = None
) -> None:
    """One entry a paper: its title, who wrote it, when, its theme and how sure that is.

    `name` is the list's, among those of the page; `note` maps a doc_id to a few words that are
    added to its line.
    """
    labels = dict(zip(run.topics["topic"], run.topics["label"], strict=True))
    for paper in records(papers):
        with st.container(gap=None, key=f"entry-{name}-{paper['doc_id']}"):
            title = plain(paper["title"] or "Untitled")
            st.page_link(label=title, **open_link("papers", **{PAPER: paper["paper_id"]}))
            extra = (note or {}).get(paper["doc_id"])
            st.caption(" · ".join(filter(None, [entry_line(paper, labels), extra])))


def entry_line(paper: Mapping[str, object], labels: Mapping[int, str]) -> str:
    """The line below a title, in Markdown: authors, date, theme, confidence, links."""
    topic = paper["topic"]
    theme = plain(labels.get(topic, topic))
    parts = [
        plain(names(paper["authors"])),
        readable_date(paper["published"]),
        theme if topic == OUTLIER else f"{theme} (confidence {percent(paper['probability'] or 0)})",
        ":orange-badge[Reassigned]" if paper["assigned"] == "reassigned" else "",
        *links(paper),
    ]
    return " · ".join(part for part in parts if part)


def links(paper: Mapping[str, object]) -> list[str]:
    """Markdown links out of a paper, only where they lead to a web page."""
    addresses = {"Paper": web_address(paper["url"]), "Code": web_address(paper["code_url"])}
    return [f"[{name} ↗]({address})" for name, address in addresses.items() if address]


def matching(papers: pd.DataFrame, only: str) -> pd.DataFrame:
    """The papers that have every word of `only` in their title or among their authors."""
    text = papers["title"].fillna("") + " " + papers["authors"].map(lambda who: names(who, most=99))
    text = text.str.casefold()
    for word in only.casefold().split():
        text = text[text.str.contains(word, regex=False)]
    return papers.loc[text.index]


def ordered(papers: pd.DataFrame, order: str) -> pd.DataFrame:
    """`papers` in one of the orders of the list; papers without a date come last."""
    if order not in _ORDERS:
        return papers
    column, ascending = _ORDERS[order]
    return papers.sort_values(
        [column, "doc_id"], ascending=[ascending, True], na_position="last", kind="stable"
    )


def without_map(papers: pd.DataFrame) -> pd.DataFrame:
    """The columns that people want in a file: not the place on the map."""
    return papers.drop(columns=["x", "y"])

"""Papers of one period, ranked, and their themes."""

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd
import streamlit as st

from analysis.runs.schema import OUTLIER
from analysis.runs.store import Run
from dashboard.data.cache import cached
from dashboard.data.records import records
from dashboard.data.tables import load_topic_signals
from dashboard.papers.downloads import paper_files
from dashboard.papers.paper_list import entries
from dashboard.state.address import PAGE, TOPIC, bound, open_link
from dashboard.style.verdicts import MOVING, badge
from dashboard.text.wording import count, plain

ON_A_PAGE = 20
_THEMES, _FEWEST = 8, 3
_ORDER = ["upvotes", "published", "title", "doc_id"]


def has_votes(documents: pd.DataFrame) -> bool:
    """Whether any paper of the run has upvotes."""
    return bool(documents["upvotes"].fillna(0).gt(0).any())


def ranked(papers: pd.DataFrame) -> pd.DataFrame:
    """Papers by upvotes, those without any last; then newest, then by title."""
    return papers.sort_values(
        _ORDER,
        ascending=[False, False, True, True],
        na_position="last",
        kind="stable",
    )


@cached(entries=64)
def top(run: Run, doc_ids: np.ndarray, *, most: int) -> pd.DataFrame:
    """First papers in the order of `ranked`."""
    papers = run.documents[_ORDER].iloc[doc_ids]
    if 0 < most < len(papers):  # only the most voted are put in order
        votes = papers["upvotes"].fillna(-1).to_numpy()
        papers = papers[votes >= np.partition(votes, -most)[-most]]
    return run.documents.loc[ranked(papers).index[:most]]


def ranking(documents: pd.DataFrame) -> str:
    """Sentence that states the order of `ranked`."""
    if has_votes(documents):
        return "Most upvoted first."
    return "No votes in these papers: the newest first."


def themes_of(papers: pd.DataFrame, run: Run) -> pd.DataFrame:
    """Themes of `papers`, largest first: topic, label, documents, share, usual.

    `share` is of `papers`, `usual` of all papers of the run that have a date; the unassigned come
    last.
    """
    dated = run.documents["topic"][run.documents["published"].notna()]
    usual = dated.value_counts(normalize=True)
    here = papers["topic"].value_counts()
    rows = pd.DataFrame({"topic": here.index, "documents": here.to_numpy()})
    rows = rows.assign(
        label=rows["topic"].map(run.labels),
        share=rows["documents"] / max(len(papers), 1),
        usual=rows["topic"].map(usual),
        last=rows["topic"] == OUTLIER,
    )
    rows = rows.sort_values(["last", "documents", "topic"], ascending=[True, False, True])
    return rows.drop(columns="last").reset_index(drop=True)


def theme_marks(run: Run) -> dict[int, str]:
    """Badge for every theme that changed, in Markdown."""
    signals = load_topic_signals(run)
    moving = signals[signals["verdict"].isin(MOVING)]
    return {
        topic: badge(verdict, reason)
        for topic, verdict, reason in zip(
            moving["topic"], moving["verdict"], moving["reason"], strict=True
        )
    }


def votes_of(papers: pd.DataFrame) -> dict[int, str]:
    """Upvotes of every paper that has any, in Markdown, by doc_id."""
    voted = papers[papers["upvotes"].fillna(0) > 0]
    return {
        doc_id: f"**{count(int(upvotes), 'upvote')}**"
        for doc_id, upvotes in zip(voted["doc_id"], voted["upvotes"], strict=True)
    }


def trending_entries(papers: pd.DataFrame, *, run: Run, name: str) -> None:
    """Paper entries, each with its upvotes and the badge of its theme."""
    entries(
        records(papers),
        name=name,
        labels=run.labels,
        note=votes_of(papers),
        marks=theme_marks(run),
    )


def trending_list(papers: pd.DataFrame, *, run: Run, period: str) -> None:
    """Papers of `period`, ranked, paged and downloadable."""
    shown = ranked(papers)
    pages = math.ceil(len(shown) / ON_A_PAGE)
    place = st.container()
    page = st.pagination(pages, **bound(PAGE)) if pages > 1 else 1
    first = (min(page, pages) - 1) * ON_A_PAGE
    with place:
        trending_entries(shown.iloc[first : first + ON_A_PAGE], run=run, name="trending")
    paper_files(shown, run=run, name=f"papers-{period}")


def unusual(themes: pd.DataFrame) -> pd.DataFrame:
    """Those of `themes` (as in `themes_of`) with three papers, and more than would be usual."""
    enough = themes["documents"] >= _FEWEST
    usual = np.ceil(themes["documents"].sum() * themes["usual"])
    return themes[enough & (themes["documents"] > usual) & (themes["topic"] != OUTLIER)]


def theme_column(themes: pd.DataFrame, marks: Mapping[int, str]) -> None:
    """The `unusual` of `themes`, the largest first, each with its papers and the usual number."""
    papers, found = int(themes["documents"].sum()), unusual(themes)
    if found.empty:
        st.caption("No theme has clearly more papers than usual.")
    for row in found.head(_THEMES).to_dict("records"):
        with st.container(gap=None, key=f"entry-theme-{row['topic']}"):
            st.page_link(label=plain(row["label"]), **open_link("themes", **{TOPIC: row["topic"]}))
            said = f"{count(row['documents'], 'paper')}, usually {_about(papers * row['usual'])}"
            st.caption(f"{said} {marks.get(row['topic'], '')}".strip())


def _about(expected: float) -> str:
    """An expected number of papers in whole numbers: `2`, `0 to 1`."""
    low, high = math.floor(expected), math.ceil(expected)
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"

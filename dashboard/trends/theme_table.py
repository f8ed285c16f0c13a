"""Table of themes, and links between them."""

import pandas as pd
import streamlit as st

from analysis.runs.schema import OUTLIER
from analysis.runs.store import Run
from analysis.runs.summary_text import out_of_ten
from dashboard.components.blocks import table
from dashboard.state.address import LEFT, THEME_TABLE, TOPIC, open_link, show_topic
from dashboard.text.wording import count, plain

NEAREST = 6
KEYWORDS = 3


def theme_table(run: Run, shares: pd.DataFrame) -> None:
    """One row per theme: papers, share, keywords and sparkline; a click opens it."""
    rows = theme_rows(run.topics, run.terms, shares=shares)
    most = float(rows["share"].max())
    columns = {
        "open": st.column_config.ButtonColumn(
            "Open", key=THEME_TABLE, on_click=_open_row, args=(rows["topic"].tolist(),), width=64
        ),
        "label": st.column_config.TextColumn("Theme", width=290),
        "documents": st.column_config.NumberColumn("Papers", format="localized", width="small"),
        "share": st.column_config.ProgressColumn(
            "Share", format="%.1f%%", max_value=100 * most, width="small"
        ),
        "course": st.column_config.AreaChartColumn("Over time", y_min=0, width="small"),
        "stability": st.column_config.TextColumn(
            "Comes back", help="In how many of ten other fits the theme is found again", width=96
        ),
        "keywords": st.column_config.TextColumn("Keywords"),
    }
    if shares.empty:
        del columns["course"]
    if rows["stability"].isna().all():
        del columns["stability"]
    table(
        rows,
        run=run,
        name="themes",
        columns=columns,
        shown={
            "open": ":material/arrow_forward:",
            "share": 100 * rows["share"],
            "stability": [out_of_ten(share) for share in rows["stability"]],
        },
        alt="The themes, the largest first",
    )


def theme_rows(topics: pd.DataFrame, terms: pd.DataFrame, *, shares: pd.DataFrame) -> pd.DataFrame:
    """Themes by size, unassigned papers last, with the columns of the table."""
    keywords = terms[terms["rank"] <= KEYWORDS].groupby("topic")["term"].agg(", ".join)
    course = shares[shares["complete"]].groupby("topic")["prevalence"].agg(list)
    rows = topics[(topics["topic"] != OUTLIER) | (topics["documents"] > 0)]
    rows = rows.assign(
        share=rows["documents"] / max(int(topics["documents"].sum()), 1),
        keywords=rows["topic"].map(keywords).fillna(""),
        course=rows["topic"].map(course),
    )
    rows = pd.concat([rows[rows["topic"] != OUTLIER], rows[rows["topic"] == OUTLIER]])
    wanted = ["topic", "label", "documents", "share", "course", "stability", "keywords"]
    return rows[wanted].reset_index(drop=True)


def theme_ways(topic: int) -> None:
    """Links from the page of a theme: list, map, comparison, corrections."""
    with st.container(horizontal=True, key="entry-ways"):
        st.page_link(label="All themes", icon=":material/arrow_back:", **open_link("themes"))
        here = open_link("topic_map", **{TOPIC: topic})
        st.page_link(label="Show on the map", icon=":material/scatter_plot:", **here)
        if topic != OUTLIER:
            beside = open_link("compare", **{LEFT: topic})
            st.page_link(label="Compare it", icon=":material/compare_arrows:", **beside)
            wrong = open_link("corrections", **{TOPIC: topic})
            st.page_link(label="Correct it", icon=":material/edit:", **wrong)


def neighbour_links(run: Run, likeness: pd.DataFrame, *, topic: int) -> None:
    """Links to the themes most similar to `topic`."""
    nearest = likeness[topic].drop(topic).nlargest(NEAREST)
    if nearest.empty:
        return
    st.header("Neighbouring themes", anchor=False)
    sizes = dict(zip(run.topics["topic"], run.topics["documents"], strict=True))
    with st.grid("auto", min_column_width=280):
        for other, cosine in zip(nearest.index.tolist(), nearest, strict=True):
            with st.container(gap=None, key=f"entry-theme-{other}"):
                label = plain(run.labels[other])
                st.page_link(label=label, **open_link("themes", **{TOPIC: other}))
                papers = count(sizes[other], "paper")
                st.caption(f"{papers} · similarity {cosine:.2f}")


def _open_row(topics: list[int]) -> None:
    show_topic(topics[st.session_state[THEME_TABLE].row])

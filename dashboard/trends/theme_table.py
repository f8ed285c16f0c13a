"""Table of themes, and links between them."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analysis.runs.schema import OUTLIER
from analysis.runs.store import Run
from analysis.runs.summary_text import out_of_ten
from dashboard.components.blocks import bare_table, csv_button, saved_as, theme_dot
from dashboard.components.narrow_rows import NarrowRow, narrow_rows
from dashboard.data.cache import cached
from dashboard.data.tables import load_prevalence
from dashboard.figures.hierarchy import place_nodes
from dashboard.state.address import LEFT, THEME_TABLE, TOPIC, open_link, show_topic
from dashboard.text.wording import count, percent, plain

NEAREST = 6
KEYWORDS = 3


@cached(entries=20)
def load_themes(run: Run, period: str) -> tuple[pd.DataFrame, list[tuple[str, pd.DataFrame]]]:
    """The rows of the table of themes, all together and by area."""
    rows = theme_rows(run.topics, run.terms, shares=load_prevalence(run, period))
    return rows, by_area(rows, run.areas)


def theme_table(run: Run, period: str) -> None:
    """One row per theme, under the heading of its area; a click opens it."""
    rows, groups = load_themes(run, period)
    most = 100 * float(rows["share"].max())
    for place, (heading, some) in enumerate(groups):
        if heading:
            st.subheader(plain(heading), anchor=False)
        with st.container(key=f"broad-form-themes-{place}"):
            bare_table(
                some.assign(
                    open=":material/arrow_forward:",
                    share=100 * some["share"],
                    stability=[out_of_ten(share) for share in some["stability"]],
                ),
                columns=_columns(some, key=f"{THEME_TABLE}-{place}", most=most),
                alt=f"{heading or 'The themes'}, the largest first",
            )
        narrow_rows(some, partial(_narrow_row, run), name=f"themes-{place}")
    csv_button(rows.drop(columns="area"), file=saved_as(run, "themes"))


def _narrow_row(run: Run, row: dict[Any, Any]) -> NarrowRow:
    papers = f"{count(row['documents'], 'paper')}, {percent(row['share'])}"
    return NarrowRow(
        name=f"{theme_dot(run, row['topic'])} {plain(row['label'])}",
        said=" · ".join(filter(None, [papers, plain(row["keywords"])])),
        link=open_link("themes", **{TOPIC: row["topic"]}),
    )


def themes_of_tree(run: Run) -> None:
    """What a narrow page has for the tree of themes: those of each area, like beside like."""
    places = place_nodes(run.hierarchy)
    rows = run.topics[run.topics["topic"].isin(list(places))]
    rows = rows.iloc[rows["topic"].map(places).argsort()]
    with st.container(key="narrow-form-tree", gap=None):
        st.caption("Themes that are alike stand beside each other.")
        for heading, some in by_area(rows, run.areas):
            if heading:
                st.subheader(plain(heading), anchor=False)
            for row in some.to_dict("records"):
                with st.container(gap=None, key=f"entry-narrow-tree-{row['topic']}"):
                    label = f"{theme_dot(run, row['topic'])} {plain(row['label'])}"
                    st.page_link(label=label, **open_link("themes", **{TOPIC: row["topic"]}))


def by_area(rows: pd.DataFrame, areas: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Themes with the name of their area, the largest area first; unnamed if there is but one."""
    if len(areas) < 2:
        return [("", rows)]
    named = [(label, rows[rows["area"] == area]) for area, label in _named(areas)]
    rest = rows[~rows["area"].isin(areas["area"])]
    return [(label, some) for label, some in [*named, ("In no area", rest)] if len(some)]


def _named(areas: pd.DataFrame) -> list[tuple[int, str]]:
    ordered = areas.sort_values(["documents", "area"], ascending=[False, True])
    return list(zip(ordered["area"], ordered["label"], strict=True))


def _columns(rows: pd.DataFrame, *, key: str, most: float) -> dict[str, Any]:
    """The columns of one table; those that its rows know nothing of are left out."""
    topics = rows["topic"].tolist()
    columns = {
        "open": st.column_config.ButtonColumn(
            " ", key=key, on_click=_open_row, args=(key, topics), width=44
        ),
        "label": st.column_config.TextColumn("Theme", width=300),
        "documents": st.column_config.NumberColumn("Papers", format="localized", width=64),
        "course": st.column_config.AreaChartColumn("Over time", y_min=0, width=88),
        "share": st.column_config.ProgressColumn(
            "Share", format="%.1f%%", max_value=most, width="small"
        ),
        "stability": st.column_config.TextColumn(
            "Recurs in", help="How many of ten other fits find this theme again", width=96
        ),
        "keywords": st.column_config.TextColumn("Keywords"),
    }
    unknown = [name for name in ("course", "stability") if rows[name].isna().all()]
    return {name: column for name, column in columns.items() if name not in unknown}


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
    wanted = ["topic", "label", "area", "documents", "share", "course", "stability", "keywords"]
    return rows[wanted].reset_index(drop=True)


def theme_ways(topic: int) -> None:
    """Links from the page of a theme: list, map, comparison."""
    with st.container(horizontal=True, key="entry-ways"):
        st.page_link(label="All themes", icon=":material/arrow_back:", **open_link("themes"))
        here = open_link("topic_map", **{TOPIC: topic})
        st.page_link(label="Show on the map", icon=":material/scatter_plot:", **here)
        if topic != OUTLIER:
            beside = open_link("compare", **{LEFT: topic})
            st.page_link(label="Compare it", icon=":material/compare_arrows:", **beside)


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
                label = f"{theme_dot(run, other)} {plain(run.labels[other])}"
                st.page_link(label=label, **open_link("themes", **{TOPIC: other}))
                papers = count(sizes[other], "paper")
                st.caption(f"{papers} · similarity {cosine:.2f}")


def _open_row(key: str, topics: list[int]) -> None:
    show_topic(topics[st.session_state[key].row])

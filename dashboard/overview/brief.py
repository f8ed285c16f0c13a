"""The brief on a page: the map beside what moved, and what to read now."""

from itertools import groupby
from typing import Any

import numpy as np
import streamlit as st

from analysis.periods import readable_date, readable_period
from analysis.runs.queries.reading import papers_to_read
from analysis.runs.schema import OUTLIER
from analysis.runs.store import Run
from dashboard.components.blocks import mode, show_chart, theme_dot
from dashboard.data.cache import cached
from dashboard.data.period_navigation import opening
from dashboard.data.records import records
from dashboard.data.signal_rows import discovery_rate
from dashboard.data.tables import (
    in_period,
    load_prevalence,
    load_times,
    load_to_read,
    load_topic_signals,
)
from dashboard.figures.parts.inline_svg import share_line
from dashboard.overview.mover_rows import (
    course,
    legend,
    shares_over_time,
)
from dashboard.papers.paper_list import entries
from dashboard.papers.reading_list import keep_button, kept_ids
from dashboard.papers.trending import top
from dashboard.state.address import PAPER, TOPIC, open_link
from dashboard.style.verdicts import VERDICTS, badge, dots, in_turn, movers
from dashboard.text.wording import count, plain

_LISTED = 8
_SPARK, _MAP_PIXELS = (76, 24), 620
# Cards of papers: so many of what grows, and so many in all.
_OF_GROWING, _CARDS = 2, 3
_ABSTRACT = 320


def map_and_movers(run: Run, period: str) -> None:
    """The map coloured by growth beside the themes that moved."""
    with st.grid(3, min_column_width=250) as grid:
        with grid.cell(column_span=2):
            with st.container(key="growth-map"):
                show_chart("growth_map", run, height=_MAP_PIXELS)
            st.caption(legend(discovery_rate(run)))
        with grid.cell():
            _mover_list(run, period)


def read_now(run: Run, period: str) -> None:
    """Three cards: papers of what grows, and the most upvoted or newest of the last period."""
    chosen = load_read_now(run, period)
    if not chosen:
        return
    st.subheader("Read now", anchor=False)
    kept = kept_ids()
    with st.grid(_CARDS, min_column_width=260, border=True):
        for paper, why in chosen:
            place, saved = f"card-{paper['doc_id']}", paper["paper_id"] in kept
            with st.container(gap="xsmall", key=f"entry-{place}"):
                link = open_link("papers", **{PAPER: paper["paper_id"]})
                st.page_link(label=plain(paper["title"] or "Untitled"), **link)
                st.caption(_about(paper, run, why=why))
                st.markdown(plain((paper["abstract"] or "")[:_ABSTRACT]))
                keep_button(paper, key=f"keep-{place}", kept=saved)


@cached(entries=20)
def load_read_now(run: Run, period: str) -> list[tuple[dict[str, Any], str]]:
    """The papers to read now, as in `records`, each with the reason in a few words.

    None of them is among the papers to read of a theme that moved.
    """
    signals = load_topic_signals(run)
    listed = in_turn(signals, most=_LISTED)["topic"].tolist()
    named = {doc_id for topic in listed for doc_id in load_to_read(run, topic)["doc_id"]}
    growing = signals["topic"][signals["verdict"].isin(["emerging", "rising"])]
    free = run.documents[~run.documents["doc_id"].isin(named)]
    of_growing = free["doc_id"][free["topic"].isin(growing)].to_numpy()
    chosen = {
        int(doc_id): "" for doc_id in papers_to_read(run, of_growing, most=_OF_GROWING)["doc_id"]
    }
    times = load_times(run)
    last = times[period].index[-1] if period in times else opening(times)
    if last is not None:
        inside = np.flatnonzero(in_period(run, last))
        inside = inside[np.isin(inside, free["doc_id"]) & ~np.isin(inside, list(chosen))]
        best = top(run, inside, most=_CARDS - len(chosen))
        voted = best["upvotes"].fillna(0).gt(0)
        for doc_id, has_votes in zip(best["doc_id"], voted, strict=True):
            what = "Most upvoted" if has_votes else "New"
            chosen[int(doc_id)] = f"{what}, {readable_period(last)}"
    papers = records(run.documents.loc[[*chosen]])
    return list(zip(papers, chosen.values(), strict=True))


@st.fragment
def _mover_list(run: Run, period: str) -> None:
    """The themes that moved by verdict, each with its papers to read."""
    for verdict, listed in groupby(load_leading(run, period), key=lambda one: one[0]["verdict"]):
        st.markdown(badge(verdict, ""))
        for row, values in listed:
            _mover(run, row, values=values)
    themes = count(run.manifest.counts.topics, "theme")
    link = open_link("trends")
    st.page_link(label=f"All {themes} and their evidence", icon=":material/trending_up:", **link)


@cached(entries=20)
def load_leading(run: Run, period: str) -> list[tuple[dict[Any, Any], list[float]]]:
    """Rows of the themes that are listed, by verdict, each with its shares over time."""
    signals, shares = load_topic_signals(run), load_prevalence(run, period)
    rows = movers(signals)
    rows = rows[rows["topic"].isin(in_turn(signals, most=_LISTED)["topic"])]
    return [(row, shares_over_time(shares, row["topic"])) for row in rows.to_dict("records")]


def _mover(run: Run, row: dict[Any, Any], *, values: list[float]) -> None:
    topic, look = row["topic"], VERDICTS[row["verdict"]]
    with st.container(gap=None, key=f"entry-mover-{topic}"):
        with st.container(horizontal=True, wrap=False, gap="xsmall"):
            label = f"{theme_dot(run, topic)} {plain(row['name'])}"
            link = open_link("themes", **{TOPIC: topic})
            st.page_link(label=label, width="stretch", **link)
            if len(values) > 1:
                spark = share_line(values, colour=look.colour(mode()), size=_SPARK)
                st.image(spark, width=_SPARK[0], alt=f"{row['name']}: its share over time")
        with st.container(horizontal=True, wrap=False, vertical_alignment="center"):
            st.caption(" · ".join(filter(None, [course(row), dots(row["finding_q"])])))
            papers = load_to_read(run, topic)
            label = f"{count(len(papers), 'paper')} to read"
            with st.popover(
                label, type="tertiary", key=f"read-{topic}", on_change="rerun"
            ) as opened:
                if opened.open:
                    entries(records(papers), name=f"read-{topic}", labels={})


def _about(paper: dict[Any, Any], run: Run, *, why: str) -> str:
    votes = "" if not paper["upvotes"] else count(int(paper["upvotes"]), "upvote")
    theme = "" if paper["topic"] == OUTLIER else plain(run.labels[paper["topic"]])
    parts = [why or readable_date(paper["published"]), theme, votes]
    return " · ".join(part for part in parts if part)

"""Cards of what moved most: its share over time, its evidence, and three papers to read."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from analysis.runs.queries.reading import papers_to_read
from analysis.runs.store import Run
from analysis.trends.verdict_codes import DIRECTIONS
from dashboard.components.blocks import mode
from dashboard.data.cache import cached
from dashboard.data.signal_rows import discovery_rate
from dashboard.data.tables import in_period, load_keyword_sets, load_prevalence, papers_with_any
from dashboard.figures.parts.inline_svg import share_line
from dashboard.papers.paper_list import entries
from dashboard.state.address import TOPIC, follow_term, open_link
from dashboard.style.verdicts import LEADING, MOVING, VERDICTS, dots, dots_note
from dashboard.text.wording import plain

_OTHERS = 2  # cards of each verdict that predicts no growth


def mover_cards(run: Run, rows: pd.DataFrame, *, kind: str, period: str, within: str = "") -> None:
    """Cards of the first rows of every verdict that moved, as `mover_rows` orders them.

    `kind` is topic or term; `within` is the span whose papers are to be read, empty for all.
    """
    factor = run.trend_params.stable_factor
    for found, most in grouped(rows, stable_factor=factor, fill=bool(within)):
        cut = f"the first {most} of " if len(found) > most else ""
        st.markdown(f"{found['badge'].iloc[0]} {cut}{len(found):,}")
        with st.grid(2, min_column_width=380):
            for row in found.head(most).to_dict("records"):
                with st.container(border=True, gap="xsmall", key=f"card-{kind}-{row[kind]}"):
                    _card(run, row, kind=kind, period=period, within=within)


def grouped(
    rows: pd.DataFrame, *, stable_factor: float, fill: bool
) -> Iterator[tuple[pd.DataFrame, int]]:
    """Groups of rows that are alike, and how many cards each has; none is empty.

    To `fill`, what has grown but not clearly follows what has, up to so many cards of growth:
    first what perhaps grew, then what did not shrink by `stable_factor` either.
    """
    for verdict in MOVING:
        found = rows[rows["verdict"] == verdict]
        if len(found):
            yield found, LEADING if DIRECTIONS.get(verdict) == 1 else _OTHERS
    room = LEADING - int((rows["verdict"] == "rising").sum()) if fill else 0
    unclear = (rows["verdict"] == "unknown") & (rows["factor"] > 1)
    perhaps = unclear & (rows["leaning"] == "rising")
    hardly = unclear & ~perhaps & (rows["factor_low"] >= 1 / stable_factor)
    for which in (perhaps, hardly):
        found = rows[which]
        if room > 0 and len(found):
            yield found, room
            room -= len(found)


def _card(run: Run, row: dict[Any, Any], *, kind: str, period: str, within: str) -> None:
    _name(row, kind=kind)
    shares, doc_ids = _PARTS[kind](run, row[kind], period)
    with st.container(horizontal=True, vertical_alignment="center"):
        if len(shares) > 1:
            colour = VERDICTS[row["verdict"]].colour(mode())
            st.image(share_line(shares, colour=colour), alt=f"Its share of each {period}")
        papers = f"**{row['first_documents']:,} → {row['last_documents']:,} papers**"
        strong = dots(row["finding_q"])
        st.markdown(
            f"{papers} {strong}".strip(), help=dots_note(discovery_rate(run)) if strong else None
        )
    st.caption(plain(row["said"]))
    read = load_papers_to_read(run, doc_ids, within)
    if len(read):
        entries(run.documents.loc[read], name=f"read-{kind}-{row[kind]}", labels={})


def _name(row: dict[Any, Any], *, kind: str) -> None:
    """The name, which opens the page of a theme; a keyword is followed on this page."""
    if kind == "term":
        key = f"follow-{row['term']}"
        label = f"**{plain(row['name'])}**"
        st.button(label, key=key, type="tertiary", on_click=follow_term, args=(row["term"],))
        return
    with st.container(gap=None, key=f"entry-topic-{row['topic']}"):
        st.page_link(label=plain(row["name"]), **open_link("themes", **{TOPIC: row["topic"]}))


@cached(entries=256)
def load_papers_to_read(run: Run, doc_ids: np.ndarray, within: str) -> list[int]:
    """The papers to read first of some, and of a span of time if one is given."""
    inside = doc_ids[in_period(run, within)[doc_ids]] if within else doc_ids
    return papers_to_read(run, inside).index.tolist()


def _of_topic(run: Run, topic: int, period: str) -> tuple[list[float], np.ndarray]:
    shares = load_prevalence(run, period)
    whole = shares[(shares["topic"] == topic) & shares["complete"] & (shares["total"] > 0)]
    return whole["prevalence"].tolist(), np.flatnonzero(run.documents["topic"] == topic)


def _of_term(run: Run, term: str, period: str) -> tuple[list[float], np.ndarray]:
    shares = load_keyword_sets(run, ((term,),), period=period)
    whole = shares[shares["complete"] & (shares["total"] > 0)]
    return whole["prevalence"].tolist(), papers_with_any(run, [term])


_PARTS: dict[str, Callable[[Run, Any, str], tuple[list[float], np.ndarray]]] = {
    "topic": _of_topic,
    "term": _of_term,
}

"""Cards of what moved most: its share over time, its evidence, and three papers to read."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from analysis.runs.queries.reading import papers_to_read
from analysis.runs.store import Run
from analysis.trends.prevalence import complete_shares
from analysis.trends.verdict_codes import DIRECTIONS
from dashboard.components.blocks import mode, theme_dot
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
    for note, shown in grouped(rows, stable_factor=factor, fill=bool(within)):
        st.markdown(f"{shown['badge'].iloc[0]} {note}")
        with st.grid(2, min_column_width=380):
            for row in shown.to_dict("records"):
                with st.container(border=True, gap="xsmall", key=f"card-{kind}-{row[kind]}"):
                    _card(run, row, kind=kind, period=period, within=within)


def grouped(
    rows: pd.DataFrame, *, stable_factor: float, fill: bool
) -> Iterator[tuple[str, pd.DataFrame]]:
    """The rows that have cards in groups that are alike, each with a note; none is empty.

    To `fill`, what perhaps grew or shrank follows, up to so many cards of each, then what grew and
    did not shrink by `stable_factor` either.
    """
    for verdict in MOVING:
        most = LEADING if DIRECTIONS.get(verdict) == 1 else _OTHERS
        yield from _group(rows[rows["verdict"] == verdict], most)
    room = LEADING - int((rows["verdict"] == "rising").sum()) if fill else 0
    unclear = rows[(rows["verdict"] == "unknown") & (rows["factor"] > 1)]
    perhaps = unclear[unclear["leaning"] == "rising"]
    yield from _group(perhaps, max(room, 0))
    falling = rows[(rows["verdict"] == "unknown") & (rows["leaning"] == "fading")]
    yield from _group(falling, max(_OTHERS - int((rows["verdict"] == "fading").sum()), 0) * fill)
    hardly = unclear[(unclear["leaning"] == "") & (unclear["factor_low"] >= 1 / stable_factor)]
    for _, shown in _group(hardly, max(room - len(perhaps), 0)):
        yield "the likeliest gains are:", shown


def _group(found: pd.DataFrame, most: int) -> Iterator[tuple[str, pd.DataFrame]]:
    cut = f"the first {most} of " if len(found) > most else ""
    if most and len(found):
        yield f"{cut}{len(found):,}", found.head(most)


def _card(run: Run, row: dict[Any, Any], *, kind: str, period: str, within: str) -> None:
    _name(run, row, kind=kind)
    shares = _course(run, row, kind=kind, period=period)
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
    read = load_papers_to_read(run, _papers(run, row, kind=kind), within=within)
    if len(read):
        entries(run.documents.loc[read], name=f"read-{kind}-{row[kind]}", labels={})


def _name(run: Run, row: dict[Any, Any], *, kind: str) -> None:
    """The name, which opens the page of a theme; a keyword is followed on this page."""
    if kind == "term":
        key = f"follow-{row['term']}"
        label = f"**{plain(row['name'])}**"
        st.button(label, key=key, type="tertiary", on_click=follow_term, args=(row["term"],))
        return
    with st.container(gap=None, key=f"entry-topic-{row['topic']}"):
        label = f"{theme_dot(run, row['topic'])} {plain(row['name'])}"
        st.page_link(label=label, **open_link("themes", **{TOPIC: row["topic"]}))


@cached(entries=256)
def load_papers_to_read(run: Run, doc_ids: np.ndarray, *, within: str) -> list[int]:
    """The papers to read first of some, and of a span of time if one is given."""
    inside = doc_ids[in_period(run, within)[doc_ids]] if within else doc_ids
    return papers_to_read(run, inside).index.tolist()


def _course(run: Run, row: dict[Any, Any], *, kind: str, period: str) -> list[float]:
    """The shares of a theme or keyword in whole periods."""
    if kind == "topic":
        shares = load_prevalence(run, period)
        shares = shares[shares["topic"] == row["topic"]]
    else:
        shares = load_keyword_sets(run, ((row["term"],),), period=period)
    return complete_shares(shares)


def _papers(run: Run, row: dict[Any, Any], *, kind: str) -> np.ndarray:
    if kind == "topic":
        return np.flatnonzero(run.documents["topic"] == row["topic"])
    return papers_with_any(run, [row["term"]])

"""Cards of what moved most: its share over time, its evidence, and three papers to read."""

from collections.abc import Iterator
from dataclasses import dataclass
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
from dashboard.data.records import records
from dashboard.data.signal_rows import discovery_rate
from dashboard.data.tables import in_period, load_keyword_sets, load_prevalence, papers_with_any
from dashboard.figures.parts.inline_svg import share_line
from dashboard.overview.mover_rows import course
from dashboard.papers.paper_list import entries
from dashboard.state.address import TOPIC, follow_term, open_link
from dashboard.style.verdicts import LEADING, MOVING, VERDICTS, dots, dots_note
from dashboard.text.wording import plain
from dashboard.trends.mover_rows import THEMES, load_listed
from dashboard.trends.windows import Spans

_OTHERS = 2  # cards of each verdict that predicts no growth


@dataclass(frozen=True)
class Card:
    """A row of what moved, its shares in whole periods, and the papers to read of it."""

    row: dict[str, Any]
    shares: list[float]
    papers: list[dict[str, Any]]


def mover_cards(run: Run, shown: str, *, spans: Spans | None, period: str) -> None:
    """Cards of the first rows of every verdict that moved, as `mover_rows` orders them.

    `shown` and `spans` as in `load_listed`.
    """
    kind = "topic" if shown == THEMES else "term"
    for note, cards in load_cards(run, shown, spans=spans, period=period):
        st.markdown(f"{cards[0].row['badge']} {note}")
        with st.grid(2, min_column_width=380):
            for card in cards:
                with st.container(border=True, gap="xsmall", key=f"card-{kind}-{card.row[kind]}"):
                    _card(run, card, kind=kind, period=period)


@cached(entries=64)
def load_cards(
    run: Run, shown: str, *, spans: Spans | None, period: str
) -> list[tuple[str, list[Card]]]:
    """The cards of a list by verdict, each verdict with a note; papers are of the later span."""
    rows, within = load_listed(run, shown, spans=spans), spans.after if spans else ""
    groups = grouped(rows, stable_factor=run.trend_params.stable_factor, fill=bool(spans))
    return [
        (note, [_made(run, row, within=within, period=period) for row in some.to_dict("records")])
        for note, some in groups
    ]


def _made(run: Run, row: dict[Any, Any], *, within: str, period: str) -> Card:
    if "topic" in row:
        shares = load_prevalence(run, period)
        shares = shares[shares["topic"] == row["topic"]]
        doc_ids = np.flatnonzero(run.documents["topic"] == row["topic"])
    else:
        shares = load_keyword_sets(run, ((row["term"],),), period=period)
        doc_ids = papers_with_any(run, [row["term"]])
    inside = doc_ids[in_period(run, within)[doc_ids]] if within else doc_ids
    return Card(row, complete_shares(shares), records(papers_to_read(run, inside)))


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


def _card(run: Run, card: Card, *, kind: str, period: str) -> None:
    row = card.row
    _name(run, row, kind=kind)
    with st.container(horizontal=True, vertical_alignment="center"):
        if len(card.shares) > 1:
            colour = VERDICTS[row["verdict"]].colour(mode())
            st.image(share_line(card.shares, colour=colour), alt=f"Its share of each {period}")
        papers = f"**{course(row)}**"
        strong = dots(row["finding_q"])
        st.markdown(
            f"{papers} {strong}".strip(), help=dots_note(discovery_rate(run)) if strong else None
        )
    st.caption(plain(row["said"]))
    if card.papers:
        entries(card.papers, name=f"read-{kind}-{row[kind]}", labels={}, summary=False)


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

"""What moved, as a table of everything that was tested."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analysis.runs.store import Run
from analysis.trends.factors import factor_range
from analysis.trends.verdicts.time_words import window_ends
from dashboard.components.blocks import bare_table, csv_button, mode, saved_as
from dashboard.components.narrow_rows import NarrowRow, narrow_rows
from dashboard.data.cache import cached
from dashboard.data.signal_rows import discovery_rate
from dashboard.figures.parts.inline_svg import MOST, data_uri, interval_bar
from dashboard.state.address import (
    MOVER_TABLE,
    SHOWN,
    TERM,
    TOPIC,
    follow_term,
    go_to,
    open_link,
)
from dashboard.style.appearance import LOOKS, Mode
from dashboard.style.verdicts import MOVING, VERDICTS, dots, dots_note
from dashboard.text.wording import plain
from dashboard.trends.mover_rows import THEMES, load_listed
from dashboard.trends.windows import Spans

_OF = {"topic": "Theme", "term": "Keyword"}


def verdict_table(run: Run, shown: str) -> None:
    """Table of a list over the whole time, `shown` as in `load_listed`."""
    rows = load_listed(run, shown, spans=None)
    window = rows[["window_start", "window_end"]].dropna()
    first, _ = window_ends(*window.iloc[0]) if len(window) else ("first year", "last year")
    _table(
        run,
        shown,
        spans=None,
        name="theme_movers" if shown == THEMES else "keyword_movers",
        headings={
            "papers": f"Papers, {first} → last",
            "interval": "Likely growth a year",
            "stroke": " The stroke allows for few papers: by it the rows are in order.",
        },
    )


def change_table(run: Run, shown: str, *, spans: Spans) -> None:
    """Table of the changes of a list between two spans of time."""
    _table(
        run,
        shown,
        spans=spans,
        name="theme-changes" if shown == THEMES else "keyword-changes",
        headings={
            "papers": "Papers, before → after",
            "interval": f"Likely growth{spans.apart}",
            "stroke": "",
        },
    )


def papers_text(row: Mapping[Any, Any]) -> str:
    """The papers at both ends: `8 → 83`."""
    return f"{row['first_documents']:,} → {row['last_documents']:,}"


def interval_text(row: Mapping[Any, Any]) -> str | None:
    """The likely growth: `×2.6 to ×16`; None where it is not known."""
    if pd.isna(row["factor_low"]):
        return None
    return factor_range(row["factor_low"], row["factor_high"])


def bar_of(row: Mapping[Any, Any], *, mode: Mode) -> str | None:
    """The interval bar of a row, in the colour of its verdict; None where growth is not known."""
    if pd.isna(row["factor_low"]):
        return None
    found = row["verdict"] in MOVING
    colour = VERDICTS[row["verdict"]].colour(mode) if found else LOOKS[mode].muted
    tick = None if pd.isna(row["tick"]) else row["tick"]
    low, high = row["factor_low"], row["factor_high"]
    return data_uri(
        interval_bar(low, high, value=row["factor"], tick=tick, colour=colour, mode=mode)
    )


@cached(entries=64)
def load_cells(run: Run, shown: str, *, spans: Spans | None, look: Mode) -> pd.DataFrame:
    """A list as its table shows it."""
    rows = load_listed(run, shown, spans=spans)
    every = rows.to_dict("records")
    cells: dict[str, Any] = {
        "open": ":material/arrow_forward:",
        "strength": [dots(q) for q in rows["finding_q"]],
        "papers": [papers_text(row) for row in every],
        "interval": [interval_text(row) for row in every],
        "bar": [bar_of(row, mode=look) for row in every],
    }
    if "cited" in rows:
        cells["cited"] = 100 * rows["cited"]
    return rows.drop(columns=["badge", "tick"]).assign(**cells)


def _table(
    run: Run, shown: str, *, spans: Spans | None, name: str, headings: Mapping[str, str]
) -> None:
    rows, kind = load_listed(run, shown, spans=spans), "topic" if shown == THEMES else "term"
    clicked = st.session_state.get(MOVER_TABLE)
    if clicked is not None and kind == "topic":
        go_to("themes", **{TOPIC: rows["topic"].iloc[clicked.row]})
    columns = _columns(kind, headings, rate=discovery_rate(run))
    if rows["finding_q"].isna().all():
        del columns["strength"]
    if "cited" not in rows or rows["cited"].isna().all():
        del columns["cited"]
    with st.container(key=f"broad-form-{name}-table"):
        bare_table(
            load_cells(run, shown, spans=spans, look=mode()),
            alt=f"What is known of the growth of every {_OF[kind].lower()}, with its evidence",
            columns={
                "open": st.column_config.ButtonColumn(
                    " ",
                    key=MOVER_TABLE,
                    width=48,
                    # Keywords open on this page.
                    on_click=_follow_row if kind == "term" else None,
                    args=(rows[kind].tolist(),) if kind == "term" else None,
                ),
                **columns,
            },
        )
    narrow_rows(rows, partial(_narrow_row, kind=kind), name=f"{name}-table")
    csv_button(rows.drop(columns=["badge", "tick"]), file=saved_as(run, name))


def _narrow_row(row: Mapping[Any, Any], *, kind: str) -> NarrowRow:
    papers = f"{papers_text(row)} papers"
    theme = {TOPIC: row["topic"]} if kind == "topic" else {SHOWN: "keywords", TERM: row["term"]}
    return NarrowRow(
        name=plain(row["name"]),
        said=" · ".join(filter(None, [row["badge"], papers, dots(row["finding_q"])])),
        link=open_link("themes" if kind == "topic" else "trends", **theme),
    )


def _follow_row(terms: list[str]) -> None:
    follow_term(terms[st.session_state[MOVER_TABLE].row])


def _columns(kind: str, headings: Mapping[str, str], *, rate: float) -> dict[str, Any]:
    text = st.column_config.TextColumn
    return {
        "name": text(_OF[kind], width=245),
        "word": text("Verdict", width=125),
        "strength": text("Strength", help=dots_note(rate), width=75),
        "papers": text(headings["papers"], width=165, alignment="right"),
        "interval": text(
            headings["interval"],
            help="95% interval of the factor by which its share of the papers grows; ×1 is no "
            "change",
            width=160,
            alignment="right",
        ),
        "bar": st.column_config.ImageColumn(
            f"Growth, ÷{MOST} to ×{MOST}",
            help="The same interval on one axis for all rows; the line in the middle is no change."
            + headings["stroke"],
            width=188,
        ),
        "cited": st.column_config.NumberColumn(
            "Cited",
            help="Of other papers of their month, the share that its papers are on average cited "
            "more often than; 50% is no difference",
            format="%.0f%%",
            width=65,
        ),
        "said": text("Evidence", width=640),
        "documents": st.column_config.NumberColumn("All papers", format="localized", width=80),
    }

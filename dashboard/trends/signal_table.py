"""Verdicts as a list of changes and as a full table."""

from typing import Any

import pandas as pd
import streamlit as st

from analysis.runs.store import Run
from analysis.trends.percent import growth_range
from dashboard.components.blocks import table
from dashboard.data.signal_rows import mover_rows
from dashboard.state.address import MOVER_TABLE, TERM, TOPIC, open_link
from dashboard.style.verdicts import MOVING, badge, movers, word_of
from dashboard.text.wording import plain

LISTED = 8
_GROWTH_CI = "95% interval of the growth a year, without any drawing in"
_BEFORE, _AFTER = "In the first year of the window", "In the last year of the window"
# Tables of signals call their things as the address does, and the page that shows one.
_PAGES = {"topic": ("themes", TOPIC), "term": ("keywords", TERM)}


def mover_list(signals: pd.DataFrame, *, kind: str, each: int = LISTED) -> None:
    """Emerging, rising, fading and dormant rows, at most `each`, with their evidence.

    `signals` has name and said beside the columns of a table of signals; `kind` is topic or term.
    """
    moving = movers(signals)
    page, key = _PAGES[kind]
    for verdict in MOVING:
        rows = moving[moving["verdict"] == verdict]
        if rows.empty:
            continue
        more = f" · the first {each} of {len(rows)}" if len(rows) > each else ""
        st.markdown(f"{badge(verdict, '')}{more}")
        for row in rows.head(each).to_dict("records"):
            with st.container(gap=None, key=f"entry-{kind}-{row[kind]}"):
                st.page_link(label=plain(row["name"]), **open_link(page, **{key: row[kind]}))
                st.caption(plain(row["said"]))


def signal_table(run: Run, signals: pd.DataFrame, *, kind: str) -> None:
    """Table of the largest changes with papers before and after, then all others."""
    rows = mover_rows(signals)
    of = {"topic": "Theme", "term": "Keyword"}[kind]
    clicked = st.session_state.get(MOVER_TABLE)
    if clicked is not None:
        page, key = _PAGES[kind]
        st.switch_page(**open_link(page, **{key: rows[kind].iloc[clicked.row]}))
    verdicts = zip(rows["verdict"], rows["reason"], strict=True)
    growths = zip(rows["growth_low"], rows["growth_high"], strict=True)
    table(
        rows,
        run=run,
        name={"topic": "theme_movers", "term": "keyword_movers"}[kind],
        alt=f"The verdict on every {of.lower()}, with its evidence",
        shown={
            "open": ":material/arrow_forward:",
            "verdict": [word_of(*pair) for pair in verdicts],
            "growth_shrunk": (100 * rows["growth_shrunk"]).round() + 0.0,
            "interval": [_interval(*ends) for ends in growths],
            **{name: 100 * rows[name] for name in ("first_share", "last_share")},
            "said": rows["said"] + " " + rows["luck"],
        },
        columns=_columns(of),
    )


def _interval(low: float, high: float) -> str | None:
    return None if pd.isna(low) else growth_range(low, high)


def _columns(of: str) -> dict[str, Any]:
    number, text = st.column_config.NumberColumn, st.column_config.TextColumn
    papers = {"format": "localized", "width": 95}
    share = {"format": "%.1f%%", "width": 90}
    return {
        "open": st.column_config.ButtonColumn(" ", key=MOVER_TABLE, width=56),
        "name": text(of, width=240),
        "verdict": text("Verdict", width=130),
        "growth_shrunk": number(
            "Cautious growth a year",
            format="%+.0f%%",
            help="Drawn towards no change, the more so the fewer papers there are: it ranks. The "
            "interval beside it is that of the growth without any drawing in.",
            width=170,
        ),
        "interval": text("Between", help=_GROWTH_CI, width=215),
        "first_documents": number("Papers before", help=_BEFORE, **papers),
        "last_documents": number("Papers after", help=_AFTER, **papers),
        "first_share": number("Share before", help=_BEFORE, **share),
        "last_share": number("Share after", help=_AFTER, **share),
        "said": text("Evidence", width=640),
        "documents": number("All papers", format="localized", width=80),
        "first_seen": text("First seen", width=90),
        "novelty": number(
            "Novelty",
            format="%.2f",
            help="How far its recent papers are from a sample of earlier ones, 0 to 1",
            width=80,
        ),
        "spread": number(
            "Author groups",
            format="%.1f",
            help="To expect among ten of its papers; a group is the papers of a last author",
            width=110,
        ),
    }

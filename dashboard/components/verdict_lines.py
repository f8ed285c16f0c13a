"""Verdicts with their evidence, one line each."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from analysis.runs.store import Run
from dashboard.data.signal_rows import discovery_rate
from dashboard.data.tables import load_term_signals, load_topic_signals
from dashboard.style.verdicts import badge, dots, dots_note, look_of
from dashboard.text.run_facts import stands_for
from dashboard.text.wording import plain


def theme_verdict(run: Run, topic: int) -> None:
    """Verdict on one theme with its evidence; nothing for unassigned papers."""
    signals = load_topic_signals(run)
    for row in signals[signals["topic"] == topic].to_dict("records"):
        st.markdown(_verdict(row), help=_note(run, row))
        if row["cited_found"] == "unclear":
            st.caption(plain(row["cited_said"]))


def keyword_verdicts(run: Run, terms: Sequence[str]) -> None:
    """Verdict on each tested keyword with its evidence."""
    signals = load_term_signals(run)
    for row in signals[signals["term"].isin(list(terms))].to_dict("records"):
        name = f"**{plain(row['term'])}**{stands_for(run, row['term'])}"
        st.caption(f"{name} {_verdict(row)}", help=_note(run, row))


def _verdict(row: dict[Any, Any]) -> str:
    parts = (badge(**look_of(row)), dots(row["finding_q"]), plain(row["said"]))
    return " ".join(filter(None, parts))


def _note(run: Run, row: dict[Any, Any]) -> str | None:
    return dots_note(discovery_rate(run)) if dots(row["finding_q"]) else None

"""Verdicts with their evidence, one line each."""

from collections.abc import Sequence

import streamlit as st

from analysis.runs.store import Run
from dashboard.data.tables import load_term_signals, load_topic_signals
from dashboard.style.verdicts import badge
from dashboard.text.run_facts import stands_for
from dashboard.text.wording import plain


def theme_verdict(run: Run, topic: int) -> None:
    """Verdict on one theme with its evidence; nothing for unassigned papers."""
    signals = load_topic_signals(run)
    for row in signals[signals["topic"] == topic].to_dict("records"):
        st.markdown(f"{badge(row['verdict'], row['reason'])} {plain(row['evidence'])}")


def keyword_verdicts(run: Run, terms: Sequence[str]) -> None:
    """Verdict on each tested keyword with its evidence."""
    signals = load_term_signals(run)
    for row in signals[signals["term"].isin(list(terms))].to_dict("records"):
        name = f"**{plain(row['term'])}**{stands_for(run, row['term'])}"
        verdict = badge(row["verdict"], row["reason"])
        st.caption(f"{name} {verdict} {plain(row['evidence'])}")

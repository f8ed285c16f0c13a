"""The verdict on one theme or on some keywords, with its evidence, a line each."""

from collections.abc import Sequence

import streamlit as st

from analysis.runs.store import Run
from dashboard.data.tables import load_term_signals, load_topic_signals
from dashboard.style.verdicts import badge
from dashboard.text.run_facts import stands_for
from dashboard.text.wording import plain


def theme_verdict(run: Run, topic: int) -> None:
    """The verdict on one theme and its evidence; nothing for the unassigned papers."""
    signals = load_topic_signals(run)
    for row in signals[signals["topic"] == topic].to_dict("records"):
        st.markdown(f"{badge(row['verdict'], row['reason'])} {plain(row['evidence'])}")


def keyword_verdicts(run: Run, terms: Sequence[str]) -> None:
    """The verdict on each keyword that was tested, and its evidence."""
    signals = load_term_signals(run)
    for row in signals[signals["term"].isin(list(terms))].to_dict("records"):
        name = f"**{plain(row['term'])}**{stands_for(run, row['term'])}"
        verdict = badge(row["verdict"], row["reason"])
        st.caption(f"{name} {verdict} {plain(row['evidence'])}")

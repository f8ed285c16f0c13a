"""Trends: what moved among themes and keywords, over the whole time or between two spans."""

import streamlit as st

from dashboard.data.loading import current_run
from dashboard.data.tables import load_strays, load_term_signals, load_topic_signals
from dashboard.state.address import SHOWN, bound, chosen_period
from dashboard.style.verdicts import about_window
from dashboard.trends.burst_table import keyword_bursts
from dashboard.trends.followed_keywords import follow_keywords
from dashboard.trends.mover_rows import GENERAL_WORDS, KEYWORDS, THEMES
from dashboard.trends.movers_of_window import changes_between, verdicts_of_all
from dashboard.trends.windows import ALL, OF_ALL, compared_spans, pick_window

BURSTS = "bursts"

run = current_run()
period = chosen_period(run)
topics, terms = load_topic_signals(run), load_term_signals(run)

st.title("Trends", anchor=False)
with st.container(horizontal=True):
    shown = st.segmented_control(
        "Show",
        [THEMES, KEYWORDS, GENERAL_WORDS, BURSTS],
        default=THEMES,
        required=True,
        **bound(SHOWN),
    )
    window = pick_window() if shown != BURSTS else ALL
if shown == KEYWORDS:
    follow_keywords(run, period=period)
if window == ALL and topics["growth"].isna().all() and terms["growth"].isna().all():
    st.caption(
        "Nothing can be said of trends here: the papers have no dates, or too few of them, or the "
        "run is older than the tests; “New papers…” makes a new one."
    )
    st.stop()
if shown == BURSTS:
    keyword_bursts(run)
    st.stop()
if shown == GENERAL_WORDS:
    st.markdown(
        "Words that papers on any subject may use: how people write, not what they write about. "
        "Papers that hold such a word are hardly closer to each other than papers at large."
    )
if window == ALL:
    st.caption(f"{about_window(topics, terms)} {OF_ALL} {load_strays(run)}")
    verdicts_of_all(run, shown, period=period)
elif spans := compared_spans(run, window, period=period):
    changes_between(run, shown, spans=spans, period=period)

"""Changes: tested themes and keywords, and the track record of such verdicts."""

import streamlit as st

from analysis.trends.verdicts.evidence_text import tested_note
from dashboard.components.blocks import show_chart
from dashboard.data.loading import current_run
from dashboard.data.signal_rows import discovery_rate
from dashboard.data.tables import load_strays, load_term_signals, load_topic_signals
from dashboard.figures.catalogue.chart import GENERAL, Options
from dashboard.state.address import SHOWN, bound
from dashboard.style.verdicts import MOVING, about_window, legend
from dashboard.trends.permutation_comparison import beside_luck
from dashboard.trends.signal_table import mover_list, signal_table
from dashboard.trends.track_record import forecast_record, track_record

THEMES, KEYWORDS, GENERAL_WORDS, BURSTS = "themes", "keywords", "general words", "bursts"

run = current_run()
topics, terms = load_topic_signals(run), load_term_signals(run)

st.title("What moves", anchor=False)
if topics["growth"].isna().all() and terms["growth"].isna().all():
    st.caption(
        "Nothing can be said of trends here: the papers have no dates, or too few of them, or the "
        "run is older than the tests; “New papers…” makes a new one."
    )
    st.stop()
st.markdown(f"{about_window(topics, terms)} {load_strays(run)}")
shown = st.segmented_control(
    "Show",
    [THEMES, KEYWORDS, GENERAL_WORDS, BURSTS],
    default=THEMES,
    required=True,
    **bound(SHOWN),
)
rate = discovery_rate(run)
if shown == BURSTS:
    st.markdown(
        "A burst is a stretch in which a keyword has far more papers than its trend and its season "
        "say."
    )
    show_chart("keyword_bursts", run)
    st.stop()
kind, signals = ("topic", topics) if shown == THEMES else ("term", terms)
if shown == GENERAL_WORDS:
    st.markdown(
        "Words that papers on any subject may use: how people write, not what they write about. "
        "Papers that hold such a word are hardly closer to each other than papers at large."
    )
# All keywords are tested together, whichever list they are in.
st.markdown(tested_note(signals, of=THEMES if kind == "topic" else KEYWORDS, rate=rate))
if kind == "term":
    signals = terms[terms["subject"] == (shown == KEYWORDS)]
mover_list(signals, kind=kind)
if signals["verdict"].isin(MOVING).any():
    with st.container(key="wide"):
        show_chart(
            "theme_movers" if kind == "topic" else "keyword_movers",
            run,
            options=Options(kind=GENERAL if shown == GENERAL_WORDS else None),
        )
if shown != GENERAL_WORDS:
    beside_luck(run, topics if kind == "topic" else terms, kind=kind)
st.header(f"All {shown}, what moves most first", anchor=False)
signal_table(run, signals, kind=kind)
st.header("Track record", anchor=False)
track_record(run, kind=kind)
forecast_record(run, kind=kind)
with st.expander("What the words mean", icon=":material/help:"):
    st.markdown(legend())

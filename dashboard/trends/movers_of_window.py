"""What moved in a window: a sentence on chance, the cards, the chart and the table."""

import pandas as pd
import streamlit as st

from analysis.runs.store import Run
from analysis.trends.verdicts.evidence_text import between_note, found_words, tested_note
from dashboard.components.blocks import show_chart
from dashboard.data.signal_rows import discovery_rate
from dashboard.data.tables import in_period, load_term_signals, load_topic_signals
from dashboard.figures.catalogue.chart import GENERAL, Options
from dashboard.style.verdicts import MOVING, dots_note, legend
from dashboard.text.wording import count
from dashboard.trends.mover_cards import mover_cards
from dashboard.trends.mover_rows import keyword_changes, theme_changes, verdict_rows
from dashboard.trends.new_keywords import new_keywords
from dashboard.trends.permutation_comparison import beside_chance
from dashboard.trends.signal_table import change_table, verdict_table
from dashboard.trends.track_record import forecast_record, track_record
from dashboard.trends.windows import Spans

_THEMES, _KEYWORDS = "themes", "keywords"
# Both lists of keywords are tested together.
_TERMS = "terms"


def verdicts_of_all(run: Run, shown: str, *, period: str) -> None:
    """The verdicts on the whole time; `shown` is themes, keywords or general words."""
    kind, many = ("topic", _THEMES) if shown == _THEMES else ("term", _TERMS)
    signals = load_topic_signals(run) if kind == "topic" else load_term_signals(run)
    beside_chance(run, signals, kind=kind)
    rate = discovery_rate(run)
    st.caption(tested_note(signals, of=many, rate=rate))
    if kind == "term":
        signals = _listed(signals, shown)
    rows = verdict_rows(signals)
    mover_cards(run, rows, kind=kind, period=period)
    if rows["verdict"].isin(MOVING).any():
        show_chart(
            "theme_movers" if kind == "topic" else "keyword_movers",
            run,
            options=Options(kind=None if shown in (_THEMES, _KEYWORDS) else GENERAL),
        )
    st.header(f"All {len(rows):,} {shown}", anchor=False)
    if rows["finding_q"].notna().any():
        st.caption(dots_note(rate))
    verdict_table(run, rows, kind=kind)
    st.header("Track record", anchor=False)
    track_record(run, kind=kind)
    forecast_record(run, kind=kind)
    with st.expander("What the words mean", icon=":material/help:"):
        st.markdown(legend())


def changes_between(run: Run, shown: str, *, spans: Spans, period: str) -> None:
    """What changed between two spans of time; `shown` as in `verdicts_of_all`."""
    kind, many = ("topic", _THEMES) if shown == _THEMES else ("term", _TERMS)
    before, after = (int(in_period(run, span).sum()) for span in (spans.before, spans.after))
    st.markdown(f"{spans.said}: {count(after, 'paper')} and {count(before, 'paper')} before.")
    rows = theme_changes(run, spans) if kind == "topic" else keyword_changes(run, spans)
    rate = discovery_rate(run)
    st.caption(between_note(rows, of=many, rate=rate))
    if kind == "term":
        rows = _listed(rows, shown)
    mover_cards(run, rows, kind=kind, period=period, within=spans.after)
    if kind == "topic":
        show_chart("period_shift", run, options=Options(times=(spans.before, spans.after)))
    st.header(f"All {len(rows):,} {shown}", anchor=False)
    if rows["finding_q"].notna().any():
        st.caption(dots_note(rate))
    change_table(run, rows, kind=kind, apart=spans.apart)
    if shown == _KEYWORDS:
        new_keywords(run, spans.after)


def _listed(keywords: pd.DataFrame, shown: str) -> pd.DataFrame:
    """The keywords of one of the two lists, with a note on both."""
    listed = keywords[keywords["subject"] == (shown == _KEYWORDS)]
    others = "general words" if shown == _KEYWORDS else _KEYWORDS
    found = found_words(listed)
    st.caption(
        f"Of these terms {len(listed):,} are {shown}, listed here{f': {found}' if found else ''}. "
        f"The other {len(keywords) - len(listed):,} are {others}, which have a list of their own."
    )
    return listed

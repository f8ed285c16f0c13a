"""What moved in a window: a sentence on chance, the cards, the chart and the table."""

import pandas as pd
import streamlit as st

from analysis.runs.store import Run
from analysis.trends.verdicts.evidence_text import between_note, found_words, tested_note
from dashboard.components.blocks import show_chart
from dashboard.data.signal_rows import discovery_rate
from dashboard.data.tables import in_period
from dashboard.figures.catalogue.chart import GENERAL, Options
from dashboard.overview.headline import change_headline
from dashboard.style.verdicts import MOVING, dots_note, legend
from dashboard.text.wording import count
from dashboard.trends.mover_cards import mover_cards
from dashboard.trends.mover_rows import (
    GENERAL_WORDS,
    KEYWORDS,
    THEMES,
    load_listed,
    load_tested,
)
from dashboard.trends.new_keywords import new_keywords
from dashboard.trends.permutation_comparison import beside_chance
from dashboard.trends.signal_table import change_table, verdict_table
from dashboard.trends.track_record import forecast_record, track_record
from dashboard.trends.windows import OF_SPANS, Spans

# Both lists of keywords are tested together.
_TERMS = "terms"


def verdicts_of_all(run: Run, shown: str, *, period: str) -> None:
    """The verdicts on the whole time; `shown` is themes, keywords or general words."""
    kind, many = ("topic", THEMES) if shown == THEMES else ("term", _TERMS)
    tested, rows = (load(run, shown, spans=None) for load in (load_tested, load_listed))
    beside_chance(run, rows, kind=kind, many=shown)
    rate = discovery_rate(run)
    st.caption(tested_note(tested, of=many, rate=rate))
    _about_list(rows, shown=shown, of=len(tested))
    mover_cards(run, shown, spans=None, period=period)
    if rows["verdict"].isin(MOVING).any():
        show_chart(
            "theme_movers" if kind == "topic" else "keyword_movers",
            run,
            options=Options(kind=GENERAL if shown == GENERAL_WORDS else None),
        )
    st.header(f"All {len(rows):,} {shown}", anchor=False)
    if rows["finding_q"].notna().any():
        st.caption(dots_note(rate))
    verdict_table(run, shown)
    st.header("Track record", anchor=False)
    track_record(run, kind=kind)
    forecast_record(run, kind=kind)
    with st.expander("What the words mean", icon=":material/help:"):
        st.markdown(legend())


def changes_between(run: Run, shown: str, *, spans: Spans, period: str) -> None:
    """What changed between two spans of time; `shown` as in `verdicts_of_all`."""
    many = THEMES if shown == THEMES else _TERMS
    before, after = (int(in_period(run, span).sum()) for span in (spans.before, spans.after))
    tested, rows = (load(run, shown, spans=spans) for load in (load_tested, load_listed))
    st.header(change_headline(rows, things=shown), anchor=False)
    st.markdown(f"{spans.said}: {count(after, 'paper')} and {count(before, 'paper')} before.")
    rate = discovery_rate(run)
    st.caption(f"{OF_SPANS} {between_note(tested, of=many, rate=rate)}")
    _about_list(rows, shown=shown, of=len(tested))
    mover_cards(run, shown, spans=spans, period=period)
    if shown == THEMES:
        show_chart("period_shift", run, options=Options(times=(spans.before, spans.after)))
    st.header(f"All {len(rows):,} {shown}", anchor=False)
    if rows["finding_q"].notna().any():
        st.caption(dots_note(rate))
    change_table(run, shown, spans=spans)
    if shown == KEYWORDS:
        new_keywords(run, spans.after)


def _about_list(rows: pd.DataFrame, *, shown: str, of: int) -> None:
    """A note on both lists of keywords, of which `rows` is the one that is shown."""
    if shown == THEMES:
        return
    others = GENERAL_WORDS if shown == KEYWORDS else KEYWORDS
    found = found_words(rows)
    st.caption(
        f"Of these terms {len(rows):,} are {shown}, listed here{f': {found}' if found else ''}. "
        f"The other {of - len(rows):,} are {others}, which have a list of their own."
    )

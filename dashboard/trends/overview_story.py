"""Overview: key figures, headline, changes, new themes, most-read papers."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from analysis.periods import readable_date, readable_period
from analysis.runs.store import Run
from analysis.trends.verdicts.evidence_text import tested_note
from dashboard.components.blocks import show_chart
from dashboard.data.period_navigation import opening
from dashboard.data.signal_rows import discovery_rate
from dashboard.data.tables import (
    load_periods,
    load_term_signals,
    load_times,
    load_topic_signals,
)
from dashboard.figures.catalogue.chart import Options
from dashboard.papers.paper_list import entries
from dashboard.papers.selection import papers_with
from dashboard.papers.trending import has_votes, ranking, top, trending_entries
from dashboard.state.address import SHOWN, TERM, TOPIC, WHEN, open_link
from dashboard.style.verdicts import LEADING, MOVING, VERDICTS, about_window, badge, movers
from dashboard.text.run_facts import stands_for
from dashboard.text.wording import count, percent, plain
from dashboard.trends.signal_table import mover_list

_FIRST_PAPERS = 2
_READ = 5
_NEW = 2


def key_figures(run: Run) -> None:
    """Key figures of the run and its time span."""
    counts, dates = run.manifest.counts, run.documents["published"].dropna()
    with st.grid("auto", min_column_width=165):
        st.metric("Papers", f"{counts.documents:,}")
        st.metric("Themes", f"{counts.topics:,}")
        st.metric("Unassigned", percent(counts.outliers / max(counts.documents, 1)))
        if len(dates):
            st.metric("First paper", readable_date(dates.min()))
            st.metric("Last paper", readable_date(dates.max()))


def what_moved(run: Run, period: str) -> None:
    """Themes that changed, with their evidence; nothing where no paper has a date."""
    signals = load_topic_signals(run)
    if not load_times(run) or signals.empty:
        return
    st.header("What moved", anchor=False)
    st.subheader(headline(signals), anchor=False)
    note = tested_note(signals, of="themes", rate=discovery_rate(run))
    st.caption(" ".join(filter(None, [about_window(signals), note, untested(signals)])))
    if signals["verdict"].isin(MOVING).any():
        with st.grid(2, min_column_width=380):
            with st.container():
                mover_list(signals, kind="topic", each=LEADING)
            show_chart("theme_courses", run, options=Options(period=period))
    st.page_link(
        label="All that moves, with its track record",
        icon=":material/trending_up:",
        **open_link("trends"),
    )


def what_is_new(run: Run) -> None:
    """Emerging themes and keywords, each with its first papers; nothing where none emerges."""
    themes = _emerging(load_topic_signals(run))
    terms = load_term_signals(run)
    terms = _emerging(terms[terms["subject"]])
    if themes.empty and terms.empty:
        return
    st.header("What is new", anchor=False)
    with st.grid(2, min_column_width=380):
        for row in themes.to_dict("records"):
            papers = run.documents[run.documents["topic"] == row["topic"]]
            with st.container():
                link = open_link("themes", **{TOPIC: row["topic"]})
                key = f"topic-{row['topic']}"
                _newcomer(row["name"], said=row["said"], link=link, key=key)
                _first_papers(papers, key=key)
        for row in terms.to_dict("records"):
            with st.container():
                link = open_link("trends", **{SHOWN: "keywords", TERM: row["term"]})
                said = f"{stands_for(run, row['term'])} {row['said']}".strip()
                key = f"term-{row['term']}"
                _newcomer(row["name"], said=said, link=link, key=key)
                _first_papers(papers_with(run, [row["term"]]), key=key)


def most_read(run: Run, period: str) -> None:
    """Most upvoted papers of the last period, or the newest where there are no votes."""
    times = load_times(run)
    last = times[period].index[-1] if period in times else opening(times)
    if last is None:
        return
    kind = period if period in times else next(k for k, one in times.items() if last in one.index)
    papers = np.flatnonzero((load_periods(run, kind) == last).to_numpy())
    what = "Most upvoted papers" if has_votes(run.documents) else "Newest papers"
    st.header(f"{what}, {readable_period(last)}", anchor=False)
    st.caption(ranking(run.documents))
    trending_entries(top(run, papers, most=_READ), run=run, name="read")
    st.page_link(
        label=f"All {count(len(papers), 'paper')}, {readable_period(last)}",
        icon=":material/local_fire_department:",
        **open_link("papers", **{SHOWN: "upvoted", WHEN: last}),
    )


def headline(signals: pd.DataFrame) -> str:
    """Summary of the changes in a sentence of Markdown; `signals` as in `load_topic_signals`."""
    if not signals["tested"].any() and not signals["verdict"].isin(MOVING).any():
        return "Too few papers to say what moved."
    moving, said = movers(signals), []
    for verdict in MOVING:
        names = [plain(name) for name in moving["name"][moving["verdict"] == verdict]]
        if names:
            counted = any("above all" in part for part in said)
            does, things = VERDICTS[verdict].does, "" if counted else "themes"
            said.append(_part(names, does=does, things=things))
    return f"{'; '.join(said)}." if said else "Nothing moved beyond chance."


def untested(signals: pd.DataFrame) -> str:
    """Number of themes with too few papers to be tested, in a sentence."""
    without = int((~signals["tested"] & ~signals["verdict"].isin(MOVING)).sum())
    if not without or not signals["tested"].any():
        return ""
    return f"{count(without, 'theme')} {'has' if without == 1 else 'have'} too few papers for that."


def _part(names: Sequence[str], *, does: tuple[str, str], things: str) -> str:
    if len(names) <= 2:
        return f"{' and '.join(names)} {does[len(names) - 1]}"
    many = f"{len(names):,} {things}".strip()
    return f"{many} {does[1]}, above all {names[0]}"


def _emerging(signals: pd.DataFrame) -> pd.DataFrame:
    found = movers(signals)
    return found[found["verdict"] == "emerging"].head(_NEW)


def _newcomer(name: str, *, said: str, link: dict[str, Any], key: str) -> None:
    """One theme or keyword; `key` is its kind and id, since names need not be unique."""
    with st.container(gap=None, key=f"entry-new-{key}"):
        st.page_link(label=plain(name), **link)
        st.caption(f"{badge('emerging', '')} {said}")


def _first_papers(papers: pd.DataFrame, *, key: str) -> None:
    dated = papers[papers["published"].notna()].sort_values(["published", "title"], kind="stable")
    st.caption("Its first papers:")
    entries(dated.head(_FIRST_PAPERS), name=f"first-of-{key}", labels={})

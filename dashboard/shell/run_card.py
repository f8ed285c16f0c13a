"""Run card at the foot of the sidebar: which run is shown, its report and its details."""

from collections import Counter
from functools import partial

import streamlit as st

from analysis.periods import readable_date
from analysis.runs.store import Run, RunSummary
from dashboard.data.loading import (
    known_runs,
    load_overlay,
    load_run,
    of_same_papers,
    papers_name,
    whole_runs,
)
from dashboard.data.tables import load_corpus_name
from dashboard.report.download import cached_report
from dashboard.state.address import RUN, asked_run, keep_run, linked, open_link
from dashboard.text.run_facts import readable_file
from dashboard.text.wording import count, distinct, plain, readable_moment


def pick_run() -> Run | None:
    """The run named in the URL, or the latest; None where there is none.

    Another run than the one that is asked for is shown only to those who pick it.
    """
    whole = whole_runs()
    if not whole:
        _name_damaged()
        return None
    latest = next(iter(whole))
    asked = asked_run() or latest
    if asked not in whole:
        _choice(None)
        _name_damaged()
        return None
    keep_run(asked)
    run = load_run(asked)
    with st.container(key="run-card", gap="xxsmall"):
        _card(run)
        if len(whole) > 1:
            _choice(asked)
        newest = next(run for run in whole.values() if of_same_papers(run.run_id, asked))
        if asked != newest.run_id:
            newer = _moment(newest)
            st.caption(f"There is a newer run of these papers, of {newer}.")
        _name_damaged()
    return run


def _card(run: Run) -> None:
    """Name, size, dates and corrections of the run, and what can be done with all of it."""
    counts, dates = run.manifest.counts, run.documents["published"].dropna()
    overlay, problem = load_overlay(run)
    sizes = f"{count(counts.documents, 'paper')}, {count(counts.topics, 'theme')}"
    span = f"{_month(dates.min())} to {_month(dates.max())}" if len(dates) else "no dates"
    st.markdown(f"**{plain(load_corpus_name(run))}**")
    st.caption(sizes)
    st.caption(span)
    if overlay.standing:
        corrected = count(len(overlay.standing), "correction")
        st.page_link(label=corrected, icon=":material/edit:", **open_link("about"))
    if problem:
        st.caption(f":material/warning: {plain(problem)}")
    st.caption(f":small[Made on {readable_moment(run.manifest.created)}]")
    with st.container(horizontal=True, vertical_alignment="center", key="run-card-ways"):
        st.download_button(
            "Report",
            data=partial(cached_report, run),
            file_name=f"{run.run_id}-report.html",
            mime="text/html",
            icon=":material/summarize:",
            type="tertiary",
            on_click="ignore",
            help="What moved, the map, what to read and the method on a few pages, to print or to "
            "pass on.",
        )
        st.page_link(label="Details", icon=":material/info:", **open_link("about"))


def _month(date: str) -> str:
    """The month of an ISO date in words, or the year where that is all it tells."""
    return readable_date(date[:7])


def _choice(shown: str | None) -> None:
    """Select box for another run, by its papers and day, or its moment where a day has several."""
    whole = whole_runs()
    days = {name: _run_label(one, _day(one)) for name, one in whole.items()}
    often = Counter(days.values())
    labels = distinct(
        {
            name: days[name] if often[days[name]] == 1 else _run_label(one, _moment(one))
            for name, one in whole.items()
        }
    )
    st.selectbox(
        "Run",
        list(whole),
        index=list(whole).index(shown) if shown else None,
        format_func=lambda one: labels[one],
        placeholder="Choose a run",
        **linked(RUN, shown),
    )


def _run_label(run: RunSummary, when: str) -> str:
    """The papers of a run and when it was made."""
    return ", ".join(filter(None, [readable_file(papers_name(run.run_id)), when]))


def _day(run: RunSummary) -> str:
    return readable_date((run.created or "")[:10])


def _moment(run: RunSummary) -> str:
    return readable_moment(run.created or "")


def _name_damaged() -> None:
    for summary in known_runs():
        if summary.damaged is not None:
            st.caption(f":material/warning: Skipped: {plain(summary.damaged)}")

"""What a fetch of papers came to, and what can be made of it."""

import json
from typing import Any

import streamlit as st

from analysis.jobs import Job
from analysis.papers.sources.registry import SERVICES
from analysis.runs.atomic_folder import remove_folder
from dashboard.jobs.column_choice import show_given
from dashboard.jobs.commands import FETCHED, fit_seconds, fit_words, papers_folder, start
from dashboard.jobs.paper_check import (
    check_papers,
    kept_check,
    show_counts,
    show_refusal,
    show_rows,
)
from dashboard.jobs.permission import demand_permission
from dashboard.jobs.progress import again_button, problem, readable_seconds, show_problem, subject
from dashboard.state.address import SHOWN_FETCH
from dashboard.text.wording import count, plain


def show_fetched(job: Job) -> None:
    """Show what a fetch that has ended came to, and the buttons that go on from there."""
    if problem(job):
        show_problem(job)
        _again(job)
        return
    found = json.loads(job.output)
    st.markdown(f"{subject(job)}: {_account(found)}")
    if found["nothing"]:
        st.info(plain(found["nothing"]), icon=":material/info:")
    if not found["kept"]:
        _again(job)
        return
    folder = papers_folder(job)
    checked = kept_check(job.path, lambda: check_papers([folder / FETCHED], columns={}))
    if checked.refusal:
        show_refusal(checked)
        _other(job)
        return
    show_counts(checked)
    show_given(checked, service=SERVICES[job.command[1]].title)
    show_rows(checked)
    about = readable_seconds(fit_seconds(checked.papers))
    with st.container(horizontal=True):
        if st.button(f"Find themes (about {about})", type="primary"):
            start(fit_words(folder))
            st.rerun()
        _other(job)


def ended_sentence(job: Job) -> str:
    """What a fetch that has succeeded came to, in Markdown."""
    found = json.loads(job.output)
    return f"{subject(job)}: {_account(found)} {plain(found['nothing'] or '')}".strip()


def _account(found: dict[str, Any]) -> str:
    """The account of a fetch as sentences, in Markdown."""
    parts = [f"{count(found['found'], 'record')} found, {found['kept']:,} kept."]
    for word, counts in (("Skipped", found["skipped"]), ("Noted", found["notes"])):
        if counts:
            listed = ", ".join(f"{plain(what)} {n:,}" for what, n in sorted(counts.items()))
            parts.append(f"{word}: {listed}.")
    return " ".join(parts)


def _again(job: Job) -> None:
    with st.container(horizontal=True):
        again_button(job)
        _other(job)


def _other(job: Job) -> None:
    if st.button("Fetch other papers", type="tertiary"):
        folder = papers_folder(job)
        if job.state == "done" and not (folder / FETCHED).exists():
            demand_permission()
            remove_folder(folder)  # nothing was found, and the name is free again
        del st.session_state[SHOWN_FETCH]
        st.rerun()

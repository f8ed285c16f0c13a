"""New papers: where they come from, and how far the work on them is."""

from pathlib import Path

import streamlit as st

from analysis.jobs import Job
from analysis.papers.sources.registry import SERVICES
from dashboard.jobs.commands import (
    fit_words,
    jobs_at_work,
    latest_job,
    papers_folder,
    start,
    waiting_fetch,
)
from dashboard.jobs.fetched import show_fetched
from dashboard.jobs.permission import NOT_HERE, may_start
from dashboard.jobs.progress import again_button, problem, show_problem, watch
from dashboard.jobs.service_form import service_form
from dashboard.jobs.upload_form import upload_form
from dashboard.shell.error_boundary import said_in_words
from dashboard.state.address import NEW_PAPERS, PAPERS_FROM, SHOWN_FETCH, STARTED_JOB

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
_FILES = "files"
_KINDS = ("fetch", "fit")  # of jobs that bring new papers


def new_papers_button(place: str = "sidebar") -> None:
    """A button that opens the dialog for new papers; `place` tells it from others on the page."""
    st.button(
        "New papers…",
        key=f"{NEW_PAPERS}-{place}",
        icon=":material/upload_file:",
        on_click=open_dialog,
        args=(place,),
    )
    # Of its own accord a dialog does not outlast a run of the page.
    if st.session_state.get(NEW_PAPERS) == place:
        st.dialog("New papers", width="medium", on_dismiss=_close)(_dialog)()


def sample_button(place: str) -> None:
    """A button that finds the themes of the papers that come with Papertides, where they lie."""
    if SAMPLE.is_dir() and st.button("Try it with 84 sample papers", icon=":material/science:"):
        start(fit_words(SAMPLE))
        open_dialog(place)
        st.rerun()


def open_dialog(place: str = "sidebar") -> None:
    """Open the dialog for new papers once the page runs again."""
    st.session_state[NEW_PAPERS] = place


def _dialog() -> None:
    with said_in_words():
        if not may_start():
            st.markdown(NOT_HERE)
            return
        for kind in _KINDS:
            watch("dialog", command=(kind,))
        if any(_is_own(job) for job in jobs_at_work() if job.command[0] in _KINDS):
            st.caption(
                "You can close this window, even the browser: the work goes on, and the sidebar "
                "shows it."
            )
            return
        latest = latest_job("fit")
        if latest is not None and problem(latest):
            _failed(latest)
        _source()


def _source() -> None:
    """The choice between files and services, and what belongs to what was chosen."""
    fetch = waiting_fetch()
    if PAPERS_FROM not in st.session_state:
        # The dialog was opened, or its own work has ended: what was fetched comes first.
        st.session_state[PAPERS_FROM] = fetch.command[1] if fetch else _FILES
        st.session_state[SHOWN_FETCH] = fetch.path if fetch else None
    chosen = st.pills(
        "Papers from",
        [_FILES, *SERVICES],
        format_func=lambda name: SERVICES[name].title if name in SERVICES else "Files",
        required=True,
        key=PAPERS_FROM,
    )
    if chosen == _FILES:
        upload_form()
    elif fetch and fetch.path == st.session_state.get(SHOWN_FETCH) and fetch.command[1] == chosen:
        show_fetched(fetch)
    else:
        service_form(SERVICES[str(chosen)])


def _failed(job: Job) -> None:
    show_problem(job)
    if papers_folder(job).is_dir():
        again_button(job)


def _is_own(job: Job) -> bool:
    return st.session_state.get(STARTED_JOB) == job.path


def _close() -> None:
    st.session_state.pop(NEW_PAPERS, None)

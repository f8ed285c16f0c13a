"""New papers: files are dropped, checked and named, and their themes are found."""

from pathlib import Path

import streamlit as st

from analysis.jobs import AT_WORK, Job
from dashboard.jobs.commands import fit_words, latest_job, start
from dashboard.jobs.permission import NOT_HERE, may_start
from dashboard.jobs.progress import problem, show_problem, watch
from dashboard.jobs.upload_form import upload_form
from dashboard.shell.error_boundary import said_in_words
from dashboard.state.address import NEW_PAPERS, STARTED_JOB

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"


def new_papers_button(place: str = "sidebar") -> None:
    """A button that opens the dialog for new papers; `place` tells it from others on the page."""
    st.button(
        "New papers…",
        key=f"{NEW_PAPERS}-{place}",
        icon=":material/upload_file:",
        on_click=_open,
        args=(place,),
    )
    # Of its own accord a dialog does not outlast a run of the page.
    if st.session_state.get(NEW_PAPERS) == place:
        st.dialog("New papers", width="medium", on_dismiss=_close)(_dialog)()


def sample_button(place: str) -> None:
    """A button that finds the themes of the papers that come with Papertides, where they lie."""
    if SAMPLE.is_dir() and st.button("Try it with 84 sample papers", icon=":material/science:"):
        start(fit_words(SAMPLE))
        _open(place)
        st.rerun()


def _dialog() -> None:
    with said_in_words():
        if not may_start():
            st.markdown(NOT_HERE)
            return
        latest = latest_job("fit")
        watch("dialog", command=("fit",))
        if latest is not None and latest.state in AT_WORK and _is_own(latest):
            st.caption(
                "You can close this window, even the browser: the work goes on, and the sidebar "
                "shows it."
            )
            return
        if latest is not None and problem(latest):
            _failed(latest)
        upload_form()


def _failed(job: Job) -> None:
    show_problem(job)
    if Path(job.command[1]).is_dir() and st.button("Try again", icon=":material/replay:"):
        start(job.command)
        st.rerun()


def _is_own(job: Job) -> bool:
    return st.session_state.get(STARTED_JOB) == job.path


def _open(place: str) -> None:
    st.session_state[NEW_PAPERS] = place


def _close() -> None:
    st.session_state.pop(NEW_PAPERS, None)

"""New papers: files are dropped, checked and named, and their themes are found."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st
from streamlit.typing import UploadedFile

from analysis.errors import PapertidesError
from analysis.jobs import AT_WORK, Job
from analysis.papers.readers import formats_sentence
from analysis.runs.atomic_folder import remove_folder
from dashboard.jobs.commands import fit_seconds, fit_words, latest_job, start
from dashboard.jobs.paper_folders import free_name, keep_papers, papers_dir, refuse_name
from dashboard.jobs.permission import NOT_HERE, demand_permission, may_start
from dashboard.jobs.progress import problem, readable_seconds, show_problem, watch
from dashboard.jobs.upload_check import Check, check_files, show_check
from dashboard.shell.error_boundary import said_in_words
from dashboard.state.address import (
    CHECKED_FILES,
    DROPPED_FILES,
    NEW_PAPERS,
    PAPERS_NAME,
    STARTED_JOB,
)
from dashboard.text.wording import plain

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
        _form()


def _form() -> None:
    most = st.get_option("server.maxUploadSize")
    files = st.file_uploader(
        f"Files of papers: {formats_sentence()}, up to {most} MB each",
        accept_multiple_files=True,
        key=DROPPED_FILES,
    )
    st.caption(
        f"A file of more than {most} MB: split it, or save it as Parquet, which is much smaller."
    )
    checked = _checked(files)
    if checked is None:
        return
    if checked.refusal:
        st.error(plain(checked.refusal), icon=":material/error:")
        return
    show_check(checked)
    name = st.text_input("Name", key=PAPERS_NAME, max_chars=60).strip()
    about = readable_seconds(fit_seconds(checked.papers))
    refused = _refusal(name)
    if refused:
        st.error(plain(refused), icon=":material/error:")
    if st.button(f"Find themes (about {about})", type="primary", disabled=bool(refused)):
        _find_themes(files, name)
        st.rerun()


def _checked(files: Sequence[UploadedFile]) -> Check | None:
    """Summary of the uploaded files, read once rather than on every rerun."""
    kept = st.session_state.get(CHECKED_FILES)
    if not files:
        kept = None
    elif kept is None or kept.file_ids != tuple(file.file_id for file in files):
        with st.spinner("Checking …"):
            kept = check_files(files)
        st.session_state[PAPERS_NAME] = free_name(Path(files[0].name).stem, papers_dir())
    st.session_state[CHECKED_FILES] = kept
    return kept


def _refusal(name: str) -> str:
    try:
        refuse_name(name)
    except PapertidesError as error:
        return str(error)
    return ""


def _find_themes(files: Sequence[UploadedFile], name: str) -> None:
    demand_permission()
    folder = keep_papers(files, name=name)
    try:
        start(fit_words(folder))
    except PapertidesError:
        remove_folder(folder)  # the name is free for another try
        raise


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

"""The jobs in the sidebar: what runs now, and what came of the one that this visit started."""

from pathlib import Path

import streamlit as st

from analysis.jobs import AT_WORK, Job, JobGoneError, read_job
from dashboard.data.loading import whole_runs
from dashboard.jobs.commands import jobs_at_work, made_run
from dashboard.jobs.fetched import ended_sentence
from dashboard.jobs.new_papers import open_dialog
from dashboard.jobs.progress import POLL, problem, show_problem, subject, watch
from dashboard.shell.error_boundary import said_in_words
from dashboard.state.address import NEW_PAPERS, RUN, STARTED_JOB, open_link


def job_line() -> None:
    """Show the jobs at work and how the one of this visit ended; nothing where there is none.

    Who waits in front of the dialog for new papers is taken to their run.
    """
    _ended()
    at_work = [job.path for job in jobs_at_work()]
    if at_work:
        st.fragment(_run_again_once_ended, run_every=POLL)(at_work)
        watch("sidebar")


def _run_again_once_ended(known: list[Path]) -> None:
    """Run the whole page again when a job has ended: there may be a new run, or a track record."""
    with said_in_words():
        if {*known} - {job.path for job in jobs_at_work()}:
            st.rerun()


def _ended() -> None:
    path = st.session_state.get(STARTED_JOB)
    if path is None:
        return
    try:
        job = read_job(path)
    except JobGoneError:
        _forget()
        return
    if job.state in AT_WORK:
        return
    if job.command[0] == "fetch" and job.state == "done":
        _fetched(job)
        return
    run = made_run(job)
    if run in whole_runs() and st.session_state.pop(NEW_PAPERS, None):
        _forget()
        st.switch_page("views/overview.py", query_params={RUN: str(run)})
    if run in whole_runs():
        st.success(f"{subject(job)}: done.", icon=":material/check:")
        st.page_link(label="Open the new run", **open_link("overview", **{RUN: run}))
    elif problem(job):
        show_problem(job)
    else:
        _forget()
        return
    st.button("Dismiss", key=f"dismiss-{path.name}", type="tertiary", on_click=_forget)


def _fetched(job: Job) -> None:
    """What a fetch of this visit came to, which the dialog shows where it is open."""
    if NEW_PAPERS in st.session_state:
        _forget()
        return
    st.success(ended_sentence(job), icon=":material/check:")
    st.button("Look at them", key=f"look-{job.path.name}", on_click=_look)
    st.button("Dismiss", key=f"dismiss-{job.path.name}", type="tertiary", on_click=_forget)


def _look() -> None:
    _forget()
    open_dialog()


def _forget() -> None:
    st.session_state.pop(STARTED_JOB, None)

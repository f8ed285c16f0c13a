"""Jobs in words: what one does, how far it is, and why it has failed."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from analysis.jobs import Job, stop_job
from analysis.papers.sources.registry import SERVICES
from dashboard.jobs.commands import fit_seconds, jobs_at_work, papers_folder, start
from dashboard.jobs.permission import may_start
from dashboard.shell.error_boundary import said_in_words
from dashboard.text.wording import plain

POLL = 1.0  # seconds between two looks at the jobs
_STAGE = re.compile(r"(.+?) \.\.\.")
_PAPERS = re.compile(r"Papers: ([\d,]+) ")
_PAGE = re.compile(r"([\d,]+) records(?:, ([\d,]+) more to ask)?$")
_FULLEST = 0.97  # of a bar: no estimate says that a job is done


def subject(job: Job) -> str:
    """What a job does, in Markdown."""
    if job.command[0] == "fit":
        return f"Finding themes in “{plain(papers_folder(job).name)}”"
    if job.command[0] == "fetch":
        title = SERVICES[job.command[1]].title
        return f"Fetching papers from {title} for “{plain(papers_folder(job).name)}”"
    return "Checking earlier verdicts"


def problem(job: Job) -> str:
    """Why a job has ended without a result, in Markdown; empty for any other."""
    if job.state == "stopped":
        return "Stopped. What was finished is kept, so it takes less time when started again."
    if job.state not in ("failed", "lost"):
        return ""
    lines = [line.removeprefix("Error: ") for line in job.messages]
    errors = [i for i, line in enumerate(job.messages) if line.startswith("Error: ")]
    if job.state == "lost" or not errors:
        return (
            "It was ended from outside: the memory ran out, the disk was full, or the machine was "
            "restarted."
        )
    return "  \n".join(plain(line) for line in lines[errors[-1] :])


def show_problem(job: Job) -> None:
    """Show why a job has ended without a result."""
    show = st.info if job.state == "stopped" else st.error
    show(f"{subject(job)}: {problem(job)}")


def again_button(job: Job) -> None:
    """A button that starts a job that has ended anew; it goes on where it was."""
    if st.button("Try again", key=f"again-{job.path.name}", icon=":material/replay:"):
        start(job.command)
        st.rerun()


def readable_seconds(seconds: float) -> str:
    """A duration: `8 s`, `4 min`, `1 h 20 min`."""
    if seconds < 59.5:
        return f"{seconds:.0f} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def watch(place: str, *, command: Sequence[str] = (), seconds: float | None = None) -> None:
    """Show the jobs at work whose command begins with `command`, as they go on.

    `place` tells it from others on the same page; `seconds` is about how long each job takes, where
    the job itself does not tell.
    """
    st.fragment(_watch, run_every=POLL)(place, command=tuple(command), seconds=seconds)


def _watch(place: str, *, command: tuple[str, ...], seconds: float | None) -> None:
    with said_in_words():
        at_work = jobs_at_work()
        for job in at_work:
            if job.command[: len(command)] == command:
                _show(job, place=place, at_work=at_work, seconds=seconds)


def _show(job: Job, *, place: str, at_work: Sequence[Job], seconds: float | None) -> None:
    st.markdown(subject(job))
    share, words = _how_far(job, at_work=at_work, seconds=seconds)
    st.progress(share, text=words)
    if place == "dialog" and job.command[0] == "fit" and (passed := _stages(job)[:-1]):
        st.caption(" · ".join(f":material/check: {plain(stage)}" for stage in passed))
    if may_start() and not job.is_stopping:
        st.button(
            "Stop",
            key=f"{place}-stop-{job.path.name}",
            icon=":material/stop_circle:",
            type="tertiary",
            on_click=_stop,
            args=(job,),
        )


def _stop(job: Job) -> None:
    with said_in_words():
        stop_job(job.path)


def _how_far(job: Job, *, at_work: Sequence[Job], seconds: float | None) -> tuple[float, str]:
    """How far a job is, 0 to 1, and in words, in Markdown."""
    if job.is_stopping:
        return 0.0, "Stopping …"
    if job.begun is None:
        first = next((one for one in at_work if one.begun is not None), None)
        return 0.0, "Starting …" if first is None else f"Waiting for: {subject(first)}"
    elapsed = (datetime.now(UTC) - datetime.fromisoformat(job.begun)).total_seconds()
    said = f"{plain(next(reversed(_stages(job)), 'Starting'))} … {readable_seconds(elapsed)}"
    if pages := [found for stage in _stages(job) if (found := _PAGE.search(stage))]:
        left = _number(pages[-1][2] or "0")
        records = sum(_number(page[1]) for page in pages)
        return len(pages) / (len(pages) + left), f"{said}, {records:,} records so far"
    found = next((found for line in job.messages if (found := _PAPERS.match(line))), None)
    about = fit_seconds(_number(found[1])) if found else seconds
    if about is None:
        return 0.0, said
    return min(elapsed / about, _FULLEST), f"{said} of about {readable_seconds(about)}"


def _stages(job: Job) -> list[str]:
    return [found[1] for line in job.messages if (found := _STAGE.fullmatch(line))]


def _number(text: str) -> int:
    return int(text.replace(",", ""))

"""The commands that pages start as jobs: to fetch papers, to fit them, to backtest a run."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st

from analysis.jobs import AT_WORK, Job, list_jobs, start_job
from analysis.papers.sources.service import Query
from analysis.paths import jobs_dir, runs_dir
from dashboard.jobs.permission import demand_permission
from dashboard.state.address import STARTED_JOB

FETCHED = "papers.parquet"  # of a folder of papers that were fetched
_INTO = "--output="
# Seconds, as measured on two cores.
_STARTING, _FIT_A_PAPER, _BACKTEST_A_PAPER = 20.0, 0.05, 0.015


def fit_words(folder: Path, columns: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """The command that makes a run of the papers in `folder`, with `columns` {field: column}."""
    chosen = [f"--columns={field}={column}" for field, column in (columns or {}).items()]
    return ("fit", str(folder.resolve()), *chosen, "--runs", str(runs_dir().resolve()))


def fetch_words(service: str, query: Query, *, folder: Path) -> tuple[str, ...]:
    """The command that fetches the papers of a query into `folder`."""
    asked = [f"--query={query.words}"] if query.words else []
    asked += [f"--category={category}" for category in query.categories]
    asked += [f"--since={query.since}", f"--until={query.until}"]
    return ("fetch", service, f"{_INTO}{folder.resolve() / FETCHED}", *asked, "--json")


def papers_folder(job: Job) -> Path:
    """The folder of the papers that a job fits or fetches."""
    if job.command[0] == "fetch":
        return Path(job.command[2].removeprefix(_INTO)).parent
    return Path(job.command[1])


def backtest_words(run_id: str) -> tuple[str, ...]:
    """The command that backtests a run, as `fit` starts it too."""
    return ("backtest", run_id, "--runs", str(runs_dir().resolve()))


def fit_seconds(papers: int) -> float:
    """About how long a fit takes."""
    return _STARTING + _FIT_A_PAPER * papers


def backtest_seconds(papers: int) -> float:
    """About how long a backtest takes."""
    return _STARTING + _BACKTEST_A_PAPER * papers


def start(command: Sequence[str]) -> None:
    """Start a job, and follow it in this visit.

    Raises InputError where the page may not, PapertidesError where the job cannot be written.
    """
    demand_permission()
    st.session_state[STARTED_JOB] = start_job(command, folder=jobs_dir())


def jobs_at_work() -> list[Job]:
    """The jobs that run or wait, in the order in which they were started."""
    return [job for job in list_jobs(jobs_dir()) if job.state in AT_WORK][::-1]


def latest_job(*words: str) -> Job | None:
    """The latest job whose command begins with `words`; None where there is none."""
    jobs = list_jobs(jobs_dir())
    return next((job for job in jobs if job.command[: len(words)] == words), None)


def waiting_fetch() -> Job | None:
    """The latest fetch, once it has ended, while no fit of its papers was started."""
    jobs = list_jobs(jobs_dir())
    fetch = next((job for job in jobs if job.command[0] == "fetch"), None)
    if fetch is None or fetch.state in AT_WORK or not papers_folder(fetch).is_dir():
        return None
    fitted = [papers_folder(job) for job in jobs if job.command[0] == "fit"]
    return None if papers_folder(fetch) in fitted else fetch


def made_run(job: Job) -> str | None:
    """The run that a job has made, or found to be there; None where it made none."""
    lines = job.output.splitlines() if job.state == "done" and job.command[0] == "fit" else []
    return lines[-1].removeprefix("run ") if lines else None

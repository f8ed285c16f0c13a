"""Where past verdicts were not tested yet, the page tests them, or says why it does not."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from analysis.jobs import list_jobs, start_job, stop_job, wait_for_job
from analysis.runs.backtest_file import read_backtest
from analysis.runs.store import Run, open_run
from tests.dashboard.conftest import OpenPage
from tests.dashboard.test_new_papers import said
from tests.support.builders import build_run

LONG = 240  # seconds that a busy machine may take


@pytest.fixture
def runs(fitted_run: Run, data_dir: Path) -> Path:
    """A folder with a run of three years, whose verdicts were not tested."""
    folder = data_dir / "runs"
    shutil.copytree(fitted_run.path, folder / fitted_run.run_id)
    return folder


def test_past_verdicts_are_tested_at_the_press_of_a_button(
    runs: Path, fitted_run: Run, open_page: OpenPage, data_dir: Path, monkeypatch
) -> None:
    monkeypatch.setenv("PAPERTIDES_ALLOW_FITS", "1")
    app = open_page(runs, "trends")
    (button,) = (one for one in app.main.button if one.label.startswith("Test past verdicts"))
    assert button.label == "Test past verdicts (about 22 s)"
    app = button.click().run()
    assert "is computed in the background" in said(app)
    assert "Checking earlier verdicts" in [one.value for one in app.sidebar.markdown]
    assert not [one for one in app.main.button if one.label.startswith("Test past verdicts")]
    (job,) = list_jobs(data_dir / "jobs")
    # The very words of the job that a fit starts, so that each is found as the other.
    assert job.command == ("backtest", fitted_run.run_id, "--runs", str(runs))
    assert wait_for_job(job.path, seconds=LONG).state == "done"
    app = app.run()
    assert "The verdicts that would have been given at earlier dates" in said(app)
    assert read_backtest(open_run(runs / fitted_run.run_id)) is not None
    assert not app.sidebar.error


def test_why_past_verdicts_cannot_be_tested_is_said(
    open_page: OpenPage, data_dir: Path, monkeypatch
) -> None:
    monkeypatch.setenv("PAPERTIDES_ALLOW_FITS", "1")
    days = [(date(2023, 10, 1) + timedelta(days=i % 450)).isoformat() for i in range(1500)]
    run_id = build_run(data_dir / "runs", papers=1500, topics=6, published=days)
    words = ["backtest", run_id, "--runs", str(data_dir / "runs")]
    job = start_job(words, folder=data_dir / "jobs")
    ended = wait_for_job(job, seconds=LONG)
    assert ended.state == "failed"
    app = open_page(data_dir / "runs", "trends")
    assert ended.messages[-1].removeprefix("Error: ") in said(app)


def test_who_may_not_test_past_verdicts_is_told_who_may(runs: Path, open_page: OpenPage) -> None:
    app = open_page(runs, "trends")
    assert "was not tested. New runs are made on the machine" in said(app)
    assert not [one for one in app.main.button if one.label.startswith("Test past verdicts")]


def test_the_work_after_a_fit_can_be_watched_by_everybody_and_stopped_by_nobody_else(
    runs: Path, fitted_run: Run, open_page: OpenPage, data_dir: Path
) -> None:
    job = start_job(["backtest", fitted_run.run_id, "--runs", str(runs)], folder=data_dir / "jobs")
    app = open_page(runs, "trends")
    assert "is computed in the background" in said(app)
    assert not [one for one in app.button if one.label == "Stop"]
    stop_job(job)
    wait_for_job(job, seconds=LONG)

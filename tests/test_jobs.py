"""Jobs: real processes, started, queued, stopped and killed."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.errors import PapertidesError
from analysis.jobs import list_jobs, read_job, start_job, stop_job, wait_for_job
from tests.support.jobs import LONG, wait_until
from tests.support.sources import ROOT


def test_what_a_command_printed_and_how_it_ended_is_kept(tmp_path: Path, data_dir: Path) -> None:
    path = start_job(["runs", "--json"], folder=tmp_path / "jobs")
    ended = wait_for_job(path, seconds=LONG)
    assert (ended.state, ended.command) == ("done", ("runs", "--json"))
    assert ended.output == "[]\n"
    assert f"There is no run in {data_dir / 'runs'} yet." in " ".join(ended.messages)
    assert list_jobs(tmp_path / "jobs") == [ended]


def test_a_command_that_fails_says_why(tmp_path: Path) -> None:
    path = start_job(["show", "nothing"], folder=tmp_path)
    ended = wait_for_job(path, seconds=LONG)
    assert (ended.state, ended.output) == ("failed", "")
    assert ended.messages[-1].startswith("Error: There is no run nothing:")


def test_one_job_runs_at_a_time_and_both_can_be_stopped(
    planted_corpus, tmp_path: Path, data_dir: Path
) -> None:
    first, second = (
        start_job(["fit", str(planted_corpus.path), "--encoder", "lsa"], folder=tmp_path)
        for _ in range(2)
    )
    wait_until(first, lambda job: any("Finding themes" in line for line in job.messages))
    assert read_job(second).state == "waiting"
    stop_job(second)
    assert wait_for_job(second, seconds=LONG).state == "stopped"
    assert read_job(first).state == "running"
    stop_job(first)
    ended = wait_for_job(first, seconds=LONG)
    assert ended.state == "stopped"
    assert ended.messages[-1].startswith("Interrupted. Finished work is saved")
    assert not list((data_dir / "runs").glob("*"))


def test_a_job_waits_for_the_one_before_it(tmp_path: Path) -> None:
    first, second = (start_job(["runs"], folder=tmp_path) for _ in range(2))
    assert wait_for_job(second, seconds=LONG).state == "done"
    assert wait_for_job(first, seconds=LONG).state == "done"


@pytest.mark.skipif(os.name != "posix", reason="kills by signal")
def test_a_job_outlives_the_process_that_started_it(tmp_path: Path) -> None:
    script = (
        "import os, pathlib, signal\n"
        "from analysis.jobs import start_job\n"
        f"start_job(['runs'], folder=pathlib.Path({str(tmp_path)!r}))\n"
        "os.killpg(os.getpid(), signal.SIGKILL)\n"
    )
    starter = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, start_new_session=True, check=False, timeout=LONG
    )
    assert starter.returncode == -signal.SIGKILL
    (job,) = list_jobs(tmp_path)
    assert wait_for_job(job.path, seconds=LONG).state == "done"


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="finds the process by /proc")
def test_a_job_whose_process_was_killed_is_lost_and_the_next_one_runs(
    planted_corpus, tmp_path: Path
) -> None:
    path = start_job(["fit", str(planted_corpus.path), "--encoder", "lsa"], folder=tmp_path)
    wait_until(path, lambda job: bool(job.messages))
    os.killpg(_keeper(path), signal.SIGKILL)
    assert wait_for_job(path, seconds=LONG).state == "lost"
    after = start_job(["runs"], folder=tmp_path)
    assert wait_for_job(after, seconds=LONG).state == "done"


def test_only_the_latest_jobs_are_kept(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("analysis.jobs._KEPT", 1)
    paths = []
    for _ in range(3):
        paths.append(start_job(["--version"], folder=tmp_path))
        wait_for_job(paths[-1], seconds=LONG)
    assert [job.path for job in list_jobs(tmp_path)] == [paths[2], paths[1]]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PapertidesError, match=r"file.* cannot be written: Not a directory"):
        start_job(["runs"], folder=tmp_path / "file")


def test_a_job_whose_folder_was_removed_is_gone_and_not_listed(tmp_path: Path) -> None:
    path = start_job(["--version"], folder=tmp_path / "jobs")
    wait_for_job(path, seconds=LONG)
    shutil.rmtree(tmp_path / "jobs")
    assert list_jobs(tmp_path / "jobs") == []
    with pytest.raises(PapertidesError, match="its folder was removed"):
        read_job(path)
    with pytest.raises(PapertidesError, match="cannot be written"):
        stop_job(path)


def test_a_fit_that_runs_as_a_job_leaves_its_backtest_to_the_next_one(
    planted_corpus, tmp_path: Path, data_dir: Path, monkeypatch
) -> None:
    """It would wait in vain: only one job runs at a time, and it is the one."""
    monkeypatch.setenv("PAPERTIDES_BACKTEST", "1")
    words = ["fit", str(planted_corpus.path), "--encoder", "lsa"]
    path = start_job(words, folder=data_dir / "jobs")
    ended = wait_for_job(path, seconds=LONG)
    (backtest, fit) = list_jobs(data_dir / "jobs")
    assert (ended.state, fit.path) == ("done", path)
    assert "goes on in the background" in ended.messages[-1]
    assert backtest.command[:2] == ("backtest", ended.output.split()[-1])
    stop_job(backtest.path)
    assert wait_for_job(backtest.path, seconds=LONG).state in ("stopped", "done", "failed")


def _keeper(path: Path) -> int:
    """The id of the process that keeps a job."""
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = process.read_bytes().split(b"\0")
        except OSError:
            continue
        if words[1:4] == [b"-m", b"analysis.jobs", os.fsencode(path)]:
            return int(process.parent.name)
    raise AssertionError(f"no process keeps {path}")

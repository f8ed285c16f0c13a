"""Whatever kills a writer, every run in the folder is whole, and nothing stays behind for long."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from analysis.errors import PapertidesError
from analysis.runs.store import RUN_ID, list_runs, open_run, prepare_runs, write_run
from tests.runs.test_store import READERS
from tests.support.builders import build_run, run_parts
from tests.support.commands import started
from tests.support.sources import ROOT

KILLS = 40


@contextmanager
def writers(runs: Path, *, each: int = 0):
    """Ask for a writer, get its process id; ask again when it is gone."""
    command = [sys.executable, "-m", "tests.runs.writers", str(runs), str(each)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with started(command, cwd=ROOT, text=True, **pipes) as server:
        asked, answers = server.stdin, server.stdout
        assert asked is not None
        assert answers is not None
        assert answers.readline() == "ready\n"

        def start() -> int:
            print(file=asked, flush=True)
            children.append(int(answers.readline()))
            return children[-1]

        def wait() -> None:
            assert answers.readline() == "gone\n"

        children: list[int] = []
        try:
            yield start, wait
        finally:
            for child in children:
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)


def whole(runs: Path) -> list[str]:
    """The runs in the folder, each read to the last byte."""
    names = sorted(path.name for path in runs.iterdir() if not path.name.startswith(".tmp-"))
    for name in names:
        assert RUN_ID.fullmatch(name), f"{name} is no run"
        run = open_run(runs / name)
        assert [getattr(run, attribute) is not None for attribute in READERS.values()]
    return names


def unfinished(runs: Path) -> list[str]:
    return sorted(path.name for path in runs.glob(".tmp-*") if path.is_dir())


def wait_for(condition, *, seconds=30.0):
    give_up = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < give_up, "waited in vain"
        time.sleep(0.0005)
    return found


def test_a_writer_killed_at_any_moment_leaves_whole_runs_or_none(tmp_path):
    """Killed after any number of files, and a moment more, which no machine is too slow for."""
    runs = tmp_path / "runs"
    dice = random.Random(1)
    left_behind = 0
    with writers(runs) as (start, wait):
        child = start()
        wait_for(lambda: runs.is_dir() and _finished(runs))
        os.kill(child, signal.SIGKILL)
        wait()
        files = len(list((runs / whole(runs)[0]).iterdir()))
        for _ in range(KILLS):
            before, written = _finished(runs), dice.randint(0, files + 4)
            child = start()
            wait_for(lambda: _written(runs) >= written or _finished(runs) > before)  # noqa: B023
            time.sleep(dice.uniform(0, 0.005))
            os.kill(child, signal.SIGKILL)
            wait()
            left_behind += len(unfinished(runs))
            prepare_runs(runs)
            assert unfinished(runs) == [], "the dead were not swept"
    assert left_behind > KILLS // 4, "hardly a writer was killed in the middle of its work"
    assert len(whole(runs)) > 1, "no writer came far enough to prove anything"


def _finished(runs: Path) -> int:
    return len(list(runs.glob("2*")))


def _written(runs: Path) -> int:
    """The files of the run that is being written."""
    return len(_being_written(runs))


def _being_written(runs: Path) -> list[Path]:
    """Those files, by a walk that goes on where a folder gets its name at that moment."""
    walk = [(Path(folder), names) for folder, _, names in os.walk(runs)]
    return [
        folder / name for folder, names in walk if folder.name.startswith(".tmp-") for name in names
    ]


def stop_at_work(child: int, runs: Path) -> str:
    """Stop a writer where it has files of an unfinished run; the name of its folder."""
    while True:
        wait_for(lambda: any(path.suffix == ".parquet" for path in _being_written(runs)))
        os.kill(child, signal.SIGSTOP)
        time.sleep(0.02)
        documents = [path for path in _being_written(runs) if path.name == "documents.parquet"]
        if documents:
            return documents[0].parent.name
        os.kill(child, signal.SIGCONT)


def test_the_next_fit_sweeps_the_dead_and_leaves_the_living_alone(tmp_path):
    runs = tmp_path / "runs"
    with writers(runs) as (start, wait):
        dead = start()
        stop_at_work(dead, runs)
        os.kill(dead, signal.SIGKILL)
        wait()
        prepare_runs(runs)
        assert not list(runs.glob(".tmp-*")), "the dead were not swept"
        living = start()
        at_work = stop_at_work(living, runs)
        try:
            before = set(whole(runs))
            mine = build_run(runs, papers=12, topics=2)
            assert unfinished(runs) == [at_work], "a living writer lost its work"
            os.kill(living, signal.SIGCONT)
            wait_for(lambda: set(whole(runs)) - before - {mine})
        finally:
            os.kill(living, signal.SIGKILL)
            wait()


def test_two_writers_of_the_same_inputs_at_once_make_runs_of_their_own(tmp_path):
    runs = tmp_path / "runs"
    with writers(runs, each=5) as (start, _):
        start()
        start()
        wait_for(lambda: runs.is_dir() and len(list_runs(runs)) == 10 and not unfinished(runs))
    assert len(whole(runs)) == 10
    prepare_runs(runs)
    assert not list(runs.glob(".tmp-*"))


def test_a_folder_without_its_lock_is_swept_when_a_day_old(tmp_path):
    runs = tmp_path / "runs"
    old, new = runs / ".tmp-old", runs / ".tmp-new"
    for folder in (old, new):
        (folder / "model").mkdir(parents=True)
        (folder / "documents.parquet").write_bytes(b"half")
    before = time.time() - 25 * 3600
    os.utime(old, (before, before))
    prepare_runs(runs)
    assert [path.name for path in runs.iterdir()] == [".tmp-new"]


def test_a_deletion_that_was_killed_is_finished_by_the_next_fit(tmp_path):
    """Killed once the run has lost its name, before its files are gone."""
    runs = tmp_path / "runs"
    run_id = build_run(runs, papers=12, topics=2)
    script = f"""
import os, shutil, signal
from pathlib import Path
from analysis.runs.delete import delete_run
shutil.rmtree = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
delete_run(Path({str(runs / run_id)!r}))
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert not (runs / run_id).exists()
    assert list(runs.glob(".tmp-*/documents.parquet"))
    prepare_runs(runs)
    assert not list(runs.glob(".tmp-*"))


@contextmanager
def small_disk(folder: Path, *, kilobytes: int):
    """A disk of its own, where the tests may mount one."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)]
    if not sys.platform.startswith("linux") or subprocess.run(mount, check=False).returncode:
        pytest.skip("NO FULL DISK WAS TRIED: only root can mount a small one, on Linux")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def failure_of(work) -> PapertidesError | None:
    try:
        work()
    except PapertidesError as error:
        return error
    return None


def test_a_full_disk_is_said_and_nothing_is_half_written(tmp_path):
    """Full at every size from nothing to enough, so that each file is once the one that fails."""
    tables, vectors, manifest = run_parts(papers=60, topics=3)
    with small_disk(tmp_path / "disk", kilobytes=400) as disk:
        runs = disk / "runs"
        failures = 0
        for left in range(0, 400, 8):
            ballast = disk / "ballast"
            ballast.write_bytes(b"x" * max(0, 392 - left) * 1024)
            error = failure_of(lambda: write_run(tables, vectors, manifest=manifest, runs=runs))
            ballast.unlink()
            if error is None:
                break
            failures += 1
            assert error.exit_code == 1
            assert "disk is full" in str(error)
            assert not list(runs.rglob("*")), "something was left behind"
        assert failures > 5
        assert len(whole(runs)) == 1


def test_a_disk_that_refuses_is_said_and_nothing_is_half_written(tmp_path):
    """Every size of file that a process may be allowed: each file is once the one that fails."""
    runs = tmp_path / "runs"
    script = f"""
import resource
from pathlib import Path
from analysis.errors import PapertidesError
from analysis.runs.store import write_run
from tests.support.builders import run_parts
tables, vectors, manifest = run_parts(papers=60, topics=3)
for limit in (*range(0, 60_000, 2500), resource.RLIM_INFINITY):
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    try:
        write_run(tables, vectors, manifest=manifest, runs=Path({str(runs)!r}))
    except PapertidesError as error:
        print(f"{{error.exit_code}} {{error}}")
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    said = done.stdout.splitlines()
    assert len(said) > 5, done.stderr
    assert all(line.startswith(f"1 The run cannot be written in {runs}: ") for line in said)
    assert whole(runs)
    assert not list(runs.glob(".tmp-*"))

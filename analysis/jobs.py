"""Jobs: commands of `python -m analysis` that outlive whoever started them, one at a time.

A job is a folder: its command, what it printed, and how it ended. A process of its own, this
module run as a script, holds a lock on the folder while the job waits or runs.
"""

import json
import os
import shutil
import subprocess
import sys
import threading
import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from signal import SIG_DFL, SIGINT, signal
from typing import Literal

from filelock import FileLock, Timeout

from analysis.atomic import write_atomically
from analysis.errors import PapertidesError

State = Literal["waiting", "running", "done", "failed", "stopped", "lost"]
AT_WORK: tuple[State, State] = ("waiting", "running")
_TURN = "turn.lock"  # held by the job that runs
_KEPT = 20  # ended jobs
_POLL = 0.2  # seconds
_POLITE = 10  # added to the niceness of a job
_GRACE = 30.0  # seconds that a stopped command has to clean up after itself
_INTERRUPTED = 130  # the exit code of a command stopped by SIGINT


class JobGoneError(PapertidesError):
    """The folder of a job was removed."""


@dataclass(frozen=True)
class Job:
    """A job as it was when it was read.

    Its `state` is `waiting` for another job to end, `running`, `done`, `failed`, `stopped` by
    somebody, or `lost`: its process ended without a word, as in a power cut. `started` and `begun`,
    when its turn came, are UTC timestamps; `begun` is None until then. `is_stopping` says whether
    somebody asked it to stop. `messages` is what the command printed to standard error, by line;
    `output` its standard output.
    """

    path: Path
    command: tuple[str, ...]
    started: str
    begun: str | None
    state: State
    is_stopping: bool
    messages: tuple[str, ...]
    output: str


def start_job(command: Sequence[str], *, folder: Path) -> Path:
    """Start `python -m analysis COMMAND` as a job; its folder, a new one in `folder`.

    Raises PapertidesError where the folder cannot be written.
    """
    now = datetime.now(UTC)
    path = folder / f"{now:%Y%m%dT%H%M%S.%f}Z-{uuid.uuid4().hex[:5]}"
    try:
        _forget(folder)
        path.mkdir(parents=True)
        facts = {"command": list(command), "started": now.isoformat(timespec="seconds")}
        write_atomically(path / "job.json", json.dumps(facts, ensure_ascii=False).encode())
        keeper = _start_keeper(path)
    except OSError as error:
        shutil.rmtree(path, ignore_errors=True)
        raise PapertidesError(f"{path} cannot be written: {error.strerror}.") from error
    assert keeper.stdout is not None
    with keeper.stdout as ready:
        ready.read(1)  # once it holds its lock, or has failed
    threading.Thread(target=keeper.wait, daemon=True).start()  # leaves no zombie behind
    return path


def list_jobs(folder: Path) -> list[Job]:
    """All jobs in `folder`, latest first."""
    found = []
    for path in sorted(folder.glob("*/job.json"), reverse=True):
        with suppress(JobGoneError):
            found.append(read_job(path.parent))
    return found


def read_job(path: Path) -> Job:
    """The job in the folder `path`, as it is now; raises JobGoneError where it was removed."""
    try:
        facts = json.loads((path / "job.json").read_bytes())
    except FileNotFoundError as error:
        raise JobGoneError(f"The job {path.name} is gone: its folder was removed.") from error
    return Job(
        path,
        command=tuple(facts["command"]),
        started=facts["started"],
        begun=_text(path / "begun") or None,
        state=_state(path),
        is_stopping=(path / "stop").exists(),
        messages=tuple(_text(path / "messages").splitlines()),
        output=_text(path / "output"),
    )


def is_busy(folder: Path) -> bool:
    """Whether a job in `folder` is running, so that another one would have to wait."""
    return folder.is_dir() and _is_held(folder / _TURN)


def stop_job(path: Path) -> None:
    """Ask the job in the folder `path` to stop; finished work is kept. Does not wait.

    Raises PapertidesError where the folder cannot be written.
    """
    try:
        (path / "stop").touch()
    except OSError as error:
        raise PapertidesError(f"{path} cannot be written: {error.strerror}.") from error


def wait_for_job(path: Path, *, seconds: float) -> Job:
    """The job in the folder `path` once it has ended, or after `seconds`."""
    lock = FileLock(path / "lock")
    try:
        lock.acquire(timeout=seconds, poll_interval=_POLL)
        lock.release()
    except Timeout:
        pass
    return read_job(path)


def _start_keeper(path: Path) -> subprocess.Popen[bytes]:
    """The process of its own that keeps the job in the folder `path`."""
    package = str(Path(__file__).resolve().parent.parent)
    variables = os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH")]))
    }
    return subprocess.Popen(
        [sys.executable, "-m", "analysis.jobs", str(path)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=variables,
        start_new_session=True,
    )


def keep(path: Path) -> None:
    """Run the command of the job in the folder `path` when its turn has come, and note its end."""
    # Whoever was started by a shell in the background ignores it, and so would the command.
    signal(SIGINT, SIG_DFL)
    if os.name == "posix":
        os.nice(_POLITE)  # pages and other work of this machine come first
    with FileLock(path / "lock"):
        sys.stdout.write("1")
        sys.stdout.close()
        code = _in_turn(path)
        write_atomically(path / "ended.json", json.dumps({"exit_code": code}).encode())


def _in_turn(path: Path) -> int:
    """Exit code of the command of a job, run when no other job runs."""
    while not (path / "stop").exists():
        try:
            with FileLock(path.parent / _TURN, timeout=_POLL):
                return _run(path)
        except Timeout:
            continue
    return _INTERRUPTED


def _run(path: Path) -> int:
    command = json.loads((path / "job.json").read_bytes())["command"]
    begun = datetime.now(UTC).isoformat(timespec="seconds")
    write_atomically(path / "begun", begun.encode())
    with (path / "output").open("wb") as output, (path / "messages").open("wb") as messages:
        running = subprocess.Popen(
            [sys.executable, "-m", "analysis", *command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=messages,
        )
        while True:
            try:
                return running.wait(timeout=_POLL)
            except subprocess.TimeoutExpired:
                if (path / "stop").exists():
                    return _stop(running)


def _stop(running: subprocess.Popen[bytes]) -> int:
    running.send_signal(SIGINT) if os.name == "posix" else running.terminate()
    try:
        running.wait(timeout=_GRACE)
    except subprocess.TimeoutExpired:
        running.kill()
        running.wait()
    return _INTERRUPTED


def _state(path: Path) -> State:
    # The lock first, then the end: a job that ends in between is done, not lost.
    is_held = _is_held(path / "lock")
    begun: State = "running" if (path / "begun").exists() else "waiting"
    return _ended(path) or (begun if is_held else "lost")


def _ended(path: Path) -> State | None:
    try:
        code = json.loads((path / "ended.json").read_bytes())["exit_code"]
    except FileNotFoundError:
        return None
    return "done" if code == 0 else "stopped" if code == _INTERRUPTED else "failed"


def _is_held(lock: Path) -> bool:
    try:
        with FileLock(lock, blocking=False):
            return False
    except (Timeout, PermissionError):  # who may not write there sees jobs of somebody else
        return True


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return ""


def _forget(folder: Path) -> None:
    """Remove the oldest jobs that have ended."""
    ended = [job.path for job in list_jobs(folder) if job.state not in AT_WORK]
    for path in ended[_KEPT:]:
        shutil.rmtree(path, ignore_errors=True)


if __name__ == "__main__":
    keep(Path(sys.argv[1]))

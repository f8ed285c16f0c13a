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
_KEPT = 20  # ended jobs
_POLL = 0.2  # seconds
_GRACE = 30.0  # seconds that a stopped command has to clean up after itself
_INTERRUPTED = 130  # the exit code of a command stopped by SIGINT


@dataclass(frozen=True)
class Job:
    """A job as it was when it was read.

    Its `state` is `waiting` for another job to end, `running`, `done`, `failed`, `stopped` by
    somebody, or `lost`: its process ended without a word, as in a power cut. `started` is a UTC
    timestamp, `messages` what the command printed to standard error, by line; `output` its
    standard output.
    """

    path: Path
    command: tuple[str, ...]
    started: str
    state: State
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
    except OSError as error:
        raise PapertidesError(f"{path} cannot be written: {error.strerror}.") from error
    package = str(Path(__file__).resolve().parent.parent)
    variables = os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH")]))
    }
    keeper = subprocess.Popen(
        [sys.executable, "-m", "analysis.jobs", str(path)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=variables,
        start_new_session=True,
    )
    assert keeper.stdout is not None
    with keeper.stdout as ready:
        ready.read(1)  # once it holds its lock, or has failed
    threading.Thread(target=keeper.wait, daemon=True).start()  # leaves no zombie behind
    return path


def list_jobs(folder: Path) -> list[Job]:
    """All jobs in `folder`, latest first."""
    return [read_job(path.parent) for path in sorted(folder.glob("*/job.json"), reverse=True)]


def read_job(path: Path) -> Job:
    """The job in the folder `path`, as it is now."""
    facts = json.loads((path / "job.json").read_bytes())
    # The lock first, then the end: a job that ends in between is done, not lost.
    is_held = _is_held(path)
    state = _ended(path) or ("lost" if not is_held else _begun(path))
    return Job(
        path,
        command=tuple(facts["command"]),
        started=facts["started"],
        state=state,
        messages=tuple(_text(path / "messages").splitlines()),
        output=_text(path / "output"),
    )


def stop_job(path: Path) -> None:
    """Ask the job in the folder `path` to stop; finished work is kept. Does not wait."""
    (path / "stop").touch()


def wait_for_job(path: Path, *, seconds: float) -> Job:
    """The job in the folder `path` once it has ended, or after `seconds`."""
    lock = FileLock(path / "lock")
    try:
        lock.acquire(timeout=seconds, poll_interval=_POLL)
        lock.release()
    except Timeout:
        pass
    return read_job(path)


def keep(path: Path) -> None:
    """Run the command of the job in the folder `path` when its turn has come, and note its end."""
    # Whoever was started by a shell in the background ignores it, and so would the command.
    signal(SIGINT, SIG_DFL)
    with FileLock(path / "lock"):
        sys.stdout.write("1")
        sys.stdout.close()
        code = _in_turn(path)
        write_atomically(path / "ended.json", json.dumps({"exit_code": code}).encode())


def _in_turn(path: Path) -> int:
    """Exit code of the command of a job, run when no other job runs."""
    while not (path / "stop").exists():
        try:
            with FileLock(path.parent / "turn.lock", timeout=_POLL):
                return _run(path)
        except Timeout:
            continue
    return _INTERRUPTED


def _run(path: Path) -> int:
    command = json.loads((path / "job.json").read_bytes())["command"]
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


def _begun(path: Path) -> State:
    return "running" if (path / "messages").exists() else "waiting"


def _ended(path: Path) -> State | None:
    try:
        code = json.loads((path / "ended.json").read_bytes())["exit_code"]
    except FileNotFoundError:
        return None
    return "done" if code == 0 else "stopped" if code == _INTERRUPTED else "failed"


def _is_held(path: Path) -> bool:
    try:
        with FileLock(path / "lock", blocking=False):
            return False
    except Timeout:
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

"""Jobs that a test waits for."""

import time
from collections.abc import Callable
from pathlib import Path

from analysis.jobs import AT_WORK, Job, read_job

LONG = 120  # seconds that a busy machine may take


def wait_until(path: Path, holds: Callable[[Job], bool]) -> None:
    """Wait until something holds of the job in the folder `path`, which must not end before."""
    deadline = time.monotonic() + LONG
    while not holds(job := read_job(path)):
        assert time.monotonic() < deadline, job
        assert job.state in AT_WORK, job
        time.sleep(0.05)

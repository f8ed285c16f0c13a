"""A dashboard in a process of its own, to be visited and weighed."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.rows import ROOT

SECONDS_TO_START = 60


@dataclass(frozen=True)
class Served:
    """A running dashboard."""

    address: str
    pid: int

    def megabytes(self) -> float:
        """Its resident memory."""
        command = ["ps", "-o", "rss=", "-p", str(self.pid)]
        return int(subprocess.check_output(command, text=True)) / 1024


@contextmanager
def served(runs: Path) -> Iterator[Served]:
    """`python -m dashboard serve --runs RUNS`, ended afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "dashboard", "serve", "--port", str(port), "--runs", str(runs)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(f"{address}/_stcore/health")
            yield Served(address, process.pid)
        finally:
            process.terminate()


def _wait(address: str) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"nothing answers at {address} after {SECONDS_TO_START} s")

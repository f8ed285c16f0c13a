"""A row of the table of figures, and how a command is measured."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Row:
    """One measure; `holds` is None where it has no limit or was left out."""

    measure: str
    limit: str
    measured: str
    holds: bool | None

    def markdown(self) -> str:
        """The row as a line of a Markdown table."""
        verdict = {True: "yes", False: "NO", None: ""}[self.holds]
        return f"| {self.measure} | {self.limit} | {self.measured} | {verdict} |"


@dataclass(frozen=True)
class Cost:
    """What a whole process took: wall-clock seconds, peak resident memory in GB, its output.

    `busy` is the seconds of all its threads together, which other processes hardly change.
    """

    seconds: float
    busy: float
    gigabytes: float
    output: str


def cost(
    *arguments: str, data: Path, environment: Mapping[str, str] = MappingProxyType({})
) -> Cost:
    """Run `python ARGUMENTS` to its end with the data folder `data`; it must exit with 0."""
    fixed = {"PAPERTIDES_DATA": str(data), "PAPERTIDES_BACKTEST": "0"}
    variables = os.environ | fixed | dict(environment)
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, env=variables, stdout=subprocess.PIPE, text=True
    )
    output = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(arguments)} failed with status {status}")
    # Linux counts in kilobytes, macOS in bytes.
    scale = 1e9 if sys.platform == "darwin" else 1e6
    busy = usage.ru_utime + usage.ru_stime
    return Cost(time.perf_counter() - started, busy, usage.ru_maxrss / scale, output)


def left_out(measure: str, limit: str, why: str) -> Row:
    """A row that could not be measured here, and why."""
    return Row(measure, limit, f"left out: {why}", None)

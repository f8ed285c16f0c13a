"""How long each step of a fit takes, said as it begins and kept for the manifest."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

Report = Callable[[str], None]


@dataclass(frozen=True)
class Clock:
    """`seconds` by step, filled as the steps end; `report` is told each step's name."""

    seconds: dict[str, float]
    report: Report

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time what happens inside."""
        self.report(name)
        started = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - started, 3)

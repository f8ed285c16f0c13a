"""Clocks for tests: time that passes by itself and, without waiting, by every sleep."""

import time
from datetime import date


class FastClock:
    """The monotonic clock of this machine, ahead by what was slept."""

    def __init__(self, today: date = date(2026, 9, 30)) -> None:
        self.day = today
        self.slept: list[float] = []
        self.origin = 0.0

    def monotonic(self) -> float:
        return time.monotonic() + sum(self.slept) - self.origin

    def today(self) -> date:
        return self.day

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

"""The clock that fetching goes by, so that waiting can be tried without waiting."""

import time
from datetime import UTC, date, datetime
from typing import Protocol


class Clock(Protocol):
    """Seconds that never go back, the day in UTC, and a way to wait."""

    def monotonic(self) -> float:
        """Seconds since some moment that all processes of this machine share."""
        ...

    def today(self) -> date:
        """The day in UTC."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class SystemClock:
    """The clock of this machine."""

    def monotonic(self) -> float:
        """Seconds since the machine started."""
        return time.monotonic()

    def today(self) -> date:
        """The day in UTC."""
        return datetime.now(UTC).date()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)

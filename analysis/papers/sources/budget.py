"""The pace of the requests to a service, which all processes of this machine share.

The pace is a file and a lock in the data folder. A turn holds the lock for as long as its request
takes, so that there is one connection at a time and never less than the spacing between two
requests. Times are those of the monotonic clock: a wall clock that is set back neither blocks nor
hurries anybody. That clock starts anew with the machine; what was still to be waited then is waited
from now on.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from filelock import FileLock

from analysis.atomic import write_atomically
from analysis.errors import PapertidesError
from analysis.papers.sources.clock import Clock

_WORTH_SAYING = 2.0  # seconds of waiting
_PATIENCE = 900.0  # seconds that a command waits for a service; beyond, it says when to come back


@dataclass(frozen=True)
class Budget:
    """The pace of one service: `spacing` is the seconds between two requests.

    `say` is told about long waits.
    """

    name: str
    spacing: float
    folder: Path
    clock: Clock
    say: Callable[[str], None]

    @contextmanager
    def turn(self, *, cost: int = 0) -> Iterator[None]:
        """Wait until a request may be sent, and keep others from sending one during it.

        `cost` is what the request takes from the allowance of the day.
        Raises PapertidesError if the service is to be left alone for more than a quarter of an
        hour, or if the allowance of the day is too small.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with FileLock(self.folder / f"{self.name}.lock"):
            self._refuse_overspending(cost)
            seconds = self._wait_left()
            if seconds > _PATIENCE:
                raise PapertidesError(
                    f"{self.name} asked for a pause: run the command again in "
                    f"{_length(seconds)}. What was fetched is kept."
                )
            if seconds > _WORTH_SAYING + self.spacing:
                self.say(f"Waiting {_length(seconds)}, as {self.name} asked")
            if seconds > 0:
                self.clock.sleep(seconds)
            self._wait_from_now(self.spacing)  # also where this process is killed in its turn
            try:
                yield
            finally:
                self._wait_from_now(max(self.spacing, self._wait_left()))

    def pause(self, seconds: float) -> None:
        """Leave the service alone for `seconds`, in all processes; called within a turn."""
        self._wait_from_now(max(seconds, self._wait_left()))

    def note_left(self, left: int) -> None:
        """Keep what the service says is left of the allowance of the day; called within a turn."""
        self._write(self._read() | {"left": left, "day": self.clock.today().isoformat()})

    def left(self) -> int | None:
        """What is left of the allowance of today; None if the service has not said."""
        state = self._read()
        return state.get("left") if state.get("day") == self.clock.today().isoformat() else None

    def _refuse_overspending(self, cost: int) -> None:
        left = self.left()
        if left is not None and cost > left:
            tomorrow: date = self.clock.today() + timedelta(days=1)
            raise PapertidesError(
                f"The allowance of {self.name} for today is used up: {left:,} left, the next "
                f"request costs {cost:,}. Run the command again after {tomorrow} 00:00 UTC; what "
                "was fetched is kept."
            )

    def _wait_left(self) -> float:
        """Seconds until the next request."""
        state = self._read()
        written, seconds = float(state.get("written", 0)), float(state.get("seconds", 0))
        now = self.clock.monotonic()
        if now < written:  # the machine has started anew
            self._wait_from_now(seconds)
            return seconds
        return max(0.0, written + seconds - now)

    def _wait_from_now(self, seconds: float) -> None:
        self._write(self._read() | {"written": self.clock.monotonic(), "seconds": seconds})

    def _read(self) -> dict[str, Any]:
        """The state; an empty one where there is none or it is damaged."""
        try:
            state = json.loads(self._path.read_bytes())
        except (FileNotFoundError, ValueError):
            return {}
        if not isinstance(state, dict):
            return {}
        numbers = [state.get(key, 0) for key in ("written", "seconds", "left")]
        return state if all(isinstance(number, int | float) for number in numbers) else {}

    def _write(self, state: dict[str, Any]) -> None:
        write_atomically(self._path, json.dumps(state).encode())

    @property
    def _path(self) -> Path:
        return self.folder / f"{self.name}.json"


def _length(seconds: float) -> str:
    return f"{seconds:.0f} seconds" if seconds < 120 else f"{-(-seconds // 60):.0f} minutes"

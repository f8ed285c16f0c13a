"""What is wrong with an input, said so that a person can act on it."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

_FOUND_LENGTH = 80


@dataclass(frozen=True)
class Problem:
    """One thing wrong: a row that was rejected, or something odd that was kept with a warning.

    `row` is None where the whole file is meant, `column` where it is no single column.
    """

    file: str
    row: int | None
    column: str | None
    expected: str
    found: str
    fix: str
    severity: Literal["rejected", "warning"] = "rejected"

    def sentence(self) -> str:
        """The problem as one line of a message."""
        row = f", row {self.row}" if self.row is not None else ""
        column = f", column {self.column}" if self.column else ""
        return f"{self.file}{row}{column}: expected {self.expected}, found {self.found}. {self.fix}"

    def as_json(self) -> dict[str, Any]:
        """The problem as a JSON object, key by key."""
        return asdict(self)


def shown(value: object) -> str:
    """A value as it is quoted in a message: on one line, and short."""
    text = " ".join(str(value).split())
    return repr(text if len(text) <= _FOUND_LENGTH else text[: _FOUND_LENGTH - 1] + "…")

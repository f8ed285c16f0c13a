"""Problems of an input, as messages that can be acted on."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

_FOUND_LENGTH = 80


@dataclass(frozen=True)
class Problem:
    """A problem of an input: a rejected row, or a warning about something that was kept.

    `row` is None where the whole file is meant, `column` where it is no single column. A problem of
    several rows is said once: `row` is the first of `count` rows, `examples` are values of them.
    """

    file: str
    row: int | None
    column: str | None
    expected: str
    found: str
    fix: str
    severity: Literal["rejected", "warning"] = "rejected"
    count: int = 1
    examples: tuple[str, ...] = ()

    def sentence(self) -> str:
        """The problem as one line: place, expected, found, fix."""
        row = f", row {self.row}" if self.row is not None else ""
        if self.count > 1:
            row = f", {self.count:,} rows from row {self.row}"
        column = f", column {self.column}" if self.column else ""
        return f"{self.file}{row}{column}: expected {self.expected}, found {self.found}. {self.fix}"

    def as_json(self) -> dict[str, Any]:
        """The problem as a JSON object."""
        return asdict(self) | {"examples": list(self.examples)}


def shown(value: object) -> str:
    """A value quoted for a message: on one line, truncated."""
    text = " ".join(str(value).split())
    return repr(text if len(text) <= _FOUND_LENGTH else text[: _FOUND_LENGTH - 1] + "…")

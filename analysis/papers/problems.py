"""Problems of an input, as messages that can be acted on."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

# What the number of a row counts: rows of a sheet, lines of a text, or records of a file.
Unit = Literal["row", "line", "record"]
_FOUND_LENGTH = 80
_EXAMPLES = 3


@dataclass(frozen=True)
class Problem:
    """A problem of an input: a rejected row, or a warning about something that was kept.

    `row` is None where the whole file is meant, `column` where it is no single column. A problem of
    several rows is said once: `row` is the first of `count` rows, `examples` are values of them.
    `unit` is what `row` is the number of.
    `reason` says in two or three words why a row was rejected, for counts.
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
    reason: str = ""
    unit: Unit = "row"

    def sentence(self) -> str:
        """The problem as one line: place, expected, found, fix."""
        row = f", {self.unit} {self.row}" if self.row is not None else ""
        if self.count > 1:
            things = "rows" if self.unit == "row" else "records"
            row = f", {self.count:,} {things} from {self.unit} {self.row}"
        column = f", column {self.column}" if self.column else ""
        return f"{self.file}{row}{column}: expected {self.expected}, found {self.found}. {self.fix}"

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Problem":
        """The problem that `as_json` wrote."""
        return cls(**{**value, "examples": tuple(value.get("examples", ()))})

    def as_json(self) -> dict[str, Any]:
        """The problem as a JSON object."""
        return asdict(self) | {"examples": list(self.examples)}


def said_once(problems: Sequence[Problem]) -> list[Problem]:
    """The problems, those of more than three rows that differ in nothing but the value as one.

    It stands where the first of them was, with their count and three of the values.
    """
    alike: dict[Problem, list[Problem]] = {}
    for problem in problems:
        alike.setdefault(_without_value(problem), []).append(problem)
    said = (kind if len(kind) <= _EXAMPLES else [_together(kind)] for kind in alike.values())
    return [problem for kind in said for problem in kind]


def numbered_by(unit: Unit, problem: Problem) -> Problem:
    """The problem of a row whose number counts such units, in words that fit."""
    fix = problem.fix if unit == "row" else problem.fix.replace("this row", "this record")
    return replace(problem, unit=unit, fix=fix)


def _without_value(problem: Problem) -> Problem:
    whole = problem.row is None or problem.count > 1
    return problem if whole else replace(problem, row=None, found=problem.reason, examples=())


def _together(problems: Sequence[Problem]) -> Problem:
    found = tuple(dict.fromkeys(problem.found for problem in problems))[:_EXAMPLES]
    fix = problems[0].fix.replace("Add it", "Add them")
    for thing in ("row", "record"):
        fix = fix.replace(f"this {thing}", f"these {thing}s")
    return replace(
        problems[0], found=", ".join(found), fix=fix, count=len(problems), examples=found
    )


def left_out(
    file: str, row: int, *, reason: str, found: str = "", column: str | None = None
) -> Problem:
    """A row that is no paper to model; `found` says more of it than the `reason` does."""
    return Problem(
        file=file,
        row=row,
        column=column,
        expected="a paper",
        found=found or reason,
        fix="It is left out.",
        reason=reason,
    )


def shown(value: object) -> str:
    """A value quoted for a message: on one line, truncated."""
    text = " ".join(str(value).split())
    return repr(text if len(text) <= _FOUND_LENGTH else text[: _FOUND_LENGTH - 1] + "…")

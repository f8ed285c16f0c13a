"""Console output: results on standard output, messages and progress on standard error."""

import errno
import json
import re
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import typer
from rich.console import Console

from analysis.errors import PapertidesError, RowsRefusedError
from analysis.papers.problems import Problem, said_once
from analysis.version import version_of

# What a terminal would obey instead of showing it: colours, cursor, title, direction of text.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_PROBLEMS_SHOWN = 20
_READING = (
    "read",
    "rejected",
    "duplicates",
    "problems",
    "reasons",
    "merges",
    "columns",
    "examples",
    "languages",
    "years",
)


def plain_errors(*, debug: bool, as_json: bool = False) -> AbstractContextManager[None]:
    """Turn errors into one message and an exit code; with `debug` also print the traceback.

    With `as_json` there is always a value on standard output: for refused papers what
    `reading_json` gives, else {"error": ...}.
    """
    return _PlainErrors(debug, as_json)


def say(message: str) -> None:
    """Print a message to standard error."""
    stderr_console().print(printable(message), markup=False)


def stderr_console() -> Console:
    """A Rich console on the current standard error."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def tell(line: str) -> None:
    """Print a line of a result to standard output."""
    encoding = _encoding()
    typer.echo(printable(line).encode(encoding, "replace").decode(encoding))


def print_json(value: Any) -> None:
    """Print a JSON value to standard output."""
    is_utf8 = _encoding().lower().replace("-", "") == "utf8"
    typer.echo(json.dumps(value, indent=1, ensure_ascii=not is_utf8))


def say_problems(problems: list[Mapping[str, Any]]) -> None:
    """Print problems of the papers to standard error: those of files first, then rejected rows.

    `problems` as `read_papers` gives them; what many rows share is said once, the first are
    printed, the others counted.
    """
    order = sorted(problems, key=lambda p: (p["row"] is not None, p["severity"] != "rejected"))
    said = said_once([Problem.from_json(problem) for problem in order])
    for problem in said[:_PROBLEMS_SHOWN]:
        say(problem.sentence())
    if len(said) > _PROBLEMS_SHOWN:
        more = len(said) - _PROBLEMS_SHOWN
        say(f"... and {more:,} more; `python -m analysis check CORPUS --json` lists them all.")


def say_reading(reading: Mapping[str, Any]) -> None:
    """Print the problems of papers and how many there are to standard error."""
    say_problems(reading["problems"])
    say(reading_line(reading))


def reading_line(reading: Mapping[str, Any]) -> str:
    """One-line summary of what `read_papers` found."""
    read, rejected, duplicates = (reading[name] for name in _READING[:3])
    papers = read - rejected - duplicates
    return f"Papers: {papers:,} ({read:,} read, {rejected:,} rejected, {duplicates:,} duplicates)."


def reading_json(reading: Mapping[str, Any]) -> dict[str, Any]:
    """The output of `check --json`: the account of `read_papers` without its files."""
    return {name: reading[name] for name in _READING}


@contextmanager
def steps(console: Console) -> Iterator[Callable[[str], None]]:
    """Progress callback for named steps: a spinner on a terminal, else one line per step."""
    if not console.is_terminal:
        yield lambda name: console.print(f"{name} ...", markup=False)
        return
    with console.status("Starting ...") as status:
        yield lambda name: status.update(f"{name} ...")


def printable(text: str) -> str:
    """`text` with terminal control characters replaced; line breaks and tabs are kept."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def show_version(wanted: bool) -> None:  # noqa: FBT001  (typer calls it by place)
    """Print the version and exit, if `wanted`."""
    if wanted:
        typer.echo(f"papertides {version_of('papertides')}")
        raise typer.Exit


@dataclass(frozen=True)
class _PlainErrors(AbstractContextManager[None]):
    debug: bool
    as_json: bool

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # typer's own exits, and a reader such as `head` that has seen enough, are no errors
        if error is None or isinstance(error, typer.Exit | SystemExit | BrokenPipeError):
            return
        if self.debug:
            traceback.print_exception(kind, error, trace)
        sentence = _sentence(error)
        say(sentence)
        if self.as_json:
            refused = isinstance(error, RowsRefusedError)
            # where standard output itself failed, there is nowhere to print a value to
            with suppress(OSError):
                print_json(reading_json(error.reading) if refused else {"error": str(error)})
        raise typer.Exit(_exit_code(error)) from error


def _encoding() -> str:
    """The encoding of standard output, which a script may have closed."""
    return getattr(sys.stdout, "encoding", None) or "utf-8"


def _exit_code(error: BaseException) -> int:
    if isinstance(error, KeyboardInterrupt):
        return 128 + signal.SIGINT  # as shells have it
    return error.exit_code if isinstance(error, PapertidesError) else 1


def _sentence(error: BaseException) -> str:
    """The message shown for an error, expected or not."""
    if isinstance(error, PapertidesError):
        return f"Error: {error}"
    if isinstance(error, KeyboardInterrupt):
        return "Interrupted. Finished work is saved; run the command again to continue."
    if isinstance(error, MemoryError):
        return "Error: There is not enough memory. Try fewer papers."
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return "Error: The disk is full. Free some space and run the command again."
    what = f"{type(error).__name__}{f': {error}' if str(error) else ''}"
    return f"Error: {what}. Run the command again with --debug for the details."

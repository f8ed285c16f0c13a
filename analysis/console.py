"""How the command lines speak: results on standard output, all else on standard error."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from types import TracebackType
from typing import Any

import typer
from rich.console import Console

from analysis.errors import PapertidesError


@contextmanager
def plain_errors(*, debug: bool) -> Iterator[None]:
    """Turn errors into a sentence and an exit code; with `debug` the traceback comes as well."""
    if debug:
        yield
        return
    sys.excepthook = _one_line
    try:
        yield
    except PapertidesError as error:
        say(f"Error: {error}")
        raise typer.Exit(error.exit_code) from error


def say(message: str) -> None:
    """One message to standard error."""
    Console(stderr=True, highlight=False, soft_wrap=True).print(message, markup=False)


def print_json(value: Any) -> None:
    """One JSON value to standard output."""
    typer.echo(json.dumps(value, indent=1, ensure_ascii=False))


def show_version(wanted: bool) -> None:
    """Print the version and stop, where it is `wanted`."""
    if wanted:
        typer.echo(f"papertides {version('papertides')}")
        raise typer.Exit


def _one_line(kind: type[BaseException], error: BaseException, _: TracebackType | None) -> None:
    """What an error that nobody foresaw looks like; Python then exits with 1."""
    if issubclass(kind, KeyboardInterrupt):
        say("Stopped.")
    else:
        say(f"Error: {kind.__name__}: {error}. Run the command again with --debug for the details.")

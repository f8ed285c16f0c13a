"""The command line as a person calls it: here for speed, or as a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from analysis.__main__ import app
from tests.support.sources import ROOT


def command(*arguments: object) -> Result:
    """`python -m analysis ARGUMENTS` in this process; what it printed and its exit code."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def process(
    *arguments: object, cwd: Path = ROOT, **environment: str
) -> subprocess.CompletedProcess[str]:
    """`python -m analysis ARGUMENTS` as a process of its own."""
    variables = os.environ | {"PYTHONPATH": str(ROOT)} | environment
    words = [sys.executable, "-m", "analysis", *map(str, arguments)]
    return subprocess.run(
        words, cwd=cwd, env=variables, capture_output=True, text=True, check=False, timeout=300
    )


@contextmanager
def started(words: Sequence[object], **options: Any) -> Iterator[subprocess.Popen[Any]]:
    """A process that is killed where the test that started it fails or is done with it."""
    with subprocess.Popen([str(word) for word in words], **options) as begun:
        try:
            yield begun
        finally:
            begun.kill()


def refused(result: Result, *words: str, code: int = 2) -> str:
    """What was said, where the exit code is `code`, all `words` are in it and no traceback is."""
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    said = " ".join(result.stderr.split())
    for word in words:
        assert word in said, said
    return said


def value_of(result: Result) -> Any:
    """The one JSON value on standard output."""
    return json.loads(result.stdout)


def write_papers(path: Path, *papers: dict[str, Any]) -> Path:
    """A JSON Lines file of papers."""
    lines = [json.dumps(paper, ensure_ascii=False) + "\n" for paper in papers]
    path.write_text("".join(lines), encoding="utf-8")
    return path

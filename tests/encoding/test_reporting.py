"""Long work announces itself once; short work is silent."""

import io

from rich.console import Console

from analysis.encoding.encoder import EmbeddingProgress
from analysis.encoding.progress import embedding_progress


def _said(steps: list[EmbeddingProgress], *, terminal: bool = False) -> str:
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=terminal, width=80)
    with embedding_progress(console) as progress:
        for step in steps:
            progress(step)
    return stream.getvalue()


def test_long_work_says_how_long_and_what_is_faster_once() -> None:
    steps = [EmbeddingProgress("minilm", done, 10_000, done / 25) for done in range(0, 10_001, 128)]
    said = _said(steps)
    assert said.count("\n") == 1
    assert "10,000 papers with minilm: about 7 minutes left at 25 papers per second" in said
    assert "--encoder lsa" in said


def test_short_work_is_silent() -> None:
    steps = [EmbeddingProgress("minilm", done, 84, done / 25) for done in (0, 84)]
    assert _said(steps) == ""
    assert _said([]) == ""


def test_a_terminal_sees_a_bar() -> None:
    steps = [EmbeddingProgress("minilm", done, 10_000, done / 25) for done in (0, 128, 256)]
    assert "256/10000" in _said(steps, terminal=True)

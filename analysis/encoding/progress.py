"""Progress display of an embedding: estimated time, a faster alternative, progress bar."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from analysis.encoding.encoder import EmbeddingProgress, ProgressCallback

_LONG = 20.0  # seconds from which on an estimate is given
_FASTER = "`--encoder lsa` takes seconds; its themes are slightly coarser."


@contextmanager
def embedding_progress(console: Console | None = None) -> Iterator[ProgressCallback]:
    """A callback for `embed` that announces long work on standard error, with a bar on terminals.

    Work of less than 20 seconds is not announced.
    """
    console = console or Console(file=sys.stderr, highlight=False)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    bar = Progress(*columns, TimeRemainingColumn(), console=console, transient=True)
    task = bar.add_task("Embedding", visible=False)
    announced: list[EmbeddingProgress] = []

    def show(progress: EmbeddingProgress) -> None:
        left = progress.seconds_left
        if not announced and left is not None and left + progress.seconds > _LONG:
            announced.append(progress)
            console.print(_announcement(progress, left), soft_wrap=True, markup=False)
            if console.is_terminal:
                bar.start()
        bar.update(task, completed=progress.done, total=progress.total, visible=bool(announced))

    try:
        yield show
    finally:
        if bar.live.is_started:
            bar.stop()


def _announcement(progress: EmbeddingProgress, left: float) -> str:
    rate = progress.done / progress.seconds
    text = (
        f"Embedding {progress.total:,} papers with {progress.encoder}: about {_duration(left)} left"
        f" at {rate:.0f} papers per second. Finished work is saved if you stop."
    )
    return text if progress.encoder == "lsa" else f"{text} Faster: {_FASTER}"


def _duration(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{seconds:.0f} seconds" if minutes < 2 else f"{minutes} minutes"

"""Runs for the dashboard: opened once, with the current corrections."""

import re
from pathlib import Path

from analysis.encoding.encoder import Encoder
from analysis.encoding.registry import load_query_encoder
from analysis.paths import runs_dir
from analysis.runs.catalogue import read_manifest
from analysis.runs.corrections.corrected import open_edition
from analysis.runs.corrections.overlay import Overlay, overlay_path, usable_overlay
from analysis.runs.store import Run, RunSummary, list_runs, open_run
from dashboard.data.cache import cached
from dashboard.state.address import kept_run


def known_runs() -> list[RunSummary]:
    """Summaries of all runs, latest first; those of damaged runs name the damage."""
    folder = runs_dir()
    return _summaries(str(folder), changed(folder))


def whole_runs() -> dict[str, RunSummary]:
    """Readable runs by id, latest first."""
    return {run.run_id: run for run in known_runs() if run.damaged is None}


def load_run(run_id: str) -> Run:
    """The run `run_id` with its corrections; raises InputError where it is damaged.

    Where its corrections are damaged, it is the run as it was fitted.
    """
    fitted = _fitted(str(runs_dir() / run_id))
    overlay, _ = load_overlay(fitted)
    return _corrected(fitted, overlay.edition) if overlay.edition else fitted


def current_run() -> Run:
    """The run chosen by the router."""
    return load_run(kept_run())


def load_overlay(run: Run) -> tuple[Overlay, str]:
    """The current corrections of a run; where they cannot be read, none, and the reason."""
    fitted = _fitted(str(run.path))
    return _overlay(fitted, changed(overlay_path(fitted.path)))


def papers_name(run_id: str) -> str:
    """The name of the files that a readable run was made from."""
    return _papers_name(str(runs_dir() / run_id))


def of_same_papers(run_id: str, other: str) -> bool:
    """Whether two readable runs are of the same files; names may differ in a date or number."""
    one, two = (re.sub(r"\d+", "", papers_name(name)) for name in (run_id, other))
    return one == two


def load_before(run_id: str) -> Run:
    """The run `run_id` without corrections, for comparing its papers."""
    return _fitted(str(runs_dir() / run_id))


@cached(spinner="Loading the encoder …")
def load_encoder(run: Run) -> Encoder | None:
    """The encoder of queries that matches a run; None where the dashboard has none."""
    return load_query_encoder(run.manifest.encoder, run.path / "model")


def changed(path: Path) -> tuple[int, ...]:
    """Modification time and size of a file or folder; empty where there is none."""
    try:
        facts = path.stat()
    except FileNotFoundError:
        return ()
    return facts.st_mtime_ns, facts.st_size, facts.st_ino


# `changed` is part of the key of what is kept, not of the work.


@cached(entries=1_000)
def _papers_name(path: str) -> str:
    return str(read_manifest(Path(path)).papers.get("name", ""))


@cached(entries=8)
def _summaries(folder: str, changed: tuple[int, ...]) -> list[RunSummary]:
    del changed
    return list_runs(Path(folder))[::-1]


@cached(entries=8)
def _overlay(fitted: Run, changed: tuple[int, ...]) -> tuple[Overlay, str]:
    del changed
    return usable_overlay(fitted)


@cached(spinner="Opening the run …")
def _fitted(path: str) -> Run:
    return open_run(path)


@cached(spinner="Applying corrections …")
def _corrected(fitted: Run, edition: str) -> Run:
    return open_edition(fitted, edition)

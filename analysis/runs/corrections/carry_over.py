"""Carry-over of corrections to a refit, from the latest earlier run that has any."""

from pathlib import Path

from analysis.errors import PapertidesError
from analysis.runs.corrections.apply_edits import regroup
from analysis.runs.corrections.overlay import overlay_path, read_overlay, write_edits
from analysis.runs.store import Run, list_runs, open_run


def carry_over(run: Run) -> list[str]:
    """Copy to `run` the corrections of the latest earlier run that has any; return messages.

    Those that find their theme are applied, the others are kept and named. Nothing is written
    where none applies (the papers are others), and where `run` has corrections of its own.
    """
    if overlay_path(run.path).exists():
        return []
    try:
        source = _corrected_before(run, runs=run.path.parent)
        return _carried(run, source) if source else []
    except PapertidesError as error:  # the fit itself went well
        return [f"No corrections were carried over. {error}"]


def _carried(run: Run, source: Run) -> list[str]:
    edits = read_overlay(source).standing
    conflicts = regroup(run, edits).conflicts
    if len(conflicts) == len(edits):
        return []
    write_edits(run, edits)
    applied = f"{len(edits) - len(conflicts)} of {len(edits)} corrections"
    return [f"Carried over {applied} of run {source.run_id}.", *conflicts]


def _corrected_before(run: Run, *, runs: Path) -> Run | None:
    for summary in reversed(list_runs(runs)):
        path = runs / summary.run_id
        earlier = summary.damaged is None and summary.run_id < run.run_id
        if earlier and overlay_path(path).exists():
            return open_run(path)
    return None

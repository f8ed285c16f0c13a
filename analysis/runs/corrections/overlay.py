"""The corrections of a run: a JSON file beside it, `RUN_ID.overlay.json`.

A correction identifies a theme by its most probable papers, not by its number, so that it can be
found again in a refit. Undone corrections stay in the file with a timestamp: the file is the
history, and `version` counts its changes.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

import pandas as pd
from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from analysis.atomic import write_atomically
from analysis.errors import InputError, PapertidesError
from analysis.runs.catalogue import damage
from analysis.runs.schema import Moment
from analysis.runs.store import Run

SCHEMA_VERSION = 1
# So many of the papers that are surest of a theme name it.
SUREST = 20
LONGEST_LABEL = 120
_PATIENCE = 10  # seconds to wait for somebody else who is writing


class _Correction(BaseModel):
    """Base of all corrections: the theme, who made it and when, and when it was undone.

    `theme` are its most probable papers (see `surest`); `was` is its label at that time.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    theme: tuple[str, ...]
    was: str
    who: str = ""
    when: Moment = ""
    undone: Moment = ""

    @model_validator(mode="before")
    @classmethod
    def _without_empty_fields(cls, values: Any) -> Any:
        """Drop the empty fields of other kinds, which older files contain."""
        if not isinstance(values, Mapping):
            return values
        known = cls.model_fields
        return {name: value for name, value in values.items() if value or name in known}


class _Named(_Correction):
    label: str = Field(max_length=LONGEST_LABEL)

    @field_validator("label")
    @classmethod
    def _is_not_blank(cls, label: str) -> str:
        if not label.strip():
            raise ValueError(f"a {cls.__name__.lower()} without a label")
        return label


class Rename(_Named):
    """Label the theme `label`."""

    kind: Literal["rename"] = "rename"


class Merge(_Correction):
    """Merge the theme `other`, then labelled `other_was`, into the theme."""

    kind: Literal["merge"] = "merge"
    other: tuple[str, ...]
    other_was: str = ""


class Split(_Named):
    """Split `papers`, by paper_id, off the theme into a new one labelled `label`."""

    kind: Literal["split"] = "split"
    papers: tuple[str, ...]


class Hide(_Correction):
    """Hide the theme: its papers become unassigned."""

    kind: Literal["hide"] = "hide"


class Move(_Correction):
    """Move `papers`, one paper_id, to the theme; `other_was` is the title."""

    kind: Literal["move"] = "move"
    papers: tuple[str, ...]
    other_was: str = ""


Edit = Annotated[Rename | Merge | Split | Hide | Move, Field(discriminator="kind")]


class Overlay(BaseModel):
    """The content of the file: corrections in the order of application."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_version: int = SCHEMA_VERSION
    run_id: str
    version: int = 0
    edits: tuple[Edit, ...] = ()

    @property
    def standing(self) -> tuple[Edit, ...]:
        """The active corrections, those not undone."""
        return tuple(edit for edit in self.edits if not edit.undone)

    @cached_property
    def edition(self) -> str:
        """The overlay as text; empty if no correction is active."""
        return self.model_dump_json() if self.standing else ""


_STALE = (
    "Somebody else has corrected this run in the meantime, so nothing was changed. The current "
    "corrections are shown: check them, and repeat what is still needed."
)


class StaleOverlayError(InputError):
    """The corrections have changed since they were read; nothing was written."""


def overlay_path(path: Path) -> Path:
    """The path of the corrections of the run in the folder `path`."""
    return path.with_name(f"{path.resolve().name}.overlay.json")


def overlay_lock(path: Path) -> FileLock:
    """The write lock of the corrections of the run in the folder `path`."""
    return FileLock(path.with_name(f".{overlay_path(path).name}.lock"), timeout=_PATIENCE)


def overlay_text(run: Run) -> str:
    """The text of the file, not parsed; empty if there is none."""
    try:
        return overlay_path(run.path).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(_damage(run, str(error))) from error


def parse_overlay(text: str, run: Run) -> Overlay:
    """Parse the corrections in `text`; raises InputError if it is damaged or newer."""
    if not text:
        return Overlay(run_id=run.run_id)
    try:
        found = json.loads(text)
        version = found.get("schema_version", 0) if isinstance(found, dict) else 0
        if isinstance(version, int) and version > SCHEMA_VERSION:
            raise InputError(
                f"{overlay_path(run.path)} was written by a newer Papertides. Update Papertides "
                "to use or edit these corrections."
            )
        overlay = Overlay.model_validate_json(text)
    except (ValidationError, ValueError, RecursionError) as error:
        first = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        raise InputError(_damage(run, first)) from error
    if overlay.run_id != run.run_id:
        raise InputError(_damage(run, f"it belongs to the run {overlay.run_id}"))
    return overlay


def read_overlay(run: Run) -> Overlay:
    """The corrections of a run, empty if there are none; raises as `parse_overlay`."""
    return parse_overlay(overlay_text(run), run)


def usable_overlay(run: Run) -> tuple[Overlay, str]:
    """The corrections of a run; if unreadable, empty and an error message."""
    try:
        return read_overlay(run), ""
    except InputError as error:
        return Overlay(run_id=run.run_id), str(error)


def add_edit(run: Run, edit: Edit, *, seen: int) -> Overlay:
    """Add a correction, based on version `seen` of the corrections.

    Raises StaleOverlayError where there is a later version by now, InputError where the correction
    does not fit (a name that is empty or too long) or the file is damaged, PapertidesError where it
    cannot be written.
    """
    stamped = edit.model_copy(update={"when": _now()})
    return _change(run, lambda edits: (*edits, stamped), seen=seen)


def undo_edit(run: Run, place: int, *, seen: int) -> Overlay:
    """Undo the correction at `place` in the list; raises as `add_edit`."""

    def undone(edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
        if place >= len(edits):
            raise StaleOverlayError(_STALE)
        changed = edits[place].model_copy(update={"undone": _now()})
        return (*edits[:place], changed, *edits[place + 1 :])

    return _change(run, undone, seen=seen)


def write_edits(run: Run, edits: tuple[Edit, ...]) -> Overlay:
    """Write `edits` for a run without corrections; raises as `add_edit`."""
    return _change(run, lambda _: edits, seen=0)


def surest(documents: pd.DataFrame, topic: int) -> tuple[str, ...]:
    """The paper_ids that identify a topic: its most probable papers, most probable first."""
    papers = documents[documents["topic"] == topic]
    order = papers.sort_values(["probability", "paper_id"], ascending=[False, True])
    return tuple(order["paper_id"].head(SUREST))


def _change(
    run: Run, change: Callable[[tuple[Edit, ...]], tuple[Edit, ...]], *, seen: int
) -> Overlay:
    """Read, compare and write under a lock, so that concurrent changes are not lost."""
    path = overlay_path(run.path)
    try:
        with overlay_lock(run.path):
            if not run.path.is_dir():
                raise InputError(damage(run.path, "its folder is missing"))
            there = read_overlay(run)
            if there.version != seen:
                raise StaleOverlayError(_STALE)
            changed = _checked(run, version=seen + 1, edits=change(there.edits))
            write_atomically(path, f"{changed.model_dump_json(indent=1)}\n".encode())
    except Timeout as error:
        raise PapertidesError(
            f"Another program has locked {path} for {_PATIENCE} seconds. Nothing was changed; try "
            "again later."
        ) from error
    except OSError as error:
        raise PapertidesError(
            f"{path} cannot be written: {error.strerror}. Nothing was changed."
        ) from error
    return changed


def _checked(run: Run, *, version: int, edits: tuple[Edit, ...]) -> Overlay:
    """Validate what is to be written; raises InputError if it is invalid."""
    raw = [edit.model_dump() for edit in edits]
    try:
        return Overlay.model_validate({"run_id": run.run_id, "version": version, "edits": raw})
    except ValidationError as error:
        fault = error.errors()[0]
        raise InputError(
            f"Nothing was changed: the correction is invalid. {fault['loc'][-1]}: "
            f"{fault['msg'].removeprefix('Value error, ')}."
        ) from error


def _damage(run: Run, why: str) -> str:
    return (
        f"The corrections of this run are not applied: {overlay_path(run.path)} cannot be read "
        f"({why}). Repair or delete the file; the run itself is intact."
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")

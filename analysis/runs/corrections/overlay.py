"""People's corrections of a run: a text file beside it, `RUN_ID.overlay.json`, never in it.

A correction names themes by the papers that are surest of them, not by their numbers, so that it
finds them again in a refit. What is undone stays in the file with the moment of it: the file is the
history, and `version` counts its changes.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
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
    """What every correction holds: the theme it is about, and who made and undid it when.

    `theme` names the theme by its surest papers (see `surest`); `was` is what it was called then.
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
        """Files of before there was a class a kind hold the fields of every kind, empty."""
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
    """The theme is called `label`."""

    kind: Literal["rename"] = "rename"


class Merge(_Correction):
    """The theme `other`, once called `other_was`, joins the theme."""

    kind: Literal["merge"] = "merge"
    other: tuple[str, ...]
    other_was: str = ""


class Split(_Named):
    """`papers`, by paper_id, leave the theme for a new one called `label`."""

    kind: Literal["split"] = "split"
    papers: tuple[str, ...]


class Hide(_Correction):
    """The papers of the theme are in no theme."""

    kind: Literal["hide"] = "hide"


class Move(_Correction):
    """`papers`, one paper_id, join the theme; `other_was` is the title."""

    kind: Literal["move"] = "move"
    papers: tuple[str, ...]
    other_was: str = ""


Edit = Annotated[Rename | Merge | Split | Hide | Move, Field(discriminator="kind")]


class Overlay(BaseModel):
    """The file: corrections in the order in which they are applied."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_version: int = SCHEMA_VERSION
    run_id: str
    version: int = 0
    edits: tuple[Edit, ...] = ()

    @property
    def standing(self) -> tuple[Edit, ...]:
        """The corrections that are not undone."""
        return tuple(edit for edit in self.edits if not edit.undone)

    @property
    def edition(self) -> str:
        """All of it as text; empty where nothing stands."""
        return self.model_dump_json() if self.standing else ""


_STALE = (
    "Somebody else has corrected this run in the meantime, so nothing was changed. The current "
    "corrections are shown: check them, and repeat what is still needed."
)


class StaleOverlayError(InputError):
    """Somebody else has changed the corrections since they were read; nothing was written."""


def overlay_path(path: Path) -> Path:
    """Where the corrections of the run in the folder `path` are."""
    return path.with_name(f"{path.resolve().name}.overlay.json")


def overlay_lock(path: Path) -> FileLock:
    """What a writer of the corrections of the run in the folder `path` holds meanwhile."""
    return FileLock(path.with_name(f".{overlay_path(path).name}.lock"), timeout=_PATIENCE)


def overlay_text(run: Run) -> str:
    """What the file says, unread; empty where there is none."""
    try:
        return overlay_path(run.path).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(_damage(run, str(error))) from error


def parse_overlay(text: str, run: Run) -> Overlay:
    """The corrections that `text` holds; raises InputError where it is damaged or newer."""
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
    """The corrections of a run, none where nobody made any; raises as `parse_overlay`."""
    return parse_overlay(overlay_text(run), run)


def usable_overlay(run: Run) -> tuple[Overlay, str]:
    """The corrections of a run; or none and the sentence that says why."""
    try:
        return read_overlay(run), ""
    except InputError as error:
        return Overlay(run_id=run.run_id), str(error)


def add_edit(run: Run, edit: Edit, *, seen: int) -> Overlay:
    """Keep one more correction, made by somebody who saw version `seen` of them.

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
    """Give a run that has no corrections yet these; raises as `add_edit`."""
    return _change(run, lambda _: edits, seen=0)


def surest(documents: pd.DataFrame, topic: int) -> tuple[str, ...]:
    """The paper_ids that name a topic: those of its surest papers, the surest first."""
    papers = documents[documents["topic"] == topic]
    order = papers.sort_values(["probability", "paper_id"], ascending=[False, True])
    return tuple(order["paper_id"].head(SUREST))


def _change(
    run: Run, change: Callable[[tuple[Edit, ...]], tuple[Edit, ...]], *, seen: int
) -> Overlay:
    """Read, compare and write under a lock, so that no writer loses what another wrote."""
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
    """What is to be written, as it will be read; raises InputError where it could not be."""
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

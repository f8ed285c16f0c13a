"""The catalogue of runs: listing, integrity checks and lookup by name."""

import difflib
import hashlib
import json
import logging
import re
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from analysis.errors import InputError
from analysis.runs.schema import FILES, SCHEMA_VERSION, Manifest

RUN_ID = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{5}")
# A message without a handler goes to standard error, which is where damaged runs are named.
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class RunSummary:
    """A row of `runs`; `damaged` says what is wrong, or is None."""

    run_id: str
    created: str | None
    documents: int | None
    topics: int | None
    outliers: int | None
    damaged: str | None


def read_manifest(path: Path) -> Manifest:
    """The manifest of the run in the folder `path`, once its files are present and complete.

    Raises InputError where there is no run, where it is damaged, and where a newer Papertides
    wrote it.
    """
    if not _is_folder(path):
        raise InputError(f"There is no run at {path}. `python -m analysis runs` lists the runs.")
    try:
        raw = json.loads((path / "manifest.json").read_bytes())
        version = raw["schema_version"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(damage(path, "manifest.json cannot be read")) from error
    if not isinstance(version, int) or version > SCHEMA_VERSION:
        raise InputError(
            f"The run {path.name} has format {version}; this Papertides reads up to format "
            f"{SCHEMA_VERSION}. Update Papertides to open it."
        )
    try:
        manifest = Manifest.model_validate(raw)
    except ValidationError as error:
        raise InputError(damage(path, "manifest.json has missing or invalid fields")) from error
    for name in sorted(FILES - manifest.files.keys()):
        raise InputError(damage(path, f"manifest.json does not list {name}"))
    for name, facts in manifest.files.items():
        file = path / name
        if not file.is_file() or file.stat().st_size != facts.bytes:
            raise InputError(damage(path, f"{name} is missing or truncated"))
    return manifest


def list_runs(runs: Path) -> list[RunSummary]:
    """All runs in the folder `runs`, oldest first, damaged ones included.

    Raises InputError where `runs` is a file or cannot be read.
    """
    return [_summary(path) for path in _folders(runs)]


def resolve_run(name: str, *, runs: Path) -> Path:
    """The folder of the run that `name` means: an id, a path, or `latest`.

    `latest` is the latest intact one; damaged ones after it are named on standard error. Raises
    InputError, naming the nearest run, where there is none of that name.
    """
    if name == "latest":
        return _latest(runs)
    for path in (runs / name, Path(name)):
        if _is_folder(path) and (RUN_ID.fullmatch(path.name) or (path / "manifest.json").is_file()):
            return path
    known = [path.name for path in _folders(runs)]
    if not known:
        raise InputError(f"There is no run {name}: {_none_yet(runs)}")
    near = difflib.get_close_matches(name, [*known, "latest"], n=1)
    nearest = (near or difflib.get_close_matches(name, known, n=1, cutoff=0.0))[0]
    raise InputError(
        f"There is no run {name} in {runs}. The nearest is {nearest}; `python -m analysis runs` "
        "lists all."
    )


def find_run(inputs_sha256: str, *, runs: Path) -> str | None:
    """The id of the latest intact run of the same inputs, or None."""
    for path in reversed(_folders(runs)):
        if path.name.endswith(inputs_sha256[:5]) and _is_intact(path, inputs_sha256):
            return path.name
    return None


def damage(path: Path, what: str) -> str:
    """The message for a damaged or deleted run."""
    if not path.exists():
        return f"The run {path.name} no longer exists: its folder was deleted. Choose another run."
    return f"The run {path.name} is damaged: {what}. Fit it again, or delete {path}."


def file_sha256(path: Path) -> str:
    """The sha256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _folders(runs: Path) -> list[Path]:
    """The run folders, oldest first, damaged ones included; empty if there is no `runs`."""
    try:
        named = [path for path in runs.iterdir() if RUN_ID.fullmatch(path.name)]
        return sorted(path for path in named if path.is_dir())
    except FileNotFoundError:
        return []
    except NotADirectoryError as error:
        raise InputError(f"{runs} is a file. --runs takes the folder that holds runs.") from error
    except OSError as error:
        raise InputError(f"The folder of runs {runs} cannot be read: {error.strerror}.") from error


def _latest(runs: Path) -> Path:
    for path in reversed(_folders(runs)):
        damaged = _summary(path).damaged
        if damaged is None:
            return path
        _LOG.warning("Skipped: %s", damaged)
    raise InputError(f"There is no run to open: {_none_yet(runs)}")


def _none_yet(runs: Path) -> str:
    return f"{runs} contains no intact run. Create one: `python -m analysis fit data/sample`."


def _summary(path: Path) -> RunSummary:
    try:
        manifest = read_manifest(path)
    except InputError as error:
        return RunSummary(path.name, None, None, None, None, damaged=str(error))
    counts = manifest.counts
    return RunSummary(
        path.name, manifest.created, counts.documents, counts.topics, counts.outliers, damaged=None
    )


def _is_intact(path: Path, inputs_sha256: str) -> bool:
    try:
        manifest = read_manifest(path)
        if manifest.inputs_sha256 != inputs_sha256:
            return False
        return all(file_sha256(path / name) == x.sha256 for name, x in manifest.files.items())
    except (InputError, OSError):
        return False


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name that no file can have
        return False

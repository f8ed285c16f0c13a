"""Atomically published folders: complete under the final name, or absent."""

import errno
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from analysis.atomic import sync_folder, sync_tree

_TMP = ".tmp-"
_ABANDONED_AFTER = 24 * 3600.0  # seconds


@contextmanager
def workshop(runs: Path) -> Iterator[Path]:
    """A locked temporary folder for writing a run, removed unless it is published."""
    folder = _unfinished(runs)
    with _locked(folder):
        folder.mkdir()
        try:
            yield folder
        finally:
            _remove(folder)


def sweep(runs: Path) -> None:
    """Remove the temporary folders of dead processes; live ones hold a lock.

    A folder whose lock is gone is removed once it is a day old.
    """
    for lock in runs.glob(f"{_TMP}*.lock"):
        try:
            with FileLock(lock, timeout=0):
                _remove(lock.with_suffix(""))
        except Timeout:
            continue
        _let_go(lock)
    for folder in runs.glob(f"{_TMP}*"):
        lock = Path(f"{folder}.lock")
        if folder.suffix != ".lock" and not lock.exists() and _age(folder) > _ABANDONED_AFTER:
            _remove(folder)


def remove_folder(folder: Path) -> None:
    """Remove `folder` atomically: it is renamed to a temporary name first."""
    unfinished = _unfinished(folder.parent)
    with _locked(unfinished):
        folder.rename(unfinished)
        _remove(unfinished)


def publish(folder: Path, name: str) -> bool:
    """Flush the folder and rename it to its final name; False if the name is taken."""
    sync_tree(folder)
    try:
        folder.rename(folder.parent / name)
    except OSError as error:
        if error.errno not in (errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR):
            raise
        return False
    sync_folder(folder.parent)
    return True


def _unfinished(runs: Path) -> Path:
    return runs / f"{_TMP}{uuid.uuid4().hex}"


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a temporary folder, so that no other process sweeps it."""
    lock = Path(f"{folder}.lock")
    try:
        with FileLock(lock):
            yield
    finally:
        _let_go(lock)


def _remove(folder: Path) -> None:
    if folder.is_symlink():
        folder.unlink()
    else:
        shutil.rmtree(folder, ignore_errors=True)


def _age(folder: Path) -> float:
    """Seconds since a folder was last modified; 0 if it no longer exists."""
    try:
        return time.time() - folder.stat().st_mtime
    except OSError:
        return 0.0


def _let_go(lock: Path) -> None:
    """Remove the lock file of a removed folder; of one that remains, `sweep` needs it."""
    if not lock.with_suffix("").exists():
        lock.unlink(missing_ok=True)

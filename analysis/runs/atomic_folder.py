"""A folder that appears under its final name in one step, or never, whatever kills the process."""

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
    """A folder to write a run in, locked while this process lives, gone if it is not published."""
    folder = _unfinished(runs)
    with _locked(folder):
        folder.mkdir()
        try:
            yield folder
        finally:
            _remove(folder)


def sweep(runs: Path) -> None:
    """Remove what processes that died while writing left behind; the living hold their lock.

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
    """Remove `folder` in one step: it has an unfinished name before any of it is removed."""
    unfinished = _unfinished(folder.parent)
    with _locked(unfinished):
        folder.rename(unfinished)
        _remove(unfinished)


def publish(folder: Path, name: str) -> bool:
    """Give the finished folder its final name, safe on the disk; False where that name is taken."""
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
    """Holds the lock of an unfinished folder, so that no other process sweeps it."""
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
    """Seconds since something was last added to a folder; none where it is gone by now."""
    try:
        return time.time() - folder.stat().st_mtime
    except OSError:
        return 0.0


def _let_go(lock: Path) -> None:
    """Remove the lock of a folder that is gone; one that stayed is swept by its lock later."""
    if not lock.with_suffix("").exists():
        lock.unlink(missing_ok=True)

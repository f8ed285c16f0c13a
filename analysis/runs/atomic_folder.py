"""A folder that appears under its final name in one step, or never, whatever kills the process."""

import errno
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from analysis.atomic import sync_folder, sync_tree

_TMP = ".tmp-"


@contextmanager
def workshop(runs: Path) -> Iterator[Path]:
    """A folder to write a run in, locked while this process lives, gone if it is not published."""
    folder = runs / f"{_TMP}{uuid.uuid4().hex}"
    lock = Path(f"{folder}.lock")
    try:
        with FileLock(lock):
            folder.mkdir()
            try:
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)
    finally:
        _let_go(lock)


def sweep(runs: Path) -> None:
    """Remove what processes that died while writing left behind; the living hold their lock."""
    for lock in runs.glob(f"{_TMP}*.lock"):
        try:
            with FileLock(lock, timeout=0):
                shutil.rmtree(lock.with_suffix(""), ignore_errors=True)
        except Timeout:
            continue
        _let_go(lock)


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


def _let_go(lock: Path) -> None:
    """Remove the lock of a folder that is gone; one that stayed is swept by its lock later."""
    if not lock.with_suffix("").exists():
        lock.unlink(missing_ok=True)

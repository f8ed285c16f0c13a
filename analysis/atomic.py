"""Atomic, durable writes: a crash or power cut leaves either the old content or the new."""

import errno
import os
import time
import uuid
from pathlib import Path

_UNFINISHED = ".papertides-"
_ABANDONED_AFTER = 3600.0  # seconds; writing a file takes far less
# What a file system answers that cannot flush a folder, as opposed to one that failed to.
_NO_FOLDER_SYNC = (errno.EINVAL, errno.ENOTSUP, errno.EBADF)


def write_atomically(path: Path, content: bytes) -> None:
    """Replace the file at `path` by `content` in one step, flushed to the disk before and after.

    The folder must exist. Unfinished files that killed writers left in it more than an hour ago
    are removed. Raises OSError where it cannot be written; the old file is then as it was.
    """
    _sweep(path.parent)
    unfinished = path.with_name(f"{_UNFINISHED}{uuid.uuid4().hex}")
    try:
        with unfinished.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)  # where an error, or Ctrl+C, left it
    sync_folder(path.parent)


def sync_tree(folder: Path) -> None:
    """Flush all files and folders below `folder` to the disk."""
    for parent, _, names in os.walk(folder):
        for name in names:
            with Path(parent, name).open("rb+") as file:
                os.fsync(file.fileno())
        sync_folder(Path(parent))


def sync_folder(folder: Path) -> None:
    """Flush the directory entries of `folder` to the disk, where the operating system can."""
    if os.name == "nt":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(opened)


def _sweep(folder: Path) -> None:
    """Remove the temporary files of killed writers from `folder`."""
    for path in folder.glob(f"{_UNFINISHED}*"):
        try:
            if time.time() - path.stat().st_mtime > _ABANDONED_AFTER:
                path.unlink()
        except OSError:
            continue  # another writer was quicker

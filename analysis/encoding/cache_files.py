"""Files that can be computed again: written in one step, and not believed when damaged."""

import errno
import hashlib
import time
from pathlib import Path

from analysis.atomic import write_atomically
from analysis.errors import PapertidesError

_DIGEST = hashlib.sha256().digest_size
_TMP = ".tmp-"
_ABANDONED_AFTER = 3600.0  # seconds; writing a file takes far less


def read_kept(path: Path) -> bytes | None:
    """The content that `write_kept` put at `path`; None where there is none or it is damaged."""
    try:
        raw = path.read_bytes()
    except OSError:
        return None
    content = raw[_DIGEST:]
    if hashlib.sha256(content).digest() != raw[:_DIGEST]:
        return None
    return content


def write_kept(path: Path, content: bytes) -> None:
    """Put `content` at `path`, whole or not at all, with its checksum before it.

    Raises PapertidesError where the disk is full or the folder may not be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, hashlib.sha256(content).digest() + content)
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        why = "the disk is full" if full else error.strerror
        raise PapertidesError(
            f"The cache {path.parent} cannot be written: {why}. Free some space, or set "
            "PAPERTIDES_DATA to a folder that can be written, and run it again."
        ) from error


def sweep_kept(folder: Path) -> None:
    """Remove what processes that were killed while writing left in `folder`."""
    for path in folder.glob(f"{_TMP}*"):
        try:
            if time.time() - path.stat().st_mtime > _ABANDONED_AFTER:
                path.unlink()
        except OSError:
            continue  # another process was quicker

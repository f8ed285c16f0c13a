"""Checksummed cache files, written atomically, with least-recently-used eviction.

A file is marked as used by its modification time. Whatever lies in the folder counts and can be
evicted, the files of earlier versions too.
"""

import errno
import hashlib
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from analysis.atomic import write_atomically
from analysis.errors import InputError, PapertidesError

DIGEST = hashlib.sha256().digest_size
VECTORS = ".vectors"
_DEFAULT_LIMIT = 4_000_000_000
_COARSEST_CLOCK = 2.0  # seconds, to which a file system may round a modification time
# A message without a handler goes to standard error.
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class CacheFile:
    """A cache file; `entries` counts its vectors or models, `used` is seconds since the epoch."""

    path: Path
    bytes: int
    entries: int
    used: float


def cached(path: Path, compute: Callable[[], bytes]) -> bytes:
    """The content of the cache file `path`; on a miss it is computed and written.

    A damaged file is replaced. One that cannot be read at the moment stays as it is. Raises
    PapertidesError where the file cannot be written.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raw = b""
    except OSError as error:
        _LOG.warning("%s cannot be read: %s. Its content is recomputed.", path, error.strerror)
        return compute()
    content = raw[DIGEST:]
    if len(raw) >= DIGEST and hashlib.sha256(content).digest() == raw[:DIGEST]:
        mark_used(path)
        return content
    content = compute()
    write_cached(path, hashlib.sha256(content).digest() + content)
    return content


def write_cached(path: Path, content: bytes) -> None:
    """Write `content` to `path` atomically, creating its folder if needed.

    Raises PapertidesError where the disk is full or the folder cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, content)
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        why = "the disk is full" if full else error.strerror
        raise PapertidesError(
            f"The cache {path.parent} cannot be written: {why}. Free some space, or set "
            "PAPERTIDES_DATA to a writable folder, and run the command again."
        ) from error
    mark_used(path)


def mark_used(path: Path) -> None:
    """Set a file's time of use to now, by this machine's clock rather than a network disk's."""
    now = time.time_ns()
    try:
        os.utime(path, ns=(now, now))
    except OSError as error:  # a cache of somebody else, read only, or evicted meanwhile
        _LOG.debug("%s cannot be marked as used: %s", path, error.strerror)


def cache_limit() -> int:
    """The maximum size of the cache after a fit: $PAPERTIDES_CACHE_BYTES bytes, by default 4 GB.

    Raises InputError where that is no number.
    """
    configured = os.environ.get("PAPERTIDES_CACHE_BYTES", "").strip() or str(_DEFAULT_LIMIT)
    if not configured.isdecimal():
        raise InputError(
            f"PAPERTIDES_CACHE_BYTES: expected a number of bytes such as {_DEFAULT_LIMIT}, found "
            f"{configured!r}."
        )
    return int(configured)


def cache_files(cache: Path) -> list[CacheFile]:
    """All files of the cache, least recently used first; empty if there is no cache."""
    found = []
    for path in cache.rglob("*"):
        try:
            facts = path.lstat()
            if path.is_dir() and not path.is_symlink():
                continue
        except OSError:  # evicted by another process meanwhile
            continue
        found.append(CacheFile(path, facts.st_size, _entries(path), facts.st_mtime))
    return sorted(found, key=lambda file: (file.used, file.path))


@contextmanager
def bounded_cache(cache: Path) -> Iterator[None]:
    """Evict what exceeds `cache_limit` on exit, except files used within the context.

    Raises InputError, before the work, where the limit is no number.
    """
    limit, started = cache_limit(), time.time()
    yield
    evict(cache, limit=limit, used_since=started)


def evict(cache: Path, *, limit: int, used_since: float) -> list[CacheFile]:
    """Remove the least recently used files until the cache has at most `limit` bytes.

    Files used at or after the moment `used_since` (seconds since the epoch) stay. Returns what was
    removed; what cannot be removed stays.
    """
    files = cache_files(cache)
    size = sum(file.bytes for file in files)
    removed = []
    for file in files:
        if size <= limit or file.used > used_since - _COARSEST_CLOCK:
            break
        try:
            file.path.unlink(missing_ok=True)
        except OSError as error:
            _LOG.warning("%s cannot be removed from the cache: %s", file.path, error.strerror)
            continue
        size -= file.bytes
        removed.append(file)
    return removed


def _entries(path: Path) -> int:
    """The number of vectors or models in a file; for vectors it is part of the file name."""
    count, dash, _ = path.name.partition("-")
    return int(count) if dash and count.isdecimal() and path.suffix == VECTORS else 1

"""Packed files: gzip, and ZIP archives of several, unpacked within limits."""

import gzip
import lzma
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath, PureWindowsPath
from typing import IO

from analysis.errors import InputError
from analysis.papers.fields import visible

GZIP = b"\x1f\x8b"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_MOST_FILES = 10_000
_MOST_BYTES = 4 * 1024**3
# Text shrinks to a tenth; what grows a thousandfold was made to fill a disk.
_MOST_GROWTH = 200
_SMALL = 100 * 1024**2  # whatever grows to less may do so
_IN_MEMORY = 64 * 1024**2
_CHUNK = 1024**2
_OFFICE = ("[Content_Types].xml", "mimetype")
_DAMAGE = (OSError, EOFError, NotImplementedError, lzma.LZMAError, zlib.error, zipfile.BadZipFile)


@contextmanager
def gunzipped(file: IO[bytes], *, name: str) -> Iterator[IO[bytes]]:
    """The content of a gzip file. Raises InputError for a damaged one and for one beyond limits."""
    packed = file.seek(0, 2)
    file.seek(0)
    with gzip.open(file) as source, tempfile.SpooledTemporaryFile(_IN_MEMORY) as content:
        _copy(source.read, content, packed=packed, name=name)
        yield content


@contextmanager
def opened_archive(file: IO[bytes], *, name: str) -> Iterator[zipfile.ZipFile]:
    """A ZIP archive whose files may be read.

    Raises InputError for an Office document, a damaged or encrypted archive, one with a path that
    leads out of it, and one beyond the limits.
    """
    try:
        archive = zipfile.ZipFile(file)
    except (OSError, ValueError, NotImplementedError, zipfile.BadZipFile) as error:
        raise InputError(
            f"{name} is a damaged ZIP archive or Office document ({error}): copy it again, or "
            "save a sheet as CSV."
        ) from error
    with archive:
        _refuse_unsafe(archive.infolist(), name=name)
        yield archive


def files_in(archive: zipfile.ZipFile) -> list[tuple[str, zipfile.ZipInfo]]:
    """The files of an archive by name, without hidden ones and those that macOS adds."""
    files = [(visible(info.filename), info) for info in archive.infolist() if not info.is_dir()]
    return sorted(
        (
            (name, info)
            for name, info in files
            if not any(part.startswith((".", "__MACOSX")) for part in name.split("/"))
        ),
        key=lambda entry: entry[0],
    )


@contextmanager
def unzipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo, *, name: str) -> Iterator[IO[bytes]]:
    """The content of a file of an archive. Raises InputError for a damaged one."""
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as content:
        try:
            source = archive.open(info)
        except _DAMAGE as error:
            raise _damaged(name, error) from error
        with source:
            _copy(source.read, content, packed=info.compress_size, name=name)
        yield content


def _copy(read: Callable[[int], bytes], content: IO[bytes], *, packed: int, name: str) -> None:
    size = 0
    while chunk := _unpacked(read, name=name):
        size += len(chunk)
        _refuse_size(size, packed=packed, name=name)
        content.write(chunk)
    content.seek(0)


def _unpacked(read: Callable[[int], bytes], *, name: str) -> bytes:
    """The next bytes of a packed file; a full disk is no damage of it."""
    try:
        return read(_CHUNK)
    except _DAMAGE as error:
        raise _damaged(name, error) from error


def _damaged(name: str, error: Exception) -> InputError:
    return InputError(f"{name} cannot be unpacked to its end: {error}. Copy it again.")


def _refuse_unsafe(infos: list[zipfile.ZipInfo], *, name: str) -> None:
    if len(infos) > _MOST_FILES:
        raise InputError(
            f"{name} has {len(infos):,} files: expected at most {_MOST_FILES:,}. Pack fewer."
        )
    for info in infos:
        if info.filename in _OFFICE:
            raise InputError(f"{name} is an Office document: save a sheet as CSV.")
        if info.flag_bits & 1:
            raise InputError(f"{name} is encrypted: unpack it first.")
        if _climbs(info.filename):
            raise InputError(
                f"{name} has a file whose path leads out of it ({visible(info.filename)[:80]!r}): "
                "expected paths inside. Pack it again."
            )
    packed = sum(info.compress_size for info in infos)
    _refuse_size(sum(info.file_size for info in infos), packed=packed, name=name)


def _climbs(path: str) -> bool:
    forms = (PurePosixPath(path), PureWindowsPath(path))
    return any(form.is_absolute() or form.drive or ".." in form.parts for form in forms)


def _refuse_size(size: int, *, packed: int, name: str) -> None:
    if size > _MOST_BYTES or size > max(_SMALL, _MOST_GROWTH * packed):
        raise InputError(
            f"{name} unpacks to more than {size / 1024**2:,.0f} MB from {packed / 1024**2:,.1f} "
            f"MB: expected at most {_MOST_BYTES // 1024**3} GB, and at most {_MOST_GROWTH} times "
            "its size. Unpack it first if you trust it."
        )

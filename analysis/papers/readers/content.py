"""Content sniffing: binary or text, and the text encoding."""

import re

from analysis.errors import InputError
from analysis.papers.readers.encodings import (
    decoded_as_cyrillic,
    decoded_as_east_asian,
    decoded_as_latin,
    utf16_variant,
)
from analysis.papers.readers.reader import formats_sentence

_BINARY = {
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"RIFF": "an image, audio or video file",
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP archive inside another file (unpack it first)",
    b"\xd0\xcf\x11\xe0": "an old Office document (save a sheet as CSV)",
    b"\x1f\x8b": "a gzip archive inside another (unpack it first)",
    b"BZh": "a bzip2 archive (unpack it first)",
    b"\xfd7zXZ": "an xz archive (unpack it first)",
    b"\x28\xb5\x2f\xfd": "a zstd archive (unpack it first)",
    b"SQLite format 3": "an SQLite database",
    b"\x7fELF": "an executable",
}
_HIGH = re.compile(rb"[\x80-\xff]+")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")
_SAMPLE = 200_000
_SHARE_OF_CONTROLS = 0.005
_CONTROLS_AT_MOST = 10  # of any text, however short


def refuse_binary(data: bytes, *, name: str) -> None:
    """Raise InputError for an empty file and for an image, archive or other known binary."""
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise InputError(f"{name} is empty: expected papers as {formats_sentence()}.")
    for mark, what in _BINARY.items():
        if data.startswith(mark):
            raise InputError(f"{name} is {what}: expected papers as {formats_sentence()}.")


def decode(data: bytes, *, name: str) -> tuple[str, str | None]:
    """The text of a file, and the encoding if it had to be assumed, else None.

    Raises InputError for binary files and for text in an encoding that cannot be told from its
    bytes.
    """
    utf16 = utf16_variant(data)
    # In UTF-8 and Latin-1 alike, control characters are bytes of their own.
    sample = data[:_SAMPLE].decode(utf16 or "latin-1", errors="replace")
    if len(_CONTROLS.findall(sample)) > max(_CONTROLS_AT_MOST, _SHARE_OF_CONTROLS * len(sample)):
        raise InputError(f"{name} is a binary file: expected papers as {formats_sentence()}.")
    text, assumed = _decode_utf16(data, utf16, name=name) if utf16 else _decode(data, name)
    return text.replace("\x00", ""), assumed


def _decode_utf16(data: bytes, variant: str, *, name: str) -> tuple[str, str | None]:
    try:
        return data.decode(variant), None if variant == "utf-16" else "UTF-16"
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name} is damaged UTF-16 text ({error.reason}). Save it again as UTF-8."
        ) from error


def _decode(data: bytes, name: str) -> tuple[str, str | None]:
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        return _decode_legacy(data, name=name, error=error)


def _decode_legacy(data: bytes, *, name: str, error: UnicodeDecodeError) -> tuple[str, str | None]:
    """Decode text that is not valid UTF-8: as damaged UTF-8, else by its letters."""
    line = data.count(b"\n", 0, error.start) + 1
    valid = len(_MULTIBYTE.findall(data))
    replaced = data.decode("utf-8-sig", errors="replace")
    if valid > 4 * replaced.count("\ufffd"):
        return replaced, f"UTF-8 with damaged bytes (the first in line {line}), shown as \ufffd,"
    east_asian = decoded_as_east_asian(data)
    if east_asian:
        return east_asian
    runs = [len(run) for run in _HIGH.findall(data)]
    # Accents stand alone among plain letters; long runs are Cyrillic, Greek, Chinese … in an
    # encoding of their own.
    if sum(run for run in runs if run > 2) <= 0.5 * sum(runs):
        latin = decoded_as_latin(data)
        if latin:
            return latin
    cyrillic = decoded_as_cyrillic(data)
    if cyrillic:
        return cyrillic
    raise InputError(
        f"{name} cannot be decoded: byte {data[error.start]:#04x} in line {line} is not UTF-8, "
        "and the text is in no other known encoding (docs/reference.md, Files of papers). Save "
        "it as UTF-8."
    )

"""Papers on disk: `papers/NAME/` in the data folder, of uploads whole or absent."""

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from streamlit.typing import UploadedFile

from analysis.errors import InputError, PapertidesError
from analysis.paths import data_dir
from analysis.runs.atomic_folder import publish, sweep, workshop

_LONGEST = 60  # letters, each up to four bytes of a name on disk
_NOT_IN_NAMES = re.compile(r"[^\w ().+-]+")


def free_name(wanted: str, folder: Path) -> str:
    """A name like `wanted` that is safe on disk and that nothing in `folder` has."""
    clean = _NOT_IN_NAMES.sub("_", unicodedata.normalize("NFC", wanted))
    ending = Path(clean).suffix[:10] if re.search(r"\.[A-Za-z]\w*$", clean) else ""
    stem = " ".join(clean.removesuffix(ending).split()).strip(" ._-+")[:_LONGEST].rstrip()
    stem = stem or "papers"
    name, number = f"{stem}{ending}", 2
    while (folder / name).exists():
        name, number = f"{stem} {number}{ending}", number + 1
    return name


def papers_dir() -> Path:
    """The folder of the papers that were brought here, a folder for each upload or fetch."""
    return data_dir().resolve() / "papers"


def write_files(files: Sequence[UploadedFile], folder: Path) -> list[Path]:
    """Write uploaded files into `folder`, under names that are safe on disk.

    Raises PapertidesError where they cannot be written.
    """
    written = []
    for file in files:
        path = folder / free_name(file.name, folder)
        try:
            path.write_bytes(file.getvalue())  # without a copy, which `getbuffer` makes
        except OSError as error:
            raise _unwritten(folder, error) from error
        written.append(path)
    return written


def keep_papers(files: Sequence[UploadedFile], *, name: str) -> Path:
    """Write uploaded files into a new folder called `name`; the folder.

    Raises InputError where the name is taken or not safe on disk, PapertidesError where the folder
    cannot be written; nothing is then left of it.
    """
    folder = papers_dir()
    refuse_name(name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        sweep(folder)
        with workshop(folder) as unfinished:
            write_files(files, unfinished)
            if not publish(unfinished, name):
                refuse_name(name)
    except OSError as error:
        raise _unwritten(folder, error) from error
    return folder / name


def new_folder(name: str) -> Path:
    """Make the folder of papers called `name` that are yet to come.

    Raises InputError where the name is taken or not safe on disk, PapertidesError where the folder
    cannot be written.
    """
    folder = papers_dir() / name
    refuse_name(name)
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        refuse_name(name)
    except OSError as error:
        raise _unwritten(papers_dir(), error) from error
    return folder


def refuse_name(name: str) -> None:
    """Raise InputError where papers cannot be kept under `name`, with one under which they can."""
    folder = papers_dir()
    free = free_name(name, folder)
    if free == name:
        return
    if name == free_name(name, folder / "nowhere"):
        raise InputError(f"There are papers called “{name}” already. “{free}” is free.")
    raise InputError(
        "A name has up to 60 letters, digits, spaces, and ( ) . + - _ between them, for example "
        f"“{free}”."
    )


def why_refused(name: str) -> str:
    """Why papers cannot be kept under `name`; empty where they can."""
    try:
        refuse_name(name)
    except PapertidesError as error:
        return str(error)
    return ""


def _unwritten(folder: Path, error: OSError) -> PapertidesError:
    return PapertidesError(
        f"The papers cannot be written in {folder}: {error.strerror}. Nothing was saved. Free some "
        "space, or have the folder made writable, and try again."
    )

"""Vectors of one's own: a NumPy file with a row for every row of a file of papers."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from analysis.encoding.encoder import Fitted
from analysis.errors import InputError

GIVEN = "given"
_BLOCK = 16_384


@dataclass(frozen=True)
class GivenVectors(Fitted):
    """The vectors of known texts, as an encoder; it encodes no other text.

    `vectors` is (rows, dimensions), `rows` the row of every text, `sha256` that of the file.
    """

    vectors: np.ndarray
    rows: Mapping[str, int]
    sha256: str
    revision: str
    name: str = GIVEN

    @property
    def dimensions(self) -> int:
        """The columns of the vectors."""
        return self.vectors.shape[1]

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """(texts, dimensions) float32, rows of length one. Raises InputError for another text."""
        unknown = next((text for text in texts if text not in self.rows), None)
        if unknown is not None:
            raise InputError(
                f"There is no vector for the text {unknown[:80]!r}: expected a paper of the file "
                "that the vectors belong to. Fit that file alone."
            )
        places = [self.rows[text] for text in texts]
        return _of_length_one(self.vectors[places])


def given_vectors(path: Path, texts: Sequence[str | None], *, papers: str) -> GivenVectors:
    """The vectors in the file `path`, row i that of `texts[i]`, the rows of the file `papers`.

    A text is None where its row is no usable paper; of equal texts the first counts. Raises
    InputError for anything but a .npy file of one finite vector, not all zero, a row.
    """
    vectors = _read(path)
    if len(vectors) != len(texts):
        raise InputError(
            f"{path}: expected {len(texts):,} vectors, one for every row of {papers}, found "
            f"{len(vectors):,}. Write them in the order of that file, rejected and duplicate rows "
            "included."
        )
    _check_rows(vectors, path=path)
    rows: dict[str, int] = {}
    for row, text in enumerate(texts):
        if text is not None:
            rows.setdefault(text, row)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return GivenVectors(vectors, rows, digest, _revision(rows))


def _revision(rows: Mapping[str, int]) -> str:
    """Which text has which row: the same vectors may be given for the papers of another file."""
    known = hashlib.sha256()
    for text, row in rows.items():
        known.update(f"{row} {hashlib.sha256(text.encode()).hexdigest()}\n".encode())
    return f"vectors of a file for {len(rows):,} texts, {known.hexdigest()[:16]}"


def _read(path: Path) -> np.ndarray:
    """The array in a file, memory-mapped."""
    if not path.is_file():
        raise InputError(f"There is no file {path}: expected vectors, saved with numpy.save.")
    how = "Save an array of floats with numpy.save(path, vectors)."
    try:
        # Unpickling would run whatever code is in the file.
        vectors = np.load(path, mmap_mode="r", allow_pickle=False)
    except (ValueError, OSError, EOFError) as error:
        raise InputError(
            f"{path}: expected a .npy file of plain numbers, found pickled objects or something "
            f"else. {how}"
        ) from error
    if not isinstance(vectors, np.ndarray):
        raise InputError(f"{path}: expected one array (.npy), found an archive (.npz). {how}")
    if vectors.ndim != 2 or not vectors.shape[1] or vectors.dtype.kind != "f":
        raise InputError(
            f"{path}: expected a table of floats with a row for every paper, found shape "
            f"{vectors.shape} of {vectors.dtype}. {how}"
        )
    return vectors


def _check_rows(vectors: np.ndarray, *, path: Path) -> None:
    for start in range(0, len(vectors), _BLOCK):
        block = np.asarray(vectors[start : start + _BLOCK])
        for wrong, found in (
            (~np.isfinite(block).all(axis=1), "a value that is infinite or not a number"),
            (~block.any(axis=1), "zeros only"),
        ):
            if wrong.any():
                row = start + int(wrong.argmax())
                raise InputError(
                    f"{path}, row {row:,} (counted from 0): expected a vector with a direction, "
                    f"found {found}. Embed the text of that row again."
                )


def _of_length_one(vectors: np.ndarray) -> np.ndarray:
    # Divided by its largest value first, no square is too large or too small for a float.
    exact = np.asarray(vectors, dtype=np.float64)
    scaled = exact / np.abs(exact).max(axis=1, keepdims=True)
    return (scaled / np.linalg.norm(scaled, axis=1, keepdims=True)).astype(np.float32)

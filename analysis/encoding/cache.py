"""Embedding cache, keyed by the hashes of text and encoder.

A cache is a folder of files of 128 vectors that are written once and never changed, each whole or
absent: a killed process loses seconds of work, several processes share a folder without locks, and
a damaged file costs its own 128 texts. A file begins with the keys of its vectors, so that of the
others no more than that is read.
"""

import hashlib
import json
import logging
import os
import re
import time
import uuid
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import numpy as np

from analysis.encoding.cache_files import DIGEST, VECTORS, mark_used, write_cached
from analysis.encoding.encoder import EmbeddingProgress, Encoder, ProgressCallback

_TEXTS_A_FILE = 128  # three to four seconds of work for minilm on two cores
_FLOAT = np.dtype("<f4")
# A message without a handler goes to standard error.
_LOG = logging.getLogger(__name__)


def embed(
    texts: Sequence[str], *, encoder: Encoder, cache: Path, progress: ProgressCallback | None = None
) -> np.ndarray:
    """(texts, dimensions) float32, row i the embedding of `texts[i]`, computed only if not cached.

    `progress` is called before the first and after every few texts that have to be computed, never
    where all are known. Raises PapertidesError where `cache` cannot be written.
    """
    encoder = encoder.fitted(texts, cache=cache)
    folder = cache / "vectors" / _identity(encoder)
    rows: dict[bytes, list[int]] = {}
    for row, text in enumerate(texts):
        rows.setdefault(_key(text), []).append(row)
    vectors = np.empty((len(texts), encoder.dimensions), dtype=np.float32)
    for keys, found in _known(folder, rows, dimensions=encoder.dimensions):
        for key, vector in zip(keys, found, strict=True):
            vectors[rows.pop(key, [])] = vector
    for keys, found in _computed(rows, texts, encoder=encoder, progress=progress):
        _write(folder, keys, vectors=found)
        for key, vector in zip(keys, found, strict=True):
            vectors[rows[key]] = vector
    return vectors


def _computed(
    rows: dict[bytes, list[int]],
    texts: Sequence[str],
    *,
    encoder: Encoder,
    progress: ProgressCallback | None,
) -> Iterator[tuple[list[bytes], np.ndarray]]:
    """Keys and vectors of the texts at `rows`, in batches."""
    keys = list(rows)
    started = time.monotonic()
    for done in range(0, len(keys), _TEXTS_A_FILE):
        _tell(progress, encoder, done=done, total=len(keys), started=started)
        batch = keys[done : done + _TEXTS_A_FILE]
        found = encoder.encode([texts[rows[key][0]] for key in batch])
        yield batch, np.ascontiguousarray(found, dtype=np.float32)
    if keys:
        _tell(progress, encoder, done=len(keys), total=len(keys), started=started)


def _tell(
    progress: ProgressCallback | None, encoder: Encoder, *, done: int, total: int, started: float
) -> None:
    if progress is not None:
        progress(EmbeddingProgress(encoder.name, done, total, time.monotonic() - started))


def _write(folder: Path, keys: list[bytes], *, vectors: np.ndarray) -> None:
    block = vectors.astype(_FLOAT, copy=False).tobytes()
    index = hashlib.sha256(block).digest() + b"".join(keys)
    content = hashlib.sha256(index).digest() + index + block
    write_cached(folder / f"{len(keys)}-{uuid.uuid4().hex}{VECTORS}", content)


def _known(
    folder: Path, wanted: Collection[bytes], *, dimensions: int
) -> Iterator[tuple[list[bytes], np.ndarray]]:
    """Keys and vectors of every file that has one of the `wanted` keys.

    A damaged file is removed. One that cannot be read at the moment stays; its texts are unknown.
    """
    unread: list[str | None] = []
    for path in sorted(folder.glob(f"*{VECTORS}")):
        try:
            found = _read(path, wanted, dimensions=dimensions)
        except FileNotFoundError:  # evicted by another process meanwhile
            continue
        except OSError as error:
            unread.append(error.strerror)
            continue
        if found is None:
            path.unlink(missing_ok=True)
        elif found[0]:
            mark_used(path)
            yield found
    if unread:
        _LOG.warning(
            "%d files in the cache %s cannot be read (%s). Their embeddings are recomputed.",
            *(len(unread), folder, unread[0]),
        )


def _read(
    path: Path, wanted: Collection[bytes], *, dimensions: int
) -> tuple[list[bytes], np.ndarray] | None:
    """Keys and vectors of a file, empty if no key is `wanted`; None if it is damaged.

    Layout: sha256 of what follows up to the vectors; sha256 of the vectors; keys; vectors.
    """
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size - 2 * DIGEST
        count, rest = divmod(size, DIGEST + dimensions * _FLOAT.itemsize)
        checksum, index = file.read(DIGEST), file.read(DIGEST * (1 + max(count, 0)))
        if rest or hashlib.sha256(index).digest() != checksum:
            return None
        keys = [index[start : start + DIGEST] for start in range(DIGEST, len(index), DIGEST)]
        if not any(key in wanted for key in keys):
            return [], np.empty((0, dimensions), dtype=_FLOAT)
        block = file.read()
    if hashlib.sha256(block).digest() != index[:DIGEST]:
        return None
    return keys, np.frombuffer(block, dtype=_FLOAT).reshape(count, dimensions)


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _identity(encoder: Encoder) -> str:
    """A readable folder name that is unique to the encoder's vectors."""
    facts = [encoder.name, encoder.revision, encoder.sha256, encoder.dimensions]
    digest = hashlib.sha256(json.dumps(facts).encode()).hexdigest()
    return f"{re.sub(r'[^A-Za-z0-9]+', '-', encoder.name)[-40:].strip('-')}-{digest[:16]}"

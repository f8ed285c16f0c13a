"""The embeddings of texts, each computed once: kept by the hash of the text and its encoder.

A cache is a folder of small files that are written once and never changed, each whole or absent:
a killed process loses seconds of work, several processes share a folder without locks, and a
damaged file costs its own 128 texts.
"""

import hashlib
import json
import re
import time
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from analysis.encoding.cache_files import read_kept, sweep_kept, write_kept
from analysis.encoding.encoder import EmbeddingProgress, Encoder, ProgressCallback
from analysis.encoding.lsa_fit import fit_encoder

_TEXTS_A_FILE = 128  # three to four seconds of work for minilm on two cores
_KEY = hashlib.sha256().digest_size
_FLOAT = np.dtype("<f4")


def embed(
    texts: Sequence[str], *, encoder: Encoder, cache: Path, progress: ProgressCallback | None = None
) -> np.ndarray:
    """(texts, dimensions) float32, row i the vector of `texts[i]`, computed only where unknown.

    `progress` is called before the first and after every few texts that have to be computed, never
    where all are known. Raises PapertidesError where `cache` cannot be written.
    """
    encoder = fit_encoder(encoder, texts, cache=cache)
    folder = cache / "embeddings" / _identity(encoder)
    sweep_kept(folder)
    rows: dict[bytes, list[int]] = {}
    for row, text in enumerate(texts):
        rows.setdefault(_key(text), []).append(row)
    vectors = np.empty((len(texts), encoder.dimensions), dtype=np.float32)
    for key, vector in _known(folder, encoder.dimensions):
        vectors[rows.pop(key, [])] = vector
    for keys, found in _computed(rows, texts, encoder=encoder, progress=progress):
        write_kept(folder / f"{uuid.uuid4().hex}.vectors", _packed(keys, found))
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
    """Keys and vectors of the texts at `rows`, some at a time."""
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


def _known(folder: Path, dimensions: int) -> Iterator[tuple[bytes, np.ndarray]]:
    """Every key and vector of the cache; a damaged file is removed, its texts computed again."""
    entry = _KEY + dimensions * _FLOAT.itemsize
    for path in sorted(folder.glob("*.vectors")):
        content = read_kept(path)
        if content is None or len(content) % entry:
            path.unlink(missing_ok=True)
            continue
        count = len(content) // entry
        found = np.frombuffer(content, dtype=_FLOAT, offset=count * _KEY)
        for place, vector in enumerate(found.reshape(count, dimensions)):
            yield content[place * _KEY : (place + 1) * _KEY], vector


def _packed(keys: list[bytes], vectors: np.ndarray) -> bytes:
    return b"".join(keys) + vectors.astype(_FLOAT, copy=False).tobytes()


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _identity(encoder: Encoder) -> str:
    """A folder name for the encoder: readable, and different where vectors would differ."""
    facts = [encoder.name, encoder.revision, encoder.sha256, encoder.dimensions]
    digest = hashlib.sha256(json.dumps(facts).encode()).hexdigest()
    return f"{re.sub(r'[^A-Za-z0-9]+', '-', encoder.name)[-40:].strip('-')}-{digest[:16]}"

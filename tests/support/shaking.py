"""Embeddings as another machine would round them."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

Encode = Callable[[Any, Sequence[str]], np.ndarray]
NOISE = 1e-6


def shaken_encode(encode: Encode) -> Encode:
    """`encode` with noise on every vector, as long as before; a text has its own."""

    def encoded(encoder: Any, texts: Sequence[str]) -> np.ndarray:
        vectors = encode(encoder, texts)
        rows = [_shaken(*pair) for pair in zip(texts, vectors, strict=True)]
        return np.array(rows, np.float32).reshape(vectors.shape)

    return encoded


def _shaken(text: str, vector: np.ndarray) -> np.ndarray:
    seed = int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:8])
    noisy = vector + np.random.default_rng(seed).normal(0, NOISE, len(vector))
    length = np.linalg.norm(noisy)
    return noisy / length if vector.any() else vector

"""Latent semantic analysis, TF-IDF + SVD, as it was fitted: embeds with numpy alone.

`lsa_fit.py` fits it.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import load

from analysis.encoding.encoder import Encoder, Fitted
from analysis.errors import InputError

# Chinese, Japanese and Korean write no spaces: there a character is a word.
_UNSPACED = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]{{2,}}")
_SMALLEST_NORM = 1e-6
_FILE = "lsa.safetensors"


@dataclass(frozen=True)
class Lsa(Fitted):
    """A fitted `lsa`. `content` is its model file: terms, idf and components as safetensors."""

    content: bytes
    revision: str
    name: str = "lsa"

    @property
    def sha256(self) -> str:
        """Of the model file, in hex."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def dimensions(self) -> int:
        """One a component, and one for texts without a known word."""
        return self._arrays["components"].shape[1] + 1

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """(texts, dimensions) float32, rows of length one.

        A text without a known word points along the last dimension, where no other text reaches.
        """
        terms, idf, components = self._terms, self._arrays["idf"], self._arrays["components"]
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            counts = Counter(term for term in map(terms.get, words(text)) if term is not None)
            places = np.fromiter(counts.keys(), dtype=np.int64, count=len(counts))
            often = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
            weights = (1 + np.log(often)) * idf[places]
            vector = weights @ components[places] / max(np.linalg.norm(weights), _SMALLEST_NORM)
            norm = np.linalg.norm(vector)
            if norm > _SMALLEST_NORM:
                vectors[row, :-1] = vector / norm
            else:
                vectors[row, -1] = 1
        return vectors

    def files(self) -> dict[str, bytes]:
        """The model file."""
        return {_FILE: self.content}

    @cached_property
    def _arrays(self) -> dict[str, np.ndarray]:
        return load(self.content)

    @cached_property
    def _terms(self) -> dict[str, int]:
        terms = self._arrays["terms"].tobytes().decode("utf-8").split("\n")
        return {term: place for place, term in enumerate(terms)}


def open_encoder(spec: str, *, seed: int) -> Encoder:
    """The encoder before it is fitted."""
    from analysis.encoding.lsa_fit import LsaRecipe

    return LsaRecipe(name=spec, seed=seed)


def open_query_encoder(facts: Mapping[str, Any], model_dir: Path) -> Encoder:
    """The encoder of the run; raises InputError where its model file is damaged."""
    path = model_dir / _FILE
    fitted = Lsa(path.read_bytes() if path.is_file() else b"", str(facts["revision"]))
    if fitted.sha256 != facts["sha256"]:
        raise InputError(f"The run is damaged: {path} is not what was written. Fit it again.")
    return fitted


def words(text: str) -> list[str]:
    """The words of `text` in order, in lower case, of at least two letters."""
    return _WORD.findall(text.lower())

"""Latent semantic analysis (TF-IDF + SVD), fitted to the corpus; queries need numpy only."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import numpy as np
from safetensors.numpy import load, save

from analysis.encoding.cache_files import cached
from analysis.encoding.encoder import Encoder, Fitted
from analysis.errors import InputError

# Chinese, Japanese and Korean write no spaces: there a character is a word.
_UNSPACED = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]{{2,}}")
_SMALLEST_NORM = 1e-6
_FILE = "lsa.safetensors"
_TEXTS_LEARNT_FROM = 50_000  # evenly spread; more change the components little and cost minutes


@dataclass(frozen=True)
class Lsa(Fitted):
    """A fitted LSA model; `content` is its file: terms, idf and components as safetensors."""

    content: bytes
    revision: str
    name: str = "lsa"

    @property
    def sha256(self) -> str:
        """The sha256 of the model file, in hex."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def dimensions(self) -> int:
        """The components, and one dimension for texts without a known word."""
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


@dataclass(frozen=True)
class LsaRecipe:
    """The settings of LSA; as an encoder it fits the texts that it encodes."""

    dimensions: int = 100
    max_terms: int = 50_000
    seed: int = 0
    name: str = "lsa"

    @property
    def revision(self) -> str:
        """The settings, in readable form."""
        return f"TF-IDF + SVD, at most {self.max_terms} terms, seed {self.seed}"

    @property
    def sha256(self) -> str:
        """The sha256 of the settings, without the texts."""
        return hashlib.sha256(json.dumps(asdict(self)).encode()).hexdigest()

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """(texts, at most `dimensions`) float32; see `fit_lsa` and `Lsa.encode`."""
        return fit_lsa(texts, recipe=self).encode(texts)

    def fitted(self, texts: Sequence[str], *, cache: Path) -> Lsa:
        """LSA fitted to `texts`; see `fit_lsa`."""
        corpus = hashlib.sha256(self.sha256.encode())
        for text in texts:
            corpus.update(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest())
        path = cache / "encoders" / f"lsa-{corpus.hexdigest()[:32]}.safetensors"
        return Lsa(cached(path, lambda: fit_lsa(texts, recipe=self).content), self.revision)

    def files(self) -> dict[str, bytes]:
        """Empty before fitting."""
        return {}


def open_encoder(spec: str, *, seed: int) -> Encoder:
    """The unfitted encoder."""
    return LsaRecipe(name=spec, seed=seed)


def open_query_encoder(facts: Mapping[str, Any], model_dir: Path) -> Encoder:
    """The encoder of a run; raises InputError if its model file is damaged."""
    path = model_dir / _FILE
    fitted = Lsa(path.read_bytes() if path.is_file() else b"", str(facts["revision"]))
    if fitted.sha256 != facts["sha256"]:
        raise InputError(f"The run is damaged: {path} does not match its checksum. Fit it again.")
    return fitted


def fit_lsa(texts: Sequence[str], *, recipe: LsaRecipe) -> Lsa:
    """Fit LSA to `texts`; deterministic to the byte for the same texts and seed.

    Raises InputError where the texts hold no word but stop words.
    """
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer
    from sklearn.utils.extmath import randomized_svd

    step = max(1, -(-len(texts) // _TEXTS_LEARNT_FROM))
    learnt_from = texts[::step]
    rare = 1 if len(learnt_from) < 100 else 2 if len(learnt_from) < 5000 else 3
    settings: dict[str, Any] = {
        "analyzer": lambda text: [word for word in words(text) if word not in ENGLISH_STOP_WORDS],
        "min_df": rare,
        "max_features": recipe.max_terms,
        "sublinear_tf": True,
        "dtype": np.float32,
    }
    vectorizer = TfidfVectorizer(**settings)
    try:
        weights = csr_matrix(cast("Any", vectorizer.fit_transform(learnt_from)))
    except ValueError as error:  # scikit-learn's "empty vocabulary"
        raise InputError(
            f"The encoder lsa finds no vocabulary in {len(texts)} texts: they hold only stop words,"
            " or share no word. Use `--encoder minilm`, which needs no shared vocabulary."
        ) from error
    rank = min(recipe.dimensions - 1, *weights.shape)
    _, _, components = randomized_svd(weights, n_components=rank, random_state=recipe.seed)
    terms = "\n".join(vectorizer.get_feature_names_out())
    arrays = {
        "terms": np.frombuffer(terms.encode("utf-8"), dtype=np.uint8),
        "idf": vectorizer.idf_.astype(np.float32),
        "components": np.ascontiguousarray(components.T, dtype=np.float32),
    }
    return Lsa(save(arrays), recipe.revision)


def words(text: str) -> list[str]:
    """Tokenise `text`: words of at least two letters, lower-cased, in order."""
    return _WORD.findall(text.lower())

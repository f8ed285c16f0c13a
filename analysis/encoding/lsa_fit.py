"""Fits latent semantic analysis to the corpus: some hundred times faster than a network."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
from safetensors.numpy import save

from analysis.encoding.cache_files import cached
from analysis.encoding.lsa import Lsa, words
from analysis.errors import InputError

_TEXTS_LEARNT_FROM = 50_000  # evenly spread; more change the components little and cost minutes


@dataclass(frozen=True)
class LsaRecipe:
    """How `lsa` learns. As an encoder it learns from the very texts it is given."""

    dimensions: int = 100
    max_terms: int = 50_000
    seed: int = 0
    name: str = "lsa"

    @property
    def revision(self) -> str:
        """The settings, readable."""
        return f"TF-IDF + SVD, at most {self.max_terms} terms, seed {self.seed}"

    @property
    def sha256(self) -> str:
        """Of the settings; the texts they meet are not part of it."""
        return hashlib.sha256(json.dumps(asdict(self)).encode()).hexdigest()

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """(texts, at most `dimensions`) float32; see `fit_lsa` and `Lsa.encode`."""
        return fit_lsa(texts, recipe=self).encode(texts)

    def fitted(self, texts: Sequence[str], *, cache: Path) -> Lsa:
        """What it learns from `texts`; see `fit_lsa`."""
        corpus = hashlib.sha256(self.sha256.encode())
        for text in texts:
            corpus.update(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest())
        path = cache / "encoders" / f"lsa-{corpus.hexdigest()[:32]}.safetensors"
        return Lsa(cached(path, lambda: fit_lsa(texts, recipe=self).content), self.revision)

    def files(self) -> dict[str, bytes]:
        """None before it is fitted."""
        return {}


def fit_lsa(texts: Sequence[str], *, recipe: LsaRecipe) -> Lsa:
    """Learn terms, idf and components from `texts`; the same texts and seed give the same bytes.

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
            f"The encoder lsa finds no word to learn from in {len(texts)} texts: there are only"
            " stop words, or none that two texts share. `--encoder minilm` needs no such words."
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

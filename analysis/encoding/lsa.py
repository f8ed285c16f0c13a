"""Latent semantic analysis (TF-IDF + SVD), fitted to the corpus; queries need numpy only."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, cast

import numpy as np
from safetensors.numpy import load, save

from analysis.encoding.cache_files import cached
from analysis.encoding.encoder import Encoder, Fitted
from analysis.errors import InputError
from analysis.papers.languages import ENGLISH, detect_language
from analysis.words.clitics import korean_stem, with_clitics_apart
from analysis.words.segmentation import HANGUL, UNSPACED, marks, segmented
from analysis.words.stop_words import stop_words_of, without_vowel_signs

_SIGN = re.compile(f"[{UNSPACED}]")
# A word of these that the model does not know is read by its signs.
_SPLIT = re.compile(f"[{UNSPACED}{HANGUL}]")
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
            known = (terms.get(word) for word in self._known(words(text)))
            counts = Counter(term for term in known if term is not None)
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

    def _known(self, text: Iterable[str]) -> Iterator[str]:
        """The words of a text, those that the model does not know by their signs.

        Models from before words were segmented know nothing but signs.
        """
        for word in text:
            if word in self._terms or word.isascii():
                yield word
            else:
                yield from _SPLIT.findall(word) or (word,)

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
        return f"TF-IDF of words + SVD, at most {self.max_terms} terms, seed {self.seed}"

    @property
    def sha256(self) -> str:
        """The sha256 of the settings, without the texts."""
        facts = asdict(self) | {"revision": self.revision}
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()

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
        "analyzer": lambda text: _content(text, english_stop_words=ENGLISH_STOP_WORDS),
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
    """Tokenise `text`: words of at least two letters, lower-cased, in order.

    A text in another language than English is without that language's stop words, and without the
    particles and clitics of Korean and Arabic. Models know no English stop words.
    """
    return _content(text, english_stop_words=())


def _content(text: str, *, english_stop_words: Collection[str]) -> list[str]:
    language = detect_language(text) or ENGLISH
    if language == "ar":
        text = with_clitics_apart(text)
    found = _words().findall(segmented(without_vowel_signs(text)).lower())
    if language == "ko":
        found = [korean_stem(word) for word in found]
    stop = english_stop_words if language == ENGLISH else stop_words_of(language).stop
    return [word for word in found if word not in stop] if stop else found


@cache
def _words() -> re.Pattern[str]:
    return re.compile(rf"[\w{marks()}]{{2,}}|{_SIGN.pattern}")

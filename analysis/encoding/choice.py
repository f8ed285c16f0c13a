"""Which encoder: by name for a fit, by a run's manifest for a query."""

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.encoding.encoder import Encoder
from analysis.encoding.lsa import Lsa, LsaRecipe
from analysis.encoding.minilm import MiniLM
from analysis.errors import InputError
from analysis.paths import cache_dir

ENCODERS = ("auto", "minilm", "lsa", "st:MODEL")
# On two cores minilm takes about 25 minutes for so many abstracts, lsa seconds.
MINILM_DOCUMENTS_AT_MOST = 50_000
_SENTENCE_TRANSFORMERS = "st:"
_LSA_FILE = "lsa.safetensors"


def select_encoder(
    spec: str, *, documents: int, cache: Path | None = None, seed: int = 0
) -> Encoder:
    """The encoder that `spec` names: auto, minilm, lsa or st:MODEL, before it is fitted.

    `auto` is minilm, or lsa where there are more than MINILM_DOCUMENTS_AT_MOST documents. Raises
    InputError where `spec` names none.
    """
    if spec == "auto":
        spec = "minilm" if documents <= MINILM_DOCUMENTS_AT_MOST else "lsa"
    if spec == "minilm":
        return MiniLM(cache or cache_dir())
    if spec == "lsa":
        return LsaRecipe(seed=seed)
    model = spec.removeprefix(_SENTENCE_TRANSFORMERS)
    if spec.startswith(_SENTENCE_TRANSFORMERS) and model.strip():
        from analysis.encoding.st import open_sentence_transformer

        return open_sentence_transformer(model)
    nearest = difflib.get_close_matches(spec, ENCODERS, n=1, cutoff=0.0)[0]
    raise InputError(
        f"There is no encoder {spec!r}. Expected one of {', '.join(ENCODERS)}, where MODEL is a"
        f" sentence-transformers model or its folder; the nearest is {nearest}."
    )


def encoder_files(encoder: Encoder) -> dict[str, bytes]:
    """What a run's model folder must hold so that a query can be embedded: content by file name."""
    return {_LSA_FILE: encoder.content} if isinstance(encoder, Lsa) else {}


def load_query_encoder(encoder: Mapping[str, Any], model_dir: Path) -> Encoder | None:
    """The encoder of a run, for queries; None where it would need torch or is not at hand.

    `encoder` is the manifest's entry (name, revision, sha256), `model_dir` the run's model folder.
    Raises InputError where the model file in it is damaged.
    """
    if encoder["name"] == "minilm":
        own = MiniLM(cache_dir())
        same = (own.revision, own.sha256) == (encoder["revision"], encoder["sha256"])
        return own if same else None
    if encoder["name"] != "lsa":
        return None
    path = model_dir / _LSA_FILE
    fitted = Lsa(path.read_bytes() if path.is_file() else b"", str(encoder["revision"]))
    if fitted.sha256 != encoder["sha256"]:
        raise InputError(f"The run is damaged: {path} is not what was written. Fit it again.")
    return fitted

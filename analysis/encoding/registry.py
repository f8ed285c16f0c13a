"""Which encoder a fit uses, and what a run keeps of it."""

import difflib
from pathlib import Path

from analysis.encoding.encoder import Encoder
from analysis.encoding.lsa import LSA_FILE, Lsa
from analysis.encoding.lsa_fit import LsaRecipe
from analysis.encoding.minilm import MiniLM
from analysis.errors import InputError
from analysis.paths import cache_dir

ENCODERS = ("auto", "minilm", "lsa", "st:MODEL")
# On two cores minilm takes about 25 minutes for so many abstracts, lsa seconds.
MINILM_DOCUMENTS_AT_MOST = 50_000
_SENTENCE_TRANSFORMERS = "st:"


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
        from analysis.encoding.sentence_transformer import open_sentence_transformer

        return open_sentence_transformer(model)
    nearest = difflib.get_close_matches(spec.lower(), ENCODERS, n=1, cutoff=0.5)
    hint = f"; the nearest is {nearest[0]}" if nearest else ""
    raise InputError(
        f"There is no encoder {spec!r}. Expected one of {', '.join(ENCODERS)}, where MODEL is a"
        f" sentence-transformers model or its folder{hint}."
    )


def encoder_files(encoder: Encoder) -> dict[str, bytes]:
    """What a run's model folder must hold so that a query can be embedded: content by file name."""
    return {LSA_FILE: encoder.content} if isinstance(encoder, Lsa) else {}

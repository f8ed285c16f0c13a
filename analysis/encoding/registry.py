"""Registry of encoders, for fits and for the queries of a run.

A new encoder is one file with the two functions of `EncoderFile`, and one line of `ENCODERS`.
"""

import difflib
import importlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol, cast

from analysis.encoding.encoder import Encoder
from analysis.errors import InputError

# What `--encoder` takes beside auto, and the file that knows it. They are imported when they are
# asked for: pages embed queries without the libraries that other encoders, or fitting, need.
ENCODERS = {
    "minilm": "analysis.encoding.minilm",
    "lsa": "analysis.encoding.lsa",
    "st:MODEL": "analysis.encoding.sentence_transformer",
}
CHOICES = ("auto", *ENCODERS)
# On two cores minilm takes about 25 minutes for so many abstracts, lsa seconds.
MINILM_DOCUMENTS_AT_MOST = 50_000


class EncoderFile(Protocol):
    """The functions that an encoder's module defines."""

    def open_encoder(self, spec: str, *, seed: int) -> Encoder:
        """The unfitted encoder that `--encoder SPEC` names."""
        ...

    def open_query_encoder(self, facts: Mapping[str, Any], model_dir: Path) -> Encoder | None:
        """The encoder of a run; None if unavailable to a page. See `load_query_encoder`."""
        ...


def select_encoder(spec: str, *, documents: int, seed: int = 0) -> Encoder:
    """The unfitted encoder that `spec` names: auto, minilm, lsa or st:MODEL.

    `auto` is minilm, or lsa where there are more than MINILM_DOCUMENTS_AT_MOST documents. Raises
    InputError where `spec` names none.
    """
    if spec == "auto":
        spec = "minilm" if documents <= MINILM_DOCUMENTS_AT_MOST else "lsa"
    file = _file(spec)
    if file:
        return file.open_encoder(spec, seed=seed)
    nearest = difflib.get_close_matches(spec.lower(), CHOICES, n=1, cutoff=0.5)
    hint = f"; the nearest is {nearest[0]}" if nearest else ""
    raise InputError(
        f"Unknown encoder {spec!r}: expected one of {', '.join(CHOICES)}, where MODEL is a"
        f" sentence-transformers model or its folder{hint}."
    )


def load_query_encoder(facts: Mapping[str, Any], model_dir: Path) -> Encoder | None:
    """The query encoder of a run; None if it needs torch or is unavailable.

    `facts` are the manifest's entry (name, revision, sha256), `model_dir` the run's model folder.
    Raises InputError where the model file in it is damaged.
    """
    file = _file(facts["name"])
    return file.open_query_encoder(facts, model_dir) if file else None


def _file(spec: str) -> EncoderFile | None:
    """The module of the encoder `spec`; a model name may follow a colon."""
    prefix, colon, model = spec.partition(":")
    if colon and not model.strip():
        return None
    name = ENCODERS.get(f"{prefix}:MODEL" if colon else spec)
    return cast("EncoderFile", importlib.import_module(name)) if name else None

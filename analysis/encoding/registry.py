"""Registry of encoders, for fits and for the queries of a run.

A new encoder is one file with the two functions of `EncoderFile`, and one line of `ENCODERS`.
"""

import difflib
import importlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol, cast

from analysis.encoding.encoder import Encoder
from analysis.errors import InputError
from analysis.papers.languages import foreign_share
from analysis.papers.problems import Problem

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
# The encoder to name where papers are in languages that theirs does not read.
MULTILINGUAL = "st:sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2"
# The embedded encoder and its family were trained on English alone.
_ENGLISH_ONLY = re.compile(r"minilm|st:(?:.*/)?all-(?:MiniLM|mpnet|distilroberta).*")
_FOREIGN_SHARE = 0.1


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
    spec = _settled(spec, documents=documents)
    file = _file(spec)
    if file:
        return file.open_encoder(spec, seed=seed)
    nearest = difflib.get_close_matches(spec.lower(), CHOICES, n=1, cutoff=0.5)
    hint = f"; the nearest is {nearest[0]}" if nearest else ""
    raise InputError(
        f"Unknown encoder {spec!r}: expected one of {', '.join(CHOICES)}, where MODEL is a"
        f" sentence-transformers model or its folder{hint}."
    )


def unread_languages(spec: str, languages: Iterable[Any]) -> Problem | None:
    """A warning where the encoder that `spec` names reads English alone and the papers do not.

    `languages` has the two-letter code of each paper, or null; the warning is given where a tenth
    of the papers or more are known to be in another language.
    """
    known = list(languages)
    share = foreign_share(known)
    encoder = _settled(spec, documents=len(known))
    if share < _FOREIGN_SHARE or not _ENGLISH_ONLY.fullmatch(encoder):
        return None
    return Problem(
        file="All papers",
        row=None,
        column="lang",
        expected=f"English, which is all that the encoder {encoder} reads",
        found=f"{share:.0%} in other languages",
        fix=f"`--encoder {MULTILINGUAL}` reads 50 languages (an optional extra, about 470 MB);"
        " `--encoder lsa` compares the words of any language.",
        severity="warning",
    )


def load_query_encoder(facts: Mapping[str, Any], model_dir: Path) -> Encoder | None:
    """The query encoder of a run; None if it needs torch or is unavailable.

    `facts` are the manifest's entry (name, revision, sha256), `model_dir` the run's model folder.
    Raises InputError where the model file in it is damaged.
    """
    file = _file(facts["name"])
    return file.open_query_encoder(facts, model_dir) if file else None


def _settled(spec: str, *, documents: int) -> str:
    """The encoder that `spec` names, `auto` resolved for so many documents."""
    if spec != "auto":
        return spec
    return "minilm" if documents <= MINILM_DOCUMENTS_AT_MOST else "lsa"


def _file(spec: str) -> EncoderFile | None:
    """The module of the encoder `spec`; a model name may follow a colon."""
    prefix, colon, model = spec.partition(":")
    if colon and not model.strip():
        return None
    name = ENCODERS.get(f"{prefix}:MODEL" if colon else spec)
    return cast("EncoderFile", importlib.import_module(name)) if name else None

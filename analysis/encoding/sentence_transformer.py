"""Encoders from sentence-transformers (optional extra), by model name or local folder."""

import hashlib
import importlib.util
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.encoding.encoder import Encoder, Fitted
from analysis.errors import InputError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer  # pyright: ignore[reportMissingImports]

_TEXTS_A_BATCH = 8  # of like length; on a CPU faster than the library's own 32


@dataclass(frozen=True)
class SentenceTransformerEncoder(Fitted):
    """A loaded sentence-transformers model."""

    name: str
    revision: str
    sha256: str
    dimensions: int
    model: "SentenceTransformer"

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """(texts, dimensions) float32, rows of length one."""
        vectors = self.model.encode(
            list(texts),
            batch_size=_TEXTS_A_BATCH,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, dtype=np.float32).reshape(len(texts), self.dimensions)


def open_query_encoder(facts: Mapping[str, Any], model_dir: Path) -> None:
    """None, as it would load torch into the dashboard."""
    del facts, model_dir


def open_encoder(spec: str, *, seed: int) -> Encoder:
    """Load the model of `spec`, st:MODEL: a local folder or the name of a downloadable model.

    Raises InputError where the library is missing or the model cannot be had.
    """
    del seed
    model = spec.partition(":")[2]
    if importlib.util.find_spec("sentence_transformers") is None:
        raise InputError(
            f"`--encoder st:{model}` needs sentence-transformers, which is not installed. Install"
            f' it with: {sys.executable} -m pip install "sentence-transformers>=5.1"'
        )
    if model.startswith((".", "/", "~")) and not Path(model).expanduser().is_dir():
        raise InputError(
            f"There is no folder {model}: expected one with a sentence-transformers model."
        )
    from sentence_transformers import SentenceTransformer  # pyright: ignore[reportMissingImports]

    try:
        loaded = SentenceTransformer(
            str(Path(model).expanduser()) if Path(model).expanduser().is_dir() else model
        )
    except (OSError, ValueError) as error:
        reason = (str(error).strip().splitlines() or ["no reason given"])[0]
        raise InputError(
            f"sentence-transformers cannot load the model {model} ({reason}): expected a folder"
            " with a model, or the name of one that can be downloaded."
        ) from error
    return SentenceTransformerEncoder(
        name=spec,
        revision=_revision(loaded),
        sha256=_sha256(loaded),
        dimensions=int(loaded.get_embedding_dimension() or 0),
        model=loaded,
    )


def _revision(model: "SentenceTransformer") -> str:
    commit = getattr(getattr(model[0], "config", None), "_commit_hash", None)
    return f"{commit or 'local'}, {model.max_seq_length} tokens"


def _sha256(model: "SentenceTransformer") -> str:
    """The sha256 of what determines a vector: modules, weights, prompts."""
    prompts = [model.prompts, model.default_prompt_name]
    digest = hashlib.sha256(f"{model!r}{json.dumps(prompts)}".encode())
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        flat = tensor.detach().cpu().reshape(-1).contiguous()
        digest.update(flat.float().numpy().tobytes())
    return digest.hexdigest()

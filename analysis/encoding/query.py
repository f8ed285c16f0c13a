"""The encoder of a run, for queries: without torch and scikit-learn, so that pages may use it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.encoding.encoder import Encoder
from analysis.encoding.lsa import LSA_FILE, Lsa
from analysis.encoding.minilm import MiniLM
from analysis.errors import InputError
from analysis.paths import cache_dir


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
    path = model_dir / LSA_FILE
    fitted = Lsa(path.read_bytes() if path.is_file() else b"", str(encoder["revision"]))
    if fitted.sha256 != encoder["sha256"]:
        raise InputError(f"The run is damaged: {path} is not what was written. Fit it again.")
    return fitted

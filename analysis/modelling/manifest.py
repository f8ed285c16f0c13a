"""The manifest of a run: its inputs, versions, counts and quality."""

import hashlib
import platform
from typing import Any

from analysis.encoding import Encoder
from analysis.modelling.inputs import Inputs, describe_encoder
from analysis.modelling.keywords.quality import diversity, mean_npmi
from analysis.modelling.naming.name_themes import Themes
from analysis.runs.schema import OUTLIER, Counts, Manifest, Tables
from analysis.version import version_of

_PACKAGES = (
    "bertopic", "graspologic-native", "umap-learn", "numba", "numpy", "scipy", "scikit-learn",
    "pandas", "pyarrow", "onnxruntime", "tokenizers", "papertides",
)  # fmt: skip


def describe_run(
    inputs: Inputs,
    tables: Tables,
    *,
    themes: Themes,
    encoder: Encoder,
    seconds: dict[str, float],
    built_with: dict[str, str],
) -> Manifest:
    """The manifest of a run, without the fields set on writing.

    `seconds` are those of every step of the fit, `built_with` are `versions`.
    """
    documents = tables.documents
    outliers = int((documents["topic"] == OUTLIER).sum())
    coherences = tables.topics.loc[tables.topics["topic"] != OUTLIER, "coherence"].tolist()
    return Manifest(
        inputs_sha256=inputs.sha256,
        period=tables.period,
        as_of=inputs.as_of,
        papers=describe_papers(inputs.papers.attrs["reading"]),
        params=inputs.params.model_dump(),
        encoder=describe_encoder(encoder) | {"dimensions": encoder.dimensions},
        seed=inputs.params.seed,
        versions=built_with,
        counts=Counts(documents=len(documents), topics=themes.topics.count, outliers=outliers),
        quality={
            "npmi": mean_npmi(coherences, themes.ranked),
            "diversity": diversity(themes.ranked),
            "outlier_share": outliers / len(documents),
            "reassigned_share": float((documents["assigned"] == "reassigned").mean()),
            "stability": float(themes.topics.stability.mean()),
        },
        seconds=seconds,
    )


def describe_papers(reading: dict[str, Any]) -> dict[str, Any]:
    """The manifest entry of the papers, with the columns that were taken for what in each file."""
    files = reading["files"]
    together = hashlib.sha256("".join(file["sha256"] for file in files).encode()).hexdigest()
    return {
        "name": ", ".join(file["name"] for file in files),
        "sha256": files[0]["sha256"] if len(files) == 1 else together,
        "read": reading["read"],
        "rejected": reading["rejected"],
        "duplicates": reading["duplicates"],
        "files": files,
        "columns": reading["columns"],
    }


def versions() -> dict[str, str]:
    """The versions of Python and of every package that affects results."""
    return {"python": platform.python_version()} | {name: version_of(name) for name in _PACKAGES}

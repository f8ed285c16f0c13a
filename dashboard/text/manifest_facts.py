"""The manifest of a run in words: inputs, quality, encoder, parameters, timings."""

from pathlib import PurePath
from typing import Any

import pandas as pd

from analysis.runs.schema import Manifest
from dashboard.text.wording import count, percent, plain

_QUALITY = {
    "npmi": "Coherence (NPMI): co-occurrence of a theme’s top keywords, −1 (never) to 1 (always)",
    "diversity": "Diversity: share of distinct words among the top keywords of all themes",
    "outlier_share": "Share of papers in no theme",
    "reassigned_share": "Share of papers between themes, assigned to the nearest",
    "stability": "Stability: mean share of other fits in which a theme recurs",
}


def corpus_name(manifest: Manifest) -> str:
    """A name for the papers of a run, from the names of their files: `hf daily`."""
    files = [one["name"] for one in manifest.papers.get("files", [])]
    names = files or [manifest.papers.get("name", "")]
    words = [PurePath(str(name)).stem.replace("_", " ").strip() for name in names]
    first, *more = list(dict.fromkeys(filter(None, words))) or ["Papers"]
    return f"{first} and {count(len(more), 'more file')}" if more else first


def made_of(manifest: Manifest) -> dict[str, str]:
    """Inputs of the run and what became of them."""
    papers, counts = manifest.papers, manifest.counts
    return {
        "Papers from": f"{plain(papers.get('name', 'unknown'))}",
        "Read": count(int(papers.get("read", 0)), "paper"),
        "Rejected": count(int(papers.get("rejected", 0)), "row"),
        "Merged": count(int(papers.get("duplicates", 0)), "duplicate"),
        "Modelled": f"{count(counts.documents, 'paper')} in {count(counts.topics, 'theme')}, "
        f"{counts.outliers:,} unassigned",
        "Period": manifest.period,
        "Hash of all inputs": f"`{manifest.inputs_sha256[:16]}…`",
    } | ({"Parent run": plain(manifest.parent)} if manifest.parent else {})


def quality_facts(manifest: Manifest) -> dict[str, str]:
    """Quality measures of the themes, from the manifest."""
    return {
        _QUALITY.get(name, _words(name)): "unknown"
        if value is None
        else percent(value)
        if name.endswith("_share")
        else f"{value:.3f}"
        for name, value in manifest.quality.items()
    }


def encoder_facts(manifest: Manifest) -> dict[str, str]:
    """The encoder of the run."""
    encoder = manifest.encoder
    return {
        "Encoder": plain(encoder.get("name", "unknown")),
        "Revision": plain(encoder.get("revision", "unknown")),
        "Dimensions": f"{encoder.get('dimensions', 0):,}",
        "Weights": f"sha256 `{str(encoder.get('sha256', ''))[:16]}…`",
    }


def param_facts(manifest: Manifest) -> dict[str, str]:
    """Every parameter and its value, as `--set` takes them."""
    shown = {name: value for name, value in manifest.params.items() if value != ""}
    shown["seed"] = manifest.seed
    return {f"`{name}`": plain(value) for name, value in shown.items()}


def version_facts(manifest: Manifest) -> dict[str, str]:
    """Versions of the packages that fitted the run."""
    return {plain(name): plain(version) for name, version in manifest.versions.items()}


def time_rows(manifest: Manifest) -> pd.DataFrame:
    """Seconds per step, in order: step, seconds."""
    steps = [(_words(name), seconds) for name, seconds in manifest.seconds.items()]
    return pd.DataFrame(steps, columns=["step", "seconds"])


def file_rows(manifest: Manifest) -> pd.DataFrame:
    """The files of the run: file, rows, bytes, sha256."""
    rows: list[tuple[str, Any, int, str]] = [
        (name, facts.rows, facts.bytes, facts.sha256) for name, facts in manifest.files.items()
    ]
    table = pd.DataFrame(rows, columns=["file", "rows", "bytes", "sha256"])
    return table.astype({"rows": "Int64"})


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()

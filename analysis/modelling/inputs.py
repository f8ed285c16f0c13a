"""All that decides a run, and the hash by which the same inputs are known again."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.encoding import Encoder, select_encoder
from analysis.modelling.params import FitParams
from analysis.papers.table import PAPER_COLUMNS
from analysis.runs.schema import SCHEMA_VERSION


@dataclass(frozen=True)
class Inputs:
    """All that decides a run: papers (as `read_papers` gives them), settled params, encoder."""

    papers: pd.DataFrame
    params: FitParams
    encoder: Encoder
    sha256: str


def gather_inputs(papers: pd.DataFrame, *, params: FitParams) -> Inputs:
    """Settle what "auto" means for these papers and hash everything that decides the run.

    The papers are put in the order of their content, so that no result depends on the order in
    which they came.
    """
    papers = in_content_order(papers)
    settled = params.for_size(len(papers))
    encoder = select_encoder(params.encoder, documents=len(papers), seed=params.seed)
    return Inputs(papers, settled, encoder, hash_inputs(papers, params=settled, encoder=encoder))


def in_content_order(papers: pd.DataFrame) -> pd.DataFrame:
    """The papers by title, abstract, and all else in which two may differ."""
    rows = papers[["title", "abstract", *PAPER_COLUMNS]].itertuples(index=False)
    keys = [[json.dumps(cell, default=_plain) for cell in row] for row in rows]
    order = sorted(range(len(papers)), key=keys.__getitem__)
    return papers.iloc[order].reset_index(drop=True)


def hash_inputs(papers: pd.DataFrame, *, params: FitParams, encoder: Encoder) -> str:
    """The sha256, in hex, of all that decides a run: papers, params, encoder, schema version."""
    digest = hashlib.sha256()
    for row in papers[list(PAPER_COLUMNS)].itertuples(index=False):
        digest.update(json.dumps(row, default=_plain).encode())
    facts = (params.model_dump(), describe_encoder(encoder), SCHEMA_VERSION)
    digest.update(json.dumps(facts, sort_keys=True).encode())
    return digest.hexdigest()


def describe_encoder(encoder: Encoder) -> dict[str, Any]:
    """The manifest's entry of an encoder, all but its dimensions."""
    return {"name": encoder.name, "revision": encoder.revision, "sha256": encoder.sha256}


def _plain(value: Any) -> Any:
    return None if pd.isna(value) else value.item() if hasattr(value, "item") else str(value)

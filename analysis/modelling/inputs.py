"""The inputs of a fit, and the hash that identifies them."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd

from analysis.encoding import Encoder, select_encoder
from analysis.encoding.given import GivenVectors
from analysis.modelling.params import FitParams
from analysis.papers.table import PAPER_COLUMNS
from analysis.periods import period_bounds
from analysis.runs.schema import SCHEMA_VERSION


@dataclass(frozen=True)
class Inputs:
    """The inputs that determine a run: papers (from `read_papers`), resolved params, encoder.

    `as_of` is the ISO date up to which the papers are known, empty where none has a date.
    """

    papers: pd.DataFrame
    params: FitParams
    encoder: Encoder
    as_of: str
    sha256: str


def gather_inputs(
    papers: pd.DataFrame, *, params: FitParams, given: GivenVectors | None = None
) -> Inputs:
    """Resolve "auto" for these papers and hash all inputs of the run.

    `given` vectors take the place of the encoder that `params` name. The papers are put in the
    order of their content, so that no result depends on the order in which they came.
    """
    papers = in_content_order(papers)
    settled = params.for_size(len(papers))
    if given is not None:
        settled = settled.model_copy(update={"encoder": given.name})
    encoder = given or select_encoder(params.encoder, documents=len(papers), seed=params.seed)
    day = as_of(papers["published"])
    sha256 = hash_inputs(papers, params=settled, encoder=encoder, as_of=day)
    return Inputs(papers, settled, encoder, day, sha256)


def as_of(published: pd.Series) -> str:
    """The ISO date up to which papers are known: today, or the end of the latest date among them.

    `published` holds ISO dates of their own precision; without any the date is empty. It decides
    whether the last period was seen whole. Days after the last paper's date say no more of that,
    so that the same papers are the same inputs on any later day.
    """
    ends = [period_bounds(value)[1] for value in published.dropna().unique()]
    return min(today(), max(ends)).isoformat() if ends else ""


def today() -> date:
    """Today's date in UTC."""
    return datetime.now(UTC).date()


def in_content_order(papers: pd.DataFrame) -> pd.DataFrame:
    """The papers sorted by title, abstract, and all other columns."""
    rows = papers[["title", "abstract", *PAPER_COLUMNS]].itertuples(index=False)
    keys = [[json.dumps(cell, default=_plain) for cell in row] for row in rows]
    order = sorted(range(len(papers)), key=keys.__getitem__)
    return papers.iloc[order].reset_index(drop=True)


def hash_inputs(
    papers: pd.DataFrame, *, params: FitParams, encoder: Encoder, as_of: str, parent: str = ""
) -> str:
    """The hex SHA-256 of all inputs of a run, including the schema version.

    `parent` is the id of the run that an update starts from.
    """
    digest = hashlib.sha256()
    for row in papers[list(PAPER_COLUMNS)].itertuples(index=False):
        digest.update(json.dumps(row, default=_plain).encode())
    facts = (params.model_dump(), describe_encoder(encoder), as_of, SCHEMA_VERSION)
    digest.update(json.dumps(facts, sort_keys=True).encode())
    digest.update(parent.encode())
    return digest.hexdigest()


def describe_encoder(encoder: Encoder) -> dict[str, Any]:
    """The manifest entry of an encoder, without its dimensions."""
    return {"name": encoder.name, "revision": encoder.revision, "sha256": encoder.sha256}


def _plain(value: Any) -> Any:
    return None if pd.isna(value) else value.item() if hasattr(value, "item") else str(value)

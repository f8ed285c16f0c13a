"""The schema of a run: tables, arrays and manifest."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pydantic import AfterValidator, BaseModel, ConfigDict

SCHEMA_VERSION = 1
OUTLIER = -1

_STRINGS = pa.list_(pa.string())
_DOCUMENTS = pa.schema(
    [("doc_id", pa.int32())]
    + [(name, pa.string()) for name in ("paper_id", "title", "abstract")]
    + [("authors", _STRINGS)]
    + [(name, pa.string()) for name in ("published", "date_precision", "venue")]
    + [("categories", _STRINGS), ("keywords", _STRINGS)]
    + [(name, pa.string()) for name in ("lang", "url", "code_url", "arxiv_id", "doi")]
    + [("upvotes", pa.int64()), ("citations", pa.int64()), ("citations_on", pa.string())]
    + [("citations_by_year", _STRINGS), ("references", _STRINGS), ("source", pa.string())]
    + [("topic", pa.int32()), ("probability", pa.float32()), ("assigned", pa.string())]
    + [("x", pa.float32()), ("y", pa.float32()), ("nearest", pa.int32())]
)
_TOPICS = pa.schema(
    {
        "topic": pa.int32(),
        "label": pa.string(),
        "label_source": pa.string(),
        "documents": pa.int32(),
        "x": pa.float32(),
        "y": pa.float32(),
        "parent": pa.int32(),
        "coherence": pa.float32(),
        "area": pa.int32(),
        "stability": pa.float32(),
        "hue": pa.float32(),
    }
)
_AREAS = pa.schema(
    {
        "area": pa.int32(),
        "label": pa.string(),
        "label_source": pa.string(),
        "documents": pa.int32(),
        "x": pa.float32(),
        "y": pa.float32(),
    }
)
_TERMS = pa.schema(
    [("topic", pa.int32()), ("rank", pa.int32()), ("term", pa.string()), ("weight", pa.float32())]
)
_TOPIC_PERIODS = pa.schema(
    [("period", pa.string()), ("topic", pa.int32()), ("documents", pa.int32())]
)
_TERM_PERIODS = pa.schema(
    {"period": pa.string(), "topic": pa.int32(), "term": pa.string(), "documents": pa.int32()}
)
_HIERARCHY = pa.schema(
    {
        "node": pa.int32(),
        "parent": pa.int32(),
        "height": pa.float32(),
        "label": pa.string(),
        "documents": pa.int32(),
    }
)
_VOCABULARY = pa.schema(
    {
        "term": pa.string(),
        "documents": pa.int32(),
        "long_form": pa.string(),
        "doc_ids": pa.list_(pa.int32()),
    }
)
_EVIDENCE = (
    [("documents", pa.int32())]
    + [(name, pa.float64()) for name in ("growth", "growth_low", "growth_high", "growth_shrunk")]
    + [(name, pa.float64()) for name in ("p", "q")]
    + [("burst_start", pa.string()), ("burst_end", pa.string()), ("burst_weight", pa.float64())]
    + [("novelty", pa.float64()), ("spread", pa.float64()), ("first_seen", pa.string())]
    + [(name, pa.string()) for name in ("verdict", "reason", "because")]
    + [("window_start", pa.string()), ("window_end", pa.string())]
    + [("first_documents", pa.int32()), ("last_documents", pa.int32())]
    + [(name, pa.float64()) for name in ("first_share", "last_share", "fold")]
    + [("growth_centred", pa.float64()), ("tested", pa.bool_())]
    + [("recent_documents", pa.int32()), ("before_documents", pa.int32())]
    + [("emergence_p", pa.float64()), ("emergence_q", pa.float64())]
    + [("robust_growth", pa.float64()), ("robust_p", pa.float64())]
    + [("leaning", pa.string()), ("peak", pa.string())]
    + [(name, pa.float64()) for name in ("votes", "votes_low", "votes_high")]
)
_SHUFFLED = pa.schema(
    [("shuffle", pa.int32()), ("kind", pa.string()), ("name", pa.string())]
    + [("documents", pa.int32())]
    + [(name, pa.float64()) for name in ("growth", "growth_low", "growth_high", "growth_shrunk")]
    + [("verdict", pa.string())]
)
SCHEMAS = {
    "documents": _DOCUMENTS,
    "topics": _TOPICS,
    "areas": _AREAS,
    "terms": _TERMS,
    "topic_periods": _TOPIC_PERIODS,
    "term_periods": _TERM_PERIODS,
    "hierarchy": _HIERARCHY,
    "vocabulary": _VOCABULARY,
    "topic_signals": pa.schema([("topic", pa.int32()), *_EVIDENCE]),
    "term_signals": pa.schema(
        [("term", pa.string()), *_EVIDENCE, ("topicality", pa.float64())],
    ),
    "shuffled_signals": _SHUFFLED,
}
# Runs that are older than these have none.
LATER = ("areas", "topic_signals", "term_signals", "shuffled_signals")
FILES = {f"{name}.parquet" for name in SCHEMAS if name not in LATER} | {
    "embeddings.npy", "neighbours.npz", "search.sqlite",
}  # fmt: skip


@dataclass(frozen=True)
class Tables:
    """The tables of a run, columns as in `SCHEMAS`, and the period of their counts."""

    documents: pd.DataFrame
    topics: pd.DataFrame
    areas: pd.DataFrame
    terms: pd.DataFrame
    topic_periods: pd.DataFrame
    term_periods: pd.DataFrame
    hierarchy: pd.DataFrame
    vocabulary: pd.DataFrame
    topic_signals: pd.DataFrame
    term_signals: pd.DataFrame
    shuffled_signals: pd.DataFrame
    period: str


@dataclass(frozen=True)
class Vectors:
    """The arrays and model files of a run; n documents, k neighbours, d dimensions.

    `embeddings` (n, d) float; `indices` (n, k) int32 and `distances` (n, k) float32, itself
    excluded; `model` maps file names to the bytes that embedding a query needs.
    """

    embeddings: np.ndarray
    indices: np.ndarray
    distances: np.ndarray
    model: dict[str, bytes]


class Counts(BaseModel):
    """The numbers of documents, topics (outliers excluded) and outliers of a run."""

    documents: int
    topics: int
    outliers: int


class FileFacts(BaseModel):
    """The manifest entry of a file; `rows` is null if it has none."""

    sha256: str
    bytes: int
    rows: int | None = None


def _checked_moment(text: str) -> str:
    if text:
        datetime.fromisoformat(text)
    return text


# A moment in ISO 8601; empty where none is known.
Moment = Annotated[str, AfterValidator(_checked_moment)]


class Manifest(BaseModel):
    """`manifest.json`; fields that a later version adds are kept.

    `as_of` is the ISO date up to which the papers were known, empty where none was dated.
    """

    model_config = ConfigDict(extra="allow", frozen=True)

    schema_version: int = SCHEMA_VERSION
    run_id: str = ""
    inputs_sha256: str
    created: Moment = ""
    parent: str | None = None
    period: str
    as_of: str = ""
    next_topic: int | None = None
    next_area: int | None = None
    lineage: list[dict[str, Any]] = []
    update: dict[str, Any] = {}
    papers: dict[str, Any]
    params: dict[str, Any]
    encoder: dict[str, Any]
    seed: int
    versions: dict[str, str]
    counts: Counts
    quality: dict[str, float | None]
    seconds: dict[str, float]
    files: dict[str, FileFacts] = {}

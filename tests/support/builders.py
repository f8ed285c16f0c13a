"""Small runs with a known truth, written with the product's own `write_run`."""

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock

from analysis.periods import choose_period
from analysis.runs.hues import theme_hues
from analysis.runs.schema import Counts, Manifest, Tables, Vectors
from analysis.runs.store import write_run
from analysis.trends.counts import period_tables
from analysis.trends.params import TrendParams
from analysis.trends.postings import Postings
from analysis.trends.verdicts.permutation import shuffled_signals
from analysis.trends.verdicts.signals import Corpus, signals

LABELS = (
    "Large language models",
    "Diffusion models",
    "Speech synthesis",
    "Graph neural networks",
    "Continual learning",
    "Autonomous driving",
    "Protein design",
    "Code generation",
)
AREAS = ("Learning from text", "Learning from all else")


def build_run(
    runs: Path,
    *,
    papers: int = 120,
    topics: int = 6,
    seed: int = 0,
    published: Sequence[str | None] | None = None,
    authors: Sequence[list[str]] | None = None,
) -> str:
    """Write a run of `papers` papers in `topics` topics (every tenth an outlier); its id.

    `published` is the date of every paper; by default days in the two and a half years from 2022.
    `authors` are those of every paper; by default the last one is the same everywhere.
    """
    tables, vectors, manifest = run_parts(
        papers=papers, topics=topics, seed=seed, published=published, authors=authors
    )
    return write_run(tables, vectors, manifest=manifest, runs=runs)


def every_verdict() -> dict[str, Any]:
    """What `build_run` makes a run of in which themes and keywords have every verdict there is.

    The papers of topic 0 to 7 come over six years so that the topic is, in this order, emerging,
    rising, stable, fading, dormant, of too few dated papers, without a clear direction, and peaked.
    """
    papers, years = 1600, np.arange(24) / 4
    rates = [
        np.where(years >= 5, 0.4, 0.0),
        np.exp(0.5 * years),
        np.ones(24),
        np.exp(-0.25 * years),
        np.where(years < 3, 1.0, 0.0),
        np.ones(24),
        np.ones(24),
        np.exp(-0.7 * np.abs(years - 3.5)),
    ]
    # The topics of which only so many papers have a date.
    dated = {0: 60, 5: 3, 6: 15}
    rng = np.random.default_rng(0)
    topic = _topic_of(papers, topics=len(rates))
    published: list[str | None] = [None] * papers
    for place, rate in enumerate([*rates, np.ones(24)]):
        held = np.flatnonzero(topic == (place if place < len(rates) else -1))
        held = held[: dated.get(place)]
        quarters = rng.choice(24, size=len(held), p=rate / rate.sum())
        days = (quarters + rng.random(len(held))) * 365.25 / 4
        for paper, day in zip(held.tolist(), days.tolist(), strict=True):
            published[paper] = f"{pd.Timestamp(2018, 1, 1) + pd.Timedelta(days=day):%Y-%m-%d}"
    authors = [[f"Ada Author{paper % 17}", f"Bo Writer{paper % 23}"] for paper in range(papers)]
    return {
        "papers": papers, "topics": len(rates), "published": published, "authors": authors,
    }  # fmt: skip


def run_parts(
    *,
    papers: int,
    topics: int,
    seed: int = 0,
    published: Sequence[str | None] | None = None,
    authors: Sequence[list[str]] | None = None,
) -> tuple[Tables, Vectors, Manifest]:
    """What `build_run` writes."""
    rng = np.random.default_rng(seed)
    documents = _documents(papers, topics=topics, rng=rng)
    if published is not None:
        documents = _dated(documents, published)
    if authors is not None:
        documents["authors"] = authors
    names = [*LABELS, *(f"{LABELS[i % len(LABELS)]} {i}" for i in range(len(LABELS), topics))]
    names = names[:topics]
    terms = _terms(names)
    vocabulary = _vocabulary(documents, terms)
    embeddings = _embeddings(documents, topics=topics, rng=rng)
    similarity = embeddings @ embeddings.T - 2 * np.eye(papers, dtype=np.float32)
    indices = np.argsort(-similarity, axis=1, kind="stable")[:, : min(10, papers - 1)]
    period = choose_period(documents["published"])
    postings = Postings(
        np.r_[0, np.cumsum(vocabulary["documents"])].astype(np.int32),
        np.concatenate([*vocabulary["doc_ids"], np.zeros(0, np.int32)]).astype(np.int32),
    )
    topic_periods, term_periods = period_tables(
        documents, terms, vocabulary=vocabulary, postings=postings, period=period
    )
    corpus = Corpus(documents, embeddings, documents["topic"].to_numpy(), period)
    followed, params = vocabulary["term"].tolist(), TrendParams()
    asked = json.dumps([papers, topics, seed, published, authors])
    shuffled = _made_once(
        asked, lambda: shuffled_signals(corpus, followed, postings=postings, params=params)
    )
    topic_signals, term_signals = signals(corpus, followed, postings=postings, params=params)
    tables = Tables(
        documents=documents,
        topics=_topics(documents, names),
        areas=_areas(documents, topics),
        terms=terms,
        topic_periods=topic_periods,
        term_periods=term_periods,
        hierarchy=_hierarchy(documents, names),
        vocabulary=vocabulary,
        topic_signals=topic_signals,
        term_signals=term_signals,
        shuffled_signals=shuffled,
        period=period,
    )
    distances = 1 - np.take_along_axis(similarity, indices, axis=1)
    vectors = Vectors(embeddings, indices.astype(np.int32), distances.astype(np.float32), {})
    return tables, vectors, _manifest(documents, topics, period)


def _made_once(asked: str, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """A table that takes long, made once for all processes of the tests."""
    folder = os.environ.get("PAPERTIDES_TEST_TABLES")
    if folder is None:
        return make()
    path = Path(folder) / f"{hashlib.sha256(asked.encode()).hexdigest()}.parquet"
    with FileLock(path.with_suffix(".lock")):
        if not path.exists():
            make().to_parquet(path)
    return pd.read_parquet(path)


def make_older(folder: Path) -> None:
    """Make of the run in `folder` one from before there were areas, stability and hues."""
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    del manifest["files"]["areas.parquet"]
    (folder / "areas.parquet").unlink()
    path.write_text(json.dumps(manifest), encoding="utf-8")
    drop_columns(folder, "topics", columns=["area", "stability", "hue"])


def drop_columns(folder: Path, table: str, *, columns: list[str]) -> None:
    """Make of the run in `folder` one from before a table had some of its columns."""
    _rewrite(folder, table, lambda old: old.drop_columns(columns))


def set_columns(folder: Path, table: str, **columns: Sequence[Any]) -> None:
    """Give columns of a table of the run in `folder` other values."""

    def changed(old: pa.Table) -> pa.Table:
        for name, values in columns.items():
            place = old.column_names.index(name)
            old = old.set_column(place, name, pa.array(values, old.schema.field(name).type))
        return old

    _rewrite(folder, table, changed)


def _rewrite(folder: Path, table: str, change: Callable[[pa.Table], pa.Table]) -> None:
    path, file = folder / "manifest.json", folder / f"{table}.parquet"
    pq.write_table(change(pq.read_table(file)), file)
    content, manifest = file.read_bytes(), json.loads(path.read_text(encoding="utf-8"))
    facts = {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    manifest["files"][file.name] |= facts
    path.write_text(json.dumps(manifest), encoding="utf-8")


def _terms(names: list[str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "topic": np.repeat(np.arange(len(names)), 10),
            "rank": np.tile(np.arange(1, 11), len(names)),
            "term": [f"{name.lower()} {rank}" for name in names for rank in range(1, 11)],
            "weight": np.tile(np.linspace(0.9, 0.1, 10), len(names)),
        }
    )


def _documents(papers: int, *, topics: int, rng: np.random.Generator) -> pd.DataFrame:
    topic = _topic_of(papers, topics=topics)
    days = np.sort(rng.integers(0, 900, papers))
    published = pd.Timestamp("2022-01-03") + pd.to_timedelta(days, unit="D")
    angle = 2 * np.pi * topic / max(topics, 1)
    return pd.DataFrame(
        {
            "doc_id": np.arange(papers),
            "paper_id": [f"arxiv:2201.{i:05d}" for i in range(papers)],
            "title": [f"Paper {i} about {LABELS[t % len(LABELS)]}" for i, t in enumerate(topic)],
            "abstract": [f"We study {LABELS[t % len(LABELS)].lower()} at length." for t in topic],
            "authors": [[f"Ada Author{i % 17}", "Bo Writer"] for i in range(papers)],
            "published": published.strftime("%Y-%m-%d"),
            "date_precision": "day",
            "venue": None,
            "categories": [["cs.LG"] for _ in range(papers)],
            "keywords": [[] for _ in range(papers)],
            "lang": "en",
            "url": [f"https://example.org/abs/{i}" for i in range(papers)],
            "code_url": None,
            "arxiv_id": [f"2201.{i:05d}" for i in range(papers)],
            "doi": None,
            "upvotes": pd.array(rng.integers(0, 99, papers), dtype="Int64"),
            "citations": pd.array([None] * papers, dtype="Int64"),
            "citations_on": None,
            "citations_by_year": [[] for _ in range(papers)],
            "references": [[] for _ in range(papers)],
            "source": "synthetic",
            "topic": topic,
            "probability": rng.uniform(0.3, 1, papers),
            "assigned": np.where(topic < 0, "outlier", "cluster"),
            "x": 3 * np.cos(angle) * (topic >= 0) + rng.normal(0, 0.5, papers),
            "y": 3 * np.sin(angle) * (topic >= 0) + rng.normal(0, 0.5, papers),
            "nearest": None,
        }
    )


def _topic_of(papers: int, *, topics: int) -> np.ndarray:
    return np.where(np.arange(papers) % 10 == 9, -1, np.sort(np.arange(papers) % max(topics, 1)))


def _dated(documents: pd.DataFrame, published: Sequence[str | None]) -> pd.DataFrame:
    precision = {4: "year", 7: "month", 10: "day"}
    return documents.assign(
        published=pd.Series(published, dtype=object),
        date_precision=pd.Series(
            [None if date is None else precision[len(date)] for date in published], dtype=object
        ),
    )


def _topics(documents: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    numbers = np.arange(-1, len(names))
    groups = documents.groupby("topic")
    table = pd.DataFrame(
        {
            "topic": numbers,
            "label": ["Unassigned", *names],
            "label_source": ["constant", *["terms"] * len(names)],
            "documents": groups.size().reindex(numbers, fill_value=0).to_numpy(),
            "x": groups["x"].mean().reindex(numbers).to_numpy(),
            "y": groups["y"].mean().reindex(numbers).to_numpy(),
            "parent": [-1, *[len(names)] * len(names)],
            "coherence": [np.nan, *np.linspace(0.5, 0.1, len(names))],
            "area": [-1, *_area_of(np.arange(len(names)), topics=len(names))],
            "stability": [np.nan, *np.linspace(1, 0.4, len(names))],
        }
    )
    return table.assign(hue=theme_hues(table))


def _areas(documents: pd.DataFrame, topics: int) -> pd.DataFrame:
    assigned = documents[documents["topic"] >= 0]
    groups = assigned.groupby(_area_of(assigned["topic"].to_numpy(), topics=topics))
    count = min(topics, len(AREAS))
    return pd.DataFrame(
        {
            "area": np.arange(count),
            "label": AREAS[:count],
            "label_source": "terms",
            "documents": groups.size().reindex(range(count), fill_value=0),
            "x": groups["x"].median().reindex(range(count)),
            "y": groups["y"].median().reindex(range(count)),
        }
    )


def _area_of(topic: np.ndarray, *, topics: int) -> np.ndarray:
    """The first half of the topics, or one more, is area 0; the others are area 1."""
    return (topic >= (topics + 1) // 2).astype(int)


def _hierarchy(documents: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    sizes = documents["topic"].value_counts()
    leaves = [(i, len(names), 0.0, name, int(sizes.get(i, 0))) for i, name in enumerate(names)]
    root = (len(names), -1, 1.0, "Everything", int((documents["topic"] >= 0).sum()))
    return pd.DataFrame([*leaves, root], columns=["node", "parent", "height", "label", "documents"])


def _vocabulary(documents: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """A topic's term of rank r is in every r-th document of the topic."""
    holders = [
        documents.index[documents["topic"] == topic].to_numpy()[::rank].astype(np.int32)
        for topic, rank in zip(terms["topic"], terms["rank"], strict=True)
    ]
    return pd.DataFrame(
        {
            "term": terms["term"],
            "documents": [len(ids) for ids in holders],
            "long_form": None,
            "doc_ids": holders,
        }
    )


def _embeddings(documents: pd.DataFrame, *, topics: int, rng: np.random.Generator) -> np.ndarray:
    centres = rng.normal(size=(topics + 1, 16))
    vectors = centres[documents["topic"]] + rng.normal(0, 0.4, (len(documents), 16))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def _manifest(documents: pd.DataFrame, topics: int, period: str) -> Manifest:
    outliers = int((documents["topic"] == -1).sum())
    n = len(documents)
    return Manifest(
        inputs_sha256="ab" * 32,
        period=period,
        papers={"name": "synthetic", "sha256": "0" * 64, "read": n, "rejected": 0, "duplicates": 0},
        params={"seed": 0},
        encoder={"name": "minilm", "revision": "0", "sha256": "0" * 64, "dimensions": 16},
        seed=0,
        versions={"python": "3.11"},
        counts=Counts(documents=n, topics=topics, outliers=outliers),
        quality={"npmi": 0.3, "diversity": 0.9, "outlier_share": outliers / max(n, 1)},
        seconds={"read": 0.1, "embed": 1.0},
    )

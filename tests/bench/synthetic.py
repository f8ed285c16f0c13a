"""A run of any size shaped like one of a real corpus, written without a fit.

python -m tests.bench.synthetic FOLDER [PAPERS]
"""

import sys
from itertools import count
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.encoding.minilm import MiniLM
from analysis.paths import cache_dir
from analysis.runs.schema import SCHEMAS, Counts, Manifest, Tables, Vectors
from analysis.runs.store import write_run
from analysis.trends.counts import period_tables
from analysis.trends.params import TrendParams
from analysis.trends.postings import Postings
from analysis.trends.verdicts.signals import Corpus, signals

PAPERS, THEMES, AREAS, TERMS = 200_000, 150, 10, 50_000
NEIGHBOURS, DIMENSIONS = 15, 384
PERIOD, MONTHS = "month", 60
WORDS, LONG = 8_000, 185  # words there are, and in an abstract
POSTINGS = 38  # keywords in a paper


def write_synthetic_run(runs: Path, *, papers: int = PAPERS, seed: int = 1) -> str:
    """Write the run to the folder `runs` and return its id."""
    rng = np.random.default_rng(seed)
    topic = _topics_of(papers, rng)
    centres = rng.normal(size=(THEMES + 1, 2)) * 8  # the last one is the unassigned papers'
    documents = _documents(topic, centres, rng)
    vocabulary, postings = _vocabulary(papers, rng)
    terms = _terms(vocabulary, rng)
    embeddings = _embeddings(topic, rng)
    topic_periods, term_periods = period_tables(
        documents, terms, vocabulary=vocabulary, postings=postings, period=PERIOD
    )
    topic_signals, term_signals = signals(
        Corpus(documents, embeddings, topic, PERIOD),
        vocabulary["term"].tolist(),
        postings=postings,
        params=TrendParams(),
    )
    hierarchy = _hierarchy(np.bincount(topic[topic >= 0], minlength=THEMES))
    tables = Tables(
        documents=documents,
        topics=_topics(documents, hierarchy),
        areas=_areas(documents),
        terms=terms,
        topic_periods=topic_periods,
        term_periods=term_periods,
        hierarchy=hierarchy,
        vocabulary=vocabulary,
        topic_signals=topic_signals,
        term_signals=term_signals,
        shuffled_signals=SCHEMAS["shuffled_signals"].empty_table().to_pandas(),
        period=PERIOD,
    )
    indices, distances = _neighbours(topic, rng)
    vectors = Vectors(embeddings, indices, distances, {})
    return write_run(tables, vectors, manifest=_manifest(topic), runs=runs)


def _topics_of(papers: int, rng: np.random.Generator) -> np.ndarray:
    """The topic of every paper: sizes fall slowly, a tenth is unassigned."""
    share = 1 / (np.arange(THEMES) + 8)
    topic = np.sort(rng.choice(THEMES, papers, p=share / share.sum())).astype(np.int32)
    topic = topic[rng.permutation(papers)]
    topic[rng.random(papers) < 0.1] = -1
    return topic


def _documents(topic: np.ndarray, centres: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    papers = len(topic)
    words = np.array([f"{'abcdefghijklmnopqrstuvwxyz'[i % 26]}word{i}" for i in range(WORDS)])
    chance = 1 / (np.arange(WORDS) + 20)
    chance /= chance.sum()
    days = np.sort(rng.triangular(0, 30.4 * MONTHS, 30.4 * MONTHS, papers)).astype(int)
    names = np.array([f"Ada Author{i}" for i in range(papers // 3)])
    place = centres[topic] + rng.normal(0, 1, (papers, 2))
    published = pd.Timestamp("2021-01-01") + pd.to_timedelta(days, unit="D")
    return pd.DataFrame(
        {
            "doc_id": np.arange(papers, dtype=np.int32),
            "paper_id": [f"arxiv:{2101 + i // 9999}.{i:06d}" for i in range(papers)],
            "title": _texts(words, chance, papers=papers, length=10, rng=rng),
            "abstract": _texts(words, chance, papers=papers, length=LONG, rng=rng),
            "authors": [row.tolist() for row in names[rng.integers(0, len(names), (papers, 6))]],
            "published": published.strftime("%Y-%m-%d"),
            "date_precision": "day",
            "venue": None,
            "categories": [["cs.LG", "cs.CL"]] * papers,
            "keywords": [[]] * papers,
            "lang": "en",
            "url": [f"https://example.org/abs/{i}" for i in range(papers)],
            "code_url": None,
            "arxiv_id": [f"{2101 + i // 9999}.{i:06d}" for i in range(papers)],
            "doi": None,
            "upvotes": pd.array(rng.geometric(0.05, papers), dtype="Int64"),
            "citations": pd.array([None] * papers, dtype="Int64"),
            "citations_on": None,
            "citations_by_year": [[]] * papers,
            "references": [[]] * papers,
            "source": "synthetic",
            "topic": topic,
            "probability": rng.uniform(0.3, 1, papers).astype(np.float32),
            "assigned": np.where(topic < 0, "outlier", "cluster"),
            "x": place[:, 0].astype(np.float32),
            "y": place[:, 1].astype(np.float32),
            "nearest": None,
        }
    )


def _texts(
    words: np.ndarray, chance: np.ndarray, *, papers: int, length: int, rng: np.random.Generator
) -> list[str]:
    """A text a paper; the frequent words are in many, as in language."""
    drawn = rng.choice(len(words), papers * length, p=chance).reshape(papers, length)
    return [" ".join(row) for row in words[drawn]]


def _vocabulary(papers: int, rng: np.random.Generator) -> tuple[pd.DataFrame, Postings]:
    """Terms of Zipf's sizes, each in papers of its own chance."""
    size = POSTINGS * papers / (np.arange(TERMS) + 20)
    size = np.clip(size / np.log(TERMS / 20), 10, papers // 3).astype(int)
    holders = [np.unique(rng.integers(0, papers, n)).astype(np.int32) for n in size]
    documents = np.array([len(ids) for ids in holders], dtype=np.int32)
    vocabulary = pd.DataFrame(
        {
            "term": [f"keyword {i}" for i in range(TERMS)],
            "documents": documents,
            "long_form": None,
            "doc_ids": holders,
        }
    )
    indptr = np.r_[0, np.cumsum(documents)].astype(np.int32)
    return vocabulary, Postings(indptr, np.concatenate(holders))


def _terms(vocabulary: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    own = np.concatenate([rng.choice(2_000, 30, replace=False) for _ in range(THEMES)])
    return pd.DataFrame(
        {
            "topic": np.repeat(np.arange(THEMES), 30),
            "rank": np.tile(np.arange(1, 31), THEMES),
            "term": vocabulary["term"].to_numpy()[own],
            "weight": np.tile(np.linspace(0.9, 0.1, 30), THEMES),
        }
    )


def _embeddings(topic: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    centres = rng.normal(size=(THEMES + 1, DIMENSIONS)).astype(np.float32)
    vectors = centres[topic]
    vectors += rng.standard_normal(vectors.shape, dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def _neighbours(topic: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Papers of the same theme, in no order that means anything."""
    indices = np.empty((len(topic), NEIGHBOURS), np.int32)
    for one in np.unique(topic):
        members = np.flatnonzero(topic == one)
        indices[members] = rng.choice(members, (len(members), NEIGHBOURS))
    return indices, np.sort(rng.uniform(0.2, 0.6, indices.shape).astype(np.float32), axis=1)


def _hierarchy(sizes: np.ndarray) -> pd.DataFrame:
    """A tree that joins two neighbours at a time."""
    nodes = [[i, -1, 0.0, f"Theme number {i}", int(size)] for i, size in enumerate(sizes)]
    waiting = list(range(THEMES))
    for new in count(THEMES):
        if len(waiting) == 1:
            return pd.DataFrame(nodes, columns=["node", "parent", "height", "label", "documents"])
        left, right = waiting.pop(0), waiting.pop(0)
        nodes[left][1] = nodes[right][1] = new
        papers = nodes[left][4] + nodes[right][4]
        nodes.append([new, -1, new / (2 * THEMES), f"Branch {new}", papers])
        waiting.append(new)
    raise AssertionError


def _topics(documents: pd.DataFrame, hierarchy: pd.DataFrame) -> pd.DataFrame:
    groups = documents.groupby("topic")
    numbers = np.arange(-1, THEMES)
    return pd.DataFrame(
        {
            "topic": numbers,
            "label": ["Unassigned", *hierarchy["label"].head(THEMES)],
            "label_source": ["constant", *["terms"] * THEMES],
            "documents": groups.size().reindex(numbers, fill_value=0).to_numpy(),
            "x": groups["x"].mean().reindex(numbers).to_numpy(),
            "y": groups["y"].mean().reindex(numbers).to_numpy(),
            "parent": [-1, *hierarchy["parent"].head(THEMES)],
            "coherence": [np.nan, *np.linspace(0.5, 0.1, THEMES)],
            "area": [-1, *(np.arange(THEMES) % AREAS)],
            "stability": [np.nan, *np.linspace(1, 0.3, THEMES)],
            "hue": [np.nan, *(np.arange(THEMES) * 360 / THEMES)],
        }
    )


def _areas(documents: pd.DataFrame) -> pd.DataFrame:
    """Every tenth theme is of the same area, so that the first is the largest or nearly so."""
    assigned = documents[documents["topic"] >= 0]
    groups = assigned.groupby(assigned["topic"] % AREAS)
    numbers = np.arange(AREAS)
    return pd.DataFrame(
        {
            "area": numbers,
            "label": [f"Area number {i}" for i in numbers],
            "label_source": "terms",
            "documents": groups.size().reindex(numbers, fill_value=0).to_numpy(),
            "x": groups["x"].median().reindex(numbers).to_numpy(),
            "y": groups["y"].median().reindex(numbers).to_numpy(),
        }
    )


def _manifest(topic: np.ndarray) -> Manifest:
    encoder = MiniLM(cache_dir())
    papers, outliers = len(topic), int((topic == -1).sum())
    return Manifest(
        inputs_sha256="5e" * 32,
        period=PERIOD,
        papers={
            "name": "synthetic", "sha256": "0" * 64, "read": papers, "rejected": 0, "duplicates": 0,
        },
        params={"seed": 0},
        encoder={
            "name": "minilm",
            "revision": encoder.revision,
            "sha256": encoder.sha256,
            "dimensions": DIMENSIONS,
        },
        seed=0,
        versions={"python": "3.11"},
        counts=Counts(documents=papers, topics=THEMES, outliers=outliers),
        quality={"npmi": 0.3, "diversity": 0.9, "outlier_share": outliers / max(papers, 1)},
        seconds={"read": 0.1, "embed": 1.0},
    )  # fmt: skip


if __name__ == "__main__":
    papers = int(sys.argv[2]) if len(sys.argv) > 2 else PAPERS
    print(write_synthetic_run(Path(sys.argv[1]), papers=papers))

"""Runs of up to millions of papers with short texts: enough for a map, quickly written."""

from pathlib import Path

import numpy as np
import pandas as pd

from analysis.periods import choose_period
from analysis.runs.schema import SCHEMAS, Tables, Vectors
from analysis.runs.store import write_run
from analysis.trends.counts import period_tables
from analysis.trends.postings import Postings
from tests.support import builders

THEMES = 200
NEIGHBOURS = 10


def write_many_points(runs: Path, *, papers: int) -> str:
    """Write a run of `papers` papers in 200 themes of very different sizes; its id."""
    rng = np.random.default_rng(papers)
    documents = _documents(papers, rng=rng)
    names = [f"{builders.LABELS[i % len(builders.LABELS)]} {i}" for i in range(THEMES)]
    terms = builders._terms(names)
    vocabulary = builders._vocabulary(documents, terms)
    period = choose_period(documents["published"])
    postings = Postings(
        np.r_[0, np.cumsum(vocabulary["documents"])].astype(np.int32),
        np.concatenate([*vocabulary["doc_ids"]]).astype(np.int32),
    )
    topic_periods, term_periods = period_tables(
        documents, terms, vocabulary=vocabulary, postings=postings, period=period
    )
    tables = Tables(
        documents=documents,
        topics=builders._topics(documents, names),
        areas=builders._areas(documents, THEMES),
        terms=terms,
        topic_periods=topic_periods,
        term_periods=term_periods,
        hierarchy=builders._hierarchy(documents, names),
        vocabulary=vocabulary,
        topic_signals=SCHEMAS["topic_signals"].empty_table().to_pandas(),
        term_signals=SCHEMAS["term_signals"].empty_table().to_pandas(),
        shuffled_signals=SCHEMAS["shuffled_signals"].empty_table().to_pandas(),
        period=period,
    )
    manifest = builders._manifest(documents, THEMES, period)
    return write_run(tables, _vectors(documents, rng=rng), manifest=manifest, runs=runs)


def _documents(papers: int, *, rng: np.random.Generator) -> pd.DataFrame:
    share = 1 / np.arange(1, THEMES + 1) ** 0.6
    topic = rng.choice(THEMES, papers, p=share / share.sum())
    topic[rng.random(papers) < 0.08] = -1
    centres = rng.normal(0, 6, (THEMES, 2))
    at = np.where(topic[:, None] < 0, 6.0, 0.5) * rng.normal(size=(papers, 2))
    at += np.where(topic[:, None] < 0, 0.0, centres[topic])
    documents = builders._documents(papers, topics=THEMES, rng=rng)
    return documents.assign(
        topic=topic,
        assigned=np.where(topic < 0, "outlier", "cluster"),
        title=[f"Paper {i} about theme {theme}" for i, theme in enumerate(topic)],
        x=at[:, 0],
        y=at[:, 1],
    )


def _vectors(documents: pd.DataFrame, *, rng: np.random.Generator) -> Vectors:
    """Vectors near the centre of each theme, and papers of the same theme as neighbours."""
    embeddings = builders._embeddings(documents, topics=THEMES, rng=rng)
    order = np.argsort(documents["topic"].to_numpy(), kind="stable").astype(np.int32)
    indices = np.empty((len(order), NEIGHBOURS), dtype=np.int32)
    for step in range(NEIGHBOURS):
        indices[order, step] = np.roll(order, -step - 1)
    distances = np.sort(rng.uniform(0, 0.5, indices.shape), axis=1).astype(np.float32)
    return Vectors(embeddings, indices, distances, {})

"""Fits of the same papers again: another seed, a breath of noise, nine tenths of the papers."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.encoding import embed
from analysis.modelling.clustering.graph import Graph, paper_graph
from analysis.modelling.clustering.neighbours import neighbours
from analysis.modelling.clustering.themes import Clusters, find_themes
from analysis.modelling.inputs import gather_inputs
from analysis.modelling.params import FitParams, read_params
from analysis.papers.readers import read_papers
from analysis.papers.table import to_documents
from analysis.paths import cache_dir

NOISE = 1e-6
# Themes of two fits are partners from this Jaccard index on.
PARTNERS = 0.5


@dataclass(frozen=True)
class Corpus:
    """Papers in the order of a fit, and the embedding of each."""

    papers: pd.DataFrame
    embeddings: np.ndarray


@dataclass(frozen=True)
class Part:
    """A fit of some papers alone; `rows` are their places among all."""

    rows: np.ndarray
    found: Clusters


@contextmanager
def data_folder(folder: Path) -> Iterator[None]:
    """Runs and caches of this process are in `folder` for a while."""
    before = os.environ.get("PAPERTIDES_DATA")
    os.environ["PAPERTIDES_DATA"] = str(folder)
    try:
        yield
    finally:
        del os.environ["PAPERTIDES_DATA"]
        if before is not None:
            os.environ["PAPERTIDES_DATA"] = before


def embedded(papers: pd.DataFrame, *, encoder: str = "auto") -> Corpus:
    """The papers, as `read_papers` gives them, as a fit sees them."""
    inputs = gather_inputs(papers, params=read_params(settings=[f"encoder={encoder}"]))
    texts = to_documents(inputs.papers)["text"].tolist()
    vectors = embed(texts, encoder=inputs.encoder, cache=cache_dir())
    return Corpus(inputs.papers, vectors)


def settled(papers: int, settings: Sequence[str] = ()) -> FitParams:
    """The default parameters for so many papers, changed by KEY=VALUE `settings`."""
    return read_params(settings=settings).for_size(papers)


def graph_of(embeddings: np.ndarray) -> Graph:
    """The graph that themes are found on."""
    near = neighbours(embeddings, k=settled(len(embeddings)).neighbours)
    return paper_graph(near)


def fit(
    embeddings: np.ndarray, graph: Graph | None = None, *, settings: Sequence[str] = ()
) -> Clusters:
    """The themes, of `graph` or of one of their own."""
    params = settled(len(embeddings), settings)
    return find_themes(embeddings, graph or graph_of(embeddings), params=params)


def noisy(embeddings: np.ndarray, *, draw: int) -> np.ndarray:
    """The embeddings with a little normal noise, of length one again."""
    noise = np.random.default_rng(draw).normal(0, NOISE, embeddings.shape)
    moved = embeddings + noise.astype(np.float32)
    return moved / np.linalg.norm(moved, axis=1, keepdims=True)


def part(embeddings: np.ndarray, *, draw: int) -> Part:
    """A fit of nine tenths of the papers."""
    papers = len(embeddings)
    shuffled = np.random.default_rng(100 + draw).permutation(papers)
    rows = np.sort(shuffled[: papers * 9 // 10])
    return Part(rows, fit(embeddings[rows]))


def shuffled_from_file(corpus: Corpus, folder: Path, *, encoder: str = "auto") -> pd.Series:
    """The theme by paper id, of a file with the rows in another order and no embeddings kept."""
    path = folder / "papers.parquet"
    corpus.papers.sample(frac=1, random_state=1).to_parquet(path)
    with data_folder(folder):
        again = embedded(read_papers([path]), encoder=encoder)
    return by_paper(again, fit(again.embeddings).topic)


def by_paper(corpus: Corpus, topic: np.ndarray) -> pd.Series:
    """The theme by paper id."""
    return pd.Series(topic, index=corpus.papers["paper_id"])


def ari(one: np.ndarray, other: np.ndarray) -> float:
    """The adjusted Rand index over all papers; the unassigned are a class of their own."""
    from sklearn.metrics import adjusted_rand_score

    return float(adjusted_rand_score(one, other))


def jaccard(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """(themes, themes): the Jaccard index of every theme of one fit with every one of another."""
    held = np.zeros((int(one.max()) + 2, int(other.max()) + 2))
    np.add.at(held, (one + 1, other + 1), 1)
    either = held.sum(axis=1)[:, None] + held.sum(axis=0) - held
    return (held / np.maximum(either, 1))[1:, 1:]


def came_back(one: np.ndarray, other: np.ndarray) -> float:
    """The share of the themes of one fit that have a partner in another."""
    return float((jaccard(one, other).max(axis=1) >= PARTNERS).mean())


def partners(one: np.ndarray, other: np.ndarray) -> float:
    """The share of themes with a partner in the other fit, the mean of both directions."""
    return (came_back(one, other) + came_back(other, one)) / 2

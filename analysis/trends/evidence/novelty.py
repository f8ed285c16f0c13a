"""Novelty: the distance of the recent papers of a series from earlier ones."""

import numpy as np
import pandas as pd

from analysis.trends.params import TrendParams
from analysis.trends.postings import Postings

NEAREST = 10
_AT_ONCE = 4_000


def paper_novelty(
    embeddings: np.ndarray, *, recent: np.ndarray, before: np.ndarray, params: TrendParams
) -> np.ndarray:
    """1 - the mean cosine of each recent paper to its ten nearest in a sample of earlier ones.

    embeddings (n, d); recent and before (n,) bool. The sample has a fixed size and is drawn by
    `params.seed`: against all earlier papers, which grow in number, novelty would fall by itself.
    Returns (n,), NaN for papers that are not recent or where nothing was before.
    """
    novelty = np.full(len(embeddings), np.nan)
    earlier, wanted = np.flatnonzero(before), np.flatnonzero(recent)
    if not len(earlier):
        return novelty
    rng = np.random.default_rng(params.seed)
    chosen = rng.choice(earlier, size=min(params.novelty_sample, len(earlier)), replace=False)
    sample = _unit(embeddings[chosen])
    nearest = min(NEAREST, len(sample))
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        cosines = _unit(embeddings[part]) @ sample.T
        best = np.partition(cosines, len(sample) - nearest, axis=1)[:, -nearest:]
        novelty[part] = 1 - best.mean(axis=1)
    return novelty


def series_novelty(novelty: np.ndarray, postings: Postings) -> np.ndarray:
    """The median novelty of each series' papers; NaN where none has one."""
    series = postings.terms
    values = novelty[postings.doc_ids]
    known = ~np.isnan(values)
    medians = pd.Series(values[known]).groupby(series[known]).median()
    return medians.reindex(range(len(postings.indptr) - 1)).to_numpy()


def _unit(vectors: np.ndarray) -> np.ndarray:
    vectors = vectors.astype(np.float32)
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)

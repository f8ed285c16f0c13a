"""The map: a seeded two-dimensional UMAP of its own, on the shared neighbour graph."""

import numpy as np

from analysis.modelling.neighbours import Neighbours, all_alike
from analysis.modelling.params import FitParams
from analysis.modelling.topics import SMALLEST_CORPUS

# Width of the map: every corpus is as wide, so that screens need no special cases.
SIDE = 20.0


def project(embeddings: np.ndarray, *, graph: Neighbours, params: FitParams) -> np.ndarray:
    """(documents, 2) float32 positions, centred; near papers are alike, distances mean little.

    A corpus too small for UMAP, or of one text only, stands on a circle.
    """
    n = len(embeddings)
    if n < SMALLEST_CORPUS or all_alike(embeddings):
        angle = 2 * np.pi * np.arange(n) / max(n, 1)
        return (np.column_stack([np.cos(angle), np.sin(angle)]) * SIDE / 4).astype(np.float32)
    from umap import UMAP

    knn = graph.for_umap()
    umap = UMAP(
        n_neighbors=knn[0].shape[1],
        min_dist=params.map_min_dist,
        metric="cosine",
        n_epochs=params.map_epochs,
        random_state=params.seed,
        n_jobs=1,
        precomputed_knn=knn,
        force_approximation_algorithm=True,
    )
    return _framed(np.asarray(umap.fit_transform(embeddings), dtype=np.float64))


def _framed(positions: np.ndarray) -> np.ndarray:
    """Centred, the longer side across as screens are, and as wide as the map."""
    centred = positions - positions.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    turned = centred @ axes[:, ::-1]
    low, high = turned.min(axis=0), turned.max(axis=0)
    scale = SIDE / max(float((high - low).max()), np.finfo(np.float32).tiny)
    return ((turned - (low + high) / 2) * scale).astype(np.float32)

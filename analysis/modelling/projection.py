"""The map: a seeded two-dimensional UMAP of its own, on the shared neighbour graph."""

import numpy as np

from analysis.modelling.neighbours import Neighbours, nothing_to_tell_apart
from analysis.modelling.params import FitParams

# Width of the map: every corpus is as wide, so that screens need no special cases.
SIDE = 20.0


def project(embeddings: np.ndarray, *, graph: Neighbours, params: FitParams) -> np.ndarray:
    """(documents, 2) float32 positions, centred; near papers are alike, distances mean little.

    A corpus too small for UMAP, or of one text only, stands on a circle.
    """
    n = len(embeddings)
    if nothing_to_tell_apart(embeddings):
        angle = 2 * np.pi * np.arange(n) / max(n, 1)
        return (np.column_stack([np.cos(angle), np.sin(angle)]) * SIDE / 4).astype(np.float32)
    load_umap()
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


def load_umap() -> None:
    """Import what UMAP imports, without compiling its search for neighbours, which we do not use.

    On a machine that has not compiled it yet that takes longer than a fit of a hundred papers.
    """
    import numba

    wanted = numba.config.DISABLE_JIT  # type: ignore[attr-defined]
    numba.config.DISABLE_JIT = True  # type: ignore[attr-defined]
    try:
        import pynndescent  # noqa: F401
    finally:
        numba.config.DISABLE_JIT = wanted  # type: ignore[attr-defined]


def _framed(positions: np.ndarray) -> np.ndarray:
    """Centred, the longer side across as screens are, and as wide as the map."""
    centred = positions - positions.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    turned = centred @ axes[:, ::-1]
    low, high = turned.min(axis=0), turned.max(axis=0)
    scale = SIDE / max(float((high - low).max()), np.finfo(np.float32).tiny)
    return ((turned - (low + high) / 2) * scale).astype(np.float32)

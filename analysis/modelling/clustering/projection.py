"""The map: a two-dimensional UMAP on the shared neighbour graph.

It starts where the principal axes of the embeddings put the papers, and is turned back to how it
started, so that maps of other seeds, or of nearly the same papers, look alike.
"""

import contextlib

import numpy as np
from scipy import sparse

from analysis.modelling.clustering.graph import paper_graph
from analysis.modelling.clustering.neighbours import Neighbours, nothing_to_tell_apart
from analysis.modelling.params import FitParams

# Width of the map: every corpus is as wide, so that screens need no special cases.
SIDE = 20.0
# How often a paper moves half-way to the middle of its neighbours before UMAP starts.
_GATHERINGS = 50
# A map that is not clearly taller than wide stays as it lies, so that two of them agree.
_TALL = 1.2
# UMAP's own spectral start lies in a box of this half width.
_START = 10.0


def project(embeddings: np.ndarray, *, graph: Neighbours, params: FitParams) -> np.ndarray:
    """Project documents to the map: (documents, 2) float32, centred; only nearness is meaningful.

    A corpus too small for UMAP, or of one text only, stands on a circle.
    """
    n = len(embeddings)
    if nothing_to_tell_apart(embeddings):
        angle = 2 * np.pi * np.arange(n) / max(n, 1)
        return (np.column_stack([np.cos(angle), np.sin(angle)]) * SIDE / 4).astype(np.float32)
    load_umap()
    from umap import UMAP

    knn = graph.for_umap()
    start = _gathered(principal_axes(embeddings), graph)
    umap = UMAP(
        n_neighbors=knn[0].shape[1],
        min_dist=params.map_min_dist,
        metric="cosine",
        n_epochs=params.map_epochs,
        init=start.astype(np.float32),  # pyright: ignore[reportArgumentType]
        random_state=params.seed,
        n_jobs=1,
        precomputed_knn=knn,
        force_approximation_algorithm=True,
    )
    drawn = np.asarray(umap.fit_transform(embeddings), dtype=np.float64)
    return _framed(aligned(drawn, start))


def principal_axes(embeddings: np.ndarray) -> np.ndarray:
    """The first two principal components of the embeddings: (documents, 2).

    An axis points to where its largest coefficient is positive, on every machine.
    """
    centred = embeddings - embeddings.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T.astype(np.float64) @ centred)
    axes = axes[:, ::-1][:, :2]
    largest = np.abs(axes).argmax(axis=0)
    axes = axes * np.sign(axes[largest, np.arange(axes.shape[1])])
    return np.pad(centred @ axes, ((0, 0), (0, 2 - axes.shape[1])))


def aligned(positions: np.ndarray, like: np.ndarray) -> np.ndarray:
    """`positions` (documents, 2), centred, rotated and reflected to match `like` (Procrustes).

    Source: P. Schönemann, A generalized solution of the orthogonal Procrustes problem,
    Psychometrika 31 (1966).
    """
    centred = positions - positions.mean(axis=0)
    left, _, right = np.linalg.svd(centred.T @ (like - like.mean(axis=0)))
    return centred @ left @ right


def _gathered(positions: np.ndarray, graph: Neighbours) -> np.ndarray:
    """`positions` smoothed over neighbours, scaled to UMAP's initial width."""
    edges = paper_graph(graph).matrix()
    degree = np.asarray(edges.sum(axis=1)).ravel()
    mean = sparse.diags_array(1 / np.maximum(degree, 1)) @ edges
    for _ in range(_GATHERINGS):
        positions = np.where(degree[:, None] > 0, (positions + mean @ positions) / 2, positions)
    centred = positions - positions.mean(axis=0)
    return centred * _START / max(float(np.abs(centred).max()), np.finfo(np.float32).tiny)


def load_umap() -> None:
    """Import UMAP without waiting for its compiler longer than needed.

    Its search for neighbours, which we do not use, is not compiled; what is compiled is kept for
    the next process, where the machine has a place for it.
    """
    import numba

    wanted = numba.config.DISABLE_JIT  # type: ignore[attr-defined]
    numba.config.DISABLE_JIT = True  # type: ignore[attr-defined]
    try:
        import pynndescent  # noqa: F401
    finally:
        numba.config.DISABLE_JIT = wanted  # type: ignore[attr-defined]
    from umap import layouts, umap_

    for function in (*vars(layouts).values(), *vars(umap_).values()):
        if hasattr(function, "enable_caching"):
            with contextlib.suppress(RuntimeError):  # no folder that can be written
                function.enable_caching()


def _framed(positions: np.ndarray) -> np.ndarray:
    """Positions centred and scaled to the map, rotated to landscape if clearly taller."""
    sides = np.ptp(positions, axis=0)
    if sides[1] > _TALL * sides[0]:
        positions = positions[:, ::-1] * [1, -1]
    low, high = positions.min(axis=0), positions.max(axis=0)
    scale = SIDE / max(float((high - low).max()), np.finfo(np.float32).tiny)
    return ((positions - (low + high) / 2) * scale).astype(np.float32)

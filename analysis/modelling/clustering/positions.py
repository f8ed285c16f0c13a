"""The map of an update: papers that have a place keep it, new ones land among their neighbours."""

import numpy as np

from analysis.modelling.clustering.neighbours import Neighbours, nearest, neighbours
from analysis.modelling.clustering.projection import project
from analysis.modelling.params import FitParams

# A new paper lies in the middle of so many of its nearest neighbours that have a place.
_BESIDE = 3


def positions_beside(
    places: np.ndarray, embeddings: np.ndarray, *, graph: Neighbours, params: FitParams
) -> np.ndarray:
    """The places of all papers: (papers, 2) float32, those of `places` that are not null as given.

    A new paper lies in the middle of its nearest neighbours. New papers whose neighbours are all
    new are drawn as a map of their own, as large as is their share of the papers, beside the
    paper that is nearest to them.
    """
    positions = places.copy()
    while (missing := np.flatnonzero(np.isnan(positions[:, 0]))).size:
        beside = positions[graph.indices[missing]]
        placed = ~np.isnan(beside[:, :, 0])
        if not placed.any():
            positions[missing] = _apart(missing, positions, embeddings=embeddings, params=params)
            break
        first = placed & (np.cumsum(placed, axis=1) <= _BESIDE)
        found = first.any(axis=1)
        weights = (first / np.maximum(first.sum(axis=1, keepdims=True), 1))[found]
        positions[missing[found]] = np.einsum("ij,ijk->ik", weights, np.nan_to_num(beside[found]))
    return positions


def _apart(
    missing: np.ndarray, positions: np.ndarray, *, embeddings: np.ndarray, params: FitParams
) -> np.ndarray:
    own = embeddings[missing]
    drawn = project(own, graph=neighbours(own, k=params.neighbours), params=params)
    placed = np.flatnonzero(~np.isnan(positions[:, 0]))
    middle = own.mean(axis=0, keepdims=True)
    anchor = placed[nearest(middle, embeddings[placed], k=1).indices[0, 0]]
    scale = np.sqrt(len(missing) / len(positions)) / 2
    return (positions[anchor] + drawn * scale).astype(np.float32)

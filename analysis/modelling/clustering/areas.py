"""Areas: a few broad groups of themes, from a coarse consensus of its own."""

import numpy as np

from analysis.modelling.clustering.consensus import consensus
from analysis.modelling.clustering.graph import Graph
from analysis.modelling.clustering.joining import join_most_alike
from analysis.modelling.clustering.profiles import memberships
from analysis.modelling.params import FitParams

# Coarse enough for some ten communities in ten thousand papers of one field.
_RESOLUTION = 0.7
# Of more areas nobody keeps an overview; smaller ones are themes.
MOST_AREAS, FEWEST_PAPERS = 12, 50
# Coarse communities vary less between partitions than fine ones, so that few are enough.
_PARTITIONS = 12


def find_areas(
    topic: np.ndarray, graph: Graph, *, embeddings: np.ndarray, params: FitParams
) -> np.ndarray:
    """(topics,) int32: the area of every theme, 0 the largest by papers.

    `topic` (papers,) is the theme of every paper, -1 for none. A theme lies in the coarse community
    that has most of its papers; no area has fewer than 50 papers, but where there is only one.
    """
    agreed = consensus(
        graph,
        resolution=_RESOLUTION,
        runs=_PARTITIONS,
        seed=params.seed,
    )
    broad = join_most_alike(
        agreed.community,
        memberships(agreed.partitions),
        embeddings=embeddings,
        until=MOST_AREAS,
        apart=-1,
        most=graph.papers,
    )
    sizes = np.bincount(topic[topic >= 0])
    held = np.zeros((len(sizes), int(broad.max()) + 1), int)
    np.add.at(held, (topic[topic >= 0], broad[topic >= 0]), 1)
    while True:
        area = held.argmax(axis=1)
        papers = np.bincount(area, weights=sizes, minlength=held.shape[1])
        if len(papers) == 1 or papers.min() >= FEWEST_PAPERS:
            order = np.argsort(-papers, kind="stable")
            return np.argsort(order)[area].astype(np.int32)
        held = np.delete(held, papers.argmin(), axis=1)

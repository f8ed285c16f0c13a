"""Areas: a few broad groups of themes, from a coarser consensus clustering."""

import numpy as np

from analysis.modelling.clustering.consensus import consensus
from analysis.modelling.clustering.graph import Graph
from analysis.modelling.clustering.joining import join_most_alike, join_small
from analysis.modelling.clustering.profiles import memberships
from analysis.modelling.clustering.themes import by_size
from analysis.modelling.params import FitParams
from analysis.runs.schema import OUTLIER

# Coarse enough for some ten communities in ten thousand papers of one field.
_RESOLUTION = 0.7
# Of more areas nobody keeps an overview; smaller ones are themes.
MOST_AREAS, FEWEST_PAPERS = 12, 50
# Coarse communities vary less between partitions than fine ones, so that few are enough.
_PARTITIONS = 12


def find_areas(
    topic: np.ndarray, graph: Graph, *, embeddings: np.ndarray, params: FitParams
) -> np.ndarray:
    """Find the area of every theme: (topics,) int32, 0 the largest by papers.

    `topic` (papers,) is the theme of every paper, -1 for none. A theme lies in the coarse community
    that has most of its papers; no area has fewer than 50 papers, but where there is only one.
    """
    agreed = consensus(graph, resolution=_RESOLUTION, runs=_PARTITIONS, seed=params.seed, rounds=1)
    members = memberships(agreed.partitions)
    broad = join_most_alike(
        agreed.community, members, embeddings=embeddings, until=MOST_AREAS, apart=-1, most=np.inf
    )
    held = np.zeros((int(topic.max()) + 1, int(broad.max()) + 1), int)
    np.add.at(held, (topic[topic >= 0], broad[topic >= 0]), 1)
    # Only communities that have most papers of a theme are areas.
    _, area = np.unique(held.argmax(axis=1), return_inverse=True)
    area = np.append(area, OUTLIER)[topic]
    area = join_small(area, members, embeddings=embeddings, least=FEWEST_PAPERS)
    order = by_size(area, count=int(area.max()) + 1)
    first = np.unique(topic, return_index=True)[1][-len(held) :]
    return np.argsort(order)[area[first]].astype(np.int32)

"""Themes of an update: those that stand keep their papers, new papers join them or open others.

The consensus communities of all papers, found as in a fit, show which themes there are now. One
that consists of papers without a theme of their own opens a theme. Every paper that may move then
goes to its nearest theme.
"""

from dataclasses import dataclass

import numpy as np

from analysis.modelling.clustering.graph import Graph
from analysis.modelling.clustering.hierarchy import centroids, nearness
from analysis.modelling.clustering.neighbours import nothing_to_tell_apart
from analysis.modelling.clustering.themes import (
    Clusters,
    by_size,
    nearest_cores,
    one_theme,
    sureness,
    themes_apart,
)
from analysis.modelling.params import FitParams
from analysis.runs.schema import OUTLIER

# What a paper may do: stay in the theme that a fit gave it; join a theme that opens, from none or
# from that of an earlier update; go anywhere.
FIXED, UNASSIGNED, PLACED, NEW = range(4)
# A community that has this share of a theme's papers is that theme, and one that has this share of
# papers that may not move belongs to themes that stand.
_MOST = 0.5


@dataclass(frozen=True)
class Anchored(Clusters):
    """The clusters of an update, 0 the largest.

    `before` int32 (topics,) is the number that each theme had before, -1 for one that opened;
    `nearest` int32 (papers,) the theme that is nearest to each paper, wherever it may go: one
    measure for the papers that were there early and late.
    """

    before: np.ndarray
    nearest: np.ndarray


def anchored_themes(
    embeddings: np.ndarray,
    graph: Graph,
    *,
    before: np.ndarray,
    freedom: np.ndarray,
    params: FitParams,
) -> Anchored:
    """Place papers among the themes of a run, and open new ones.

    `embeddings` (papers, dimensions) has rows of length one. `before` (papers,) is the theme of
    each paper so far, from 0 without a gap, -1 for none; `freedom` (papers,) is FIXED, UNASSIGNED,
    PLACED or NEW. `params` must be settled for all papers. `assigned` is placed or moved for papers
    that an update put into their theme, cluster for those of a fit, and outlier.
    """
    if nothing_to_tell_apart(embeddings):
        only = one_theme(len(embeddings))
        return Anchored(**vars(only), before=np.zeros(1, np.int32), nearest=only.topic)
    least = int(params.min_topic_size)
    members, cores = themes_apart(embeddings, graph, params=params)
    _, community = nearest_cores(cores, members, embeddings=embeddings, least=least)
    opened = _opened(community, before, freedom=freedom, least=least)
    standing = int(before.max()) + 1
    count = standing + int(opened.max()) + 1
    group = np.where(opened >= 0, standing + opened, before)
    near = embeddings @ centroids(embeddings, group, count=count).T
    held = _held(community, group, count=count)
    shares = held / np.maximum(held.sum(axis=1, keepdims=True), 1)
    # As a fit does, and by how much of the paper's community a theme has: papers follow theirs.
    fits = members.togetherness(group, count=count) + near + shares[community]
    nearest = fits.argmax(axis=1)
    joins = (freedom == NEW) | ((nearest >= standing) & (freedom != FIXED))
    theme = np.where(joins, nearest, before)
    theme = np.where(_far(theme, nearest, embeddings=embeddings, freedom=freedom), -1, theme)
    return _by_size(
        Anchored(
            topic=theme,
            probability=sureness(np.where(theme >= 0, theme, nearest), members, count=count),
            assigned=_assigned(theme, before, freedom=freedom),
            stability=members.stability(theme, count=count),
            before=np.where(np.arange(count) < standing, np.arange(count), OUTLIER),
            nearest=nearest,
        )
    )


def _opened(
    community: np.ndarray, before: np.ndarray, *, freedom: np.ndarray, least: int
) -> np.ndarray:
    """The theme that each paper opens, from 0; -1 for papers that open none."""
    free = freedom != FIXED
    sizes = np.bincount(community)
    movable = np.bincount(community[free], minlength=len(sizes))
    held = _held(community, before, count=int(before.max()) + 1)
    is_known = (held >= _MOST * held.sum(axis=0)).any(axis=1)
    opens = (movable >= least) & (movable > _MOST * sizes) & ~is_known
    number = np.where(opens, np.cumsum(opens) - 1, OUTLIER)
    return np.where(free, number[community], OUTLIER)


def _held(community: np.ndarray, group: np.ndarray, *, count: int) -> np.ndarray:
    """The papers of each community in each group: (communities, groups)."""
    held = np.zeros((int(community.max()) + 1, count))
    inside = group >= 0
    np.add.at(held, (community[inside], group[inside]), 1)
    return held


def _far(
    theme: np.ndarray, nearest: np.ndarray, *, embeddings: np.ndarray, freedom: np.ndarray
) -> np.ndarray:
    """A mask of the papers that stay without a theme: farther out than those of the fit were."""
    fixed = freedom == FIXED
    near = nearness(embeddings, np.where(theme >= 0, theme, nearest))
    was = nearness(embeddings[fixed], theme[fixed])
    is_far = near < was.min(initial=1)
    return is_far & np.isin(freedom, (NEW, UNASSIGNED))


def _assigned(theme: np.ndarray, before: np.ndarray, *, freedom: np.ndarray) -> np.ndarray:
    moved = (freedom == PLACED) & (theme != before)
    there = np.where(freedom == FIXED, "cluster", np.where(moved, "moved", "placed"))
    return np.where(theme == OUTLIER, "outlier", there).astype(object)


def _by_size(found: Anchored) -> Anchored:
    """The same themes numbered by size, without those that have no paper."""
    sizes = np.bincount(found.topic[found.topic >= 0], minlength=found.count)
    order = by_size(found.topic, count=found.count)
    order = order[sizes[order] > 0]
    number = np.full(found.count + 1, OUTLIER)
    number[order] = np.arange(len(order))
    return Anchored(
        topic=number[found.topic].astype(np.int32),
        probability=found.probability,
        assigned=found.assigned,
        stability=found.stability[order],
        before=found.before[order],
        nearest=number[found.nearest].astype(np.int32),
    )

"""Proposals for splitting a theme, and the distinctive keywords of sets of papers."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.runs.store import Run

_ROUNDS = 50


def halves_by_meaning(run: Run, topic: int) -> np.ndarray:
    """The doc_ids of the smaller half of `topic`, by 2-means of the embeddings.

    It starts with the two papers that are farthest from each other along the main direction, so
    that the same papers give the same halves. Empty where all papers are alike.
    """
    from scipy.cluster.vq import kmeans2

    inside = np.flatnonzero(run.documents["topic"].to_numpy() == topic)
    points = np.asarray(run.embeddings[inside], np.float64)
    centred = points - points.mean(axis=0)
    if len(inside) < 2 or not np.ptp(centred, axis=0).any():
        return inside[:0]
    along = centred @ np.linalg.svd(centred, full_matrices=False)[2][0]
    _, side = kmeans2(points, points[[along.argmin(), along.argmax()]], _ROUNDS, minit="matrix")
    second = side == 1
    return inside[second if second.sum() <= len(second) / 2 else ~second]


def halves_by_keyword(run: Run, topic: int, *, term: str) -> np.ndarray:
    """The doc_ids of `topic` that contain the keyword `term`."""
    inside = np.flatnonzero(run.documents["topic"].to_numpy() == topic)
    known = np.flatnonzero((run.vocabulary["term"] == term).to_numpy())
    holders = run.postings.documents_of(int(known[0])) if len(known) else inside[:0]
    return inside[np.isin(inside, holders)]


def keywords_of(run: Run, groups: Sequence[np.ndarray], *, most: int) -> list[pd.DataFrame]:
    """Distinctive keywords of each of `groups` (doc_ids): rank, term, weight; at most `most`.

    Of the keywords of any theme, by the c-TF-IDF of the fitted themes: the share of the term among
    all terms of a group's papers, each counted once a paper, times log(1 + (A - n + 0.5) /
    (n + 0.5)); A is the mean number of these over the fitted themes and the papers in none, n the
    papers with the term. Source: BERTopic's `ClassTfidfTransformer(bm25_weighting=True)`.
    """
    holders = np.diff(run.postings.indptr)
    average = int(holders.sum() / max(run.documents["topic"].nunique(), 1))
    rarity = np.log1p((average - holders + 0.5) / (holders + 0.5))
    candidates = run.terms["term"].drop_duplicates()
    places = pd.Series(range(len(run.vocabulary)), index=run.vocabulary["term"])[candidates]
    found = []
    for doc_ids in groups:
        inside = np.zeros(len(run.documents), bool)
        inside[doc_ids] = True
        held = np.diff(run.postings.within(inside).indptr)
        weight = (held / max(held.sum(), 1) * rarity)[places]
        found.append(_best(candidates.to_numpy(), weight, most=most))
    return found


def _best(terms: np.ndarray, weight: np.ndarray, *, most: int) -> pd.DataFrame:
    order = np.argsort(-weight, kind="stable")[:most]
    order = order[weight[order] > 0]
    rank = np.arange(1, len(order) + 1)
    return pd.DataFrame({"rank": rank, "term": terms[order], "weight": weight[order]})

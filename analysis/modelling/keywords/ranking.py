"""Keyword ranking: weight, exclusivity, semantic affinity and coherence of terms per topic."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from analysis.modelling.keywords.quality import npmi_matrix
from analysis.words.segmentation import words_of_name

# Two nested terms are one idea where they share at least this part of the more frequent one's
# papers.
SAME_IDEA = 0.5
# A term stands for at most so many topics, those in which it scores most; a topic that would be
# left without any keeps its own.
TOPICS_A_TERM = 2
# How strongly a term must keep company with the better ones of its topic.
COMPANY = 4
# In so few papers a term's company is as much chance as habit.
RARE = 3
# How many of the heaviest terms are looked at for each one that is kept.
CANDIDATES = 4


@dataclass(frozen=True)
class TermScores:
    """The scores of each term in each topic; every array but the last is (topics, terms).

    `weight` is c-TF-IDF; `affinity` how much nearer in meaning the term is to the topic than to
    the average topic (0 to 1); `coverage` the share of the topic's documents that hold the term;
    `exclusivity` the share of the term's documents that are in the topic; `standalone` (terms,)
    the share of the term's uses in which no noun goes on with it.
    """

    weight: np.ndarray
    affinity: np.ndarray
    coverage: np.ndarray
    exclusivity: np.ndarray
    standalone: np.ndarray

    @property
    def rank(self) -> np.ndarray:
        """The ranking score of each term in each topic.

        Where no term says more of a topic than of the others, its commonest term does.
        """
        scores = self.weight * self.affinity * self.exclusivity
        return np.where((scores > 0).any(axis=1, keepdims=True), scores, self.coverage)


def heaviest(weights: np.ndarray, *, limit: int) -> np.ndarray:
    """The sorted indices of terms among any topic's `limit` * CANDIDATES highest weights."""
    order = np.argsort(-weights, axis=1, kind="stable")[:, : limit * CANDIDATES]
    return np.unique(order)


def affinity(
    vectors: np.ndarray, centroids: np.ndarray, *, terms: np.ndarray, count: int
) -> np.ndarray:
    """The cosine of term and topic, both centred on the mean topic: (topics, `count` terms).

    `vectors` are the embeddings of the terms numbered `terms`. Words that papers of every theme
    happen to use ("struggle", "highlights") are near to none; terms that are not looked at are
    at 0, and one that the encoder does not know stands half-way.
    """
    own = centroids - centroids.mean(axis=0) if len(centroids) > 1 else centroids
    own = own / np.maximum(np.linalg.norm(own, axis=1, keepdims=True), np.finfo(float).tiny)
    near = np.maximum(own @ vectors.T, 0)
    near[:, ~vectors.any(axis=1)] = 0.5
    scattered = np.zeros((len(centroids), count))
    scattered[:, terms] = near
    return scattered


def rank_terms(
    scores: np.ndarray, counts: sparse.csr_array, *, names: list[str], limit: int
) -> list[list[int]]:
    """Rank the terms of every topic: indices, best first, at most `limit`.

    `scores` (topics, terms), `counts` (documents, terms). Of "anomaly" and "anomaly detection"
    only one stays: the longer where it makes up half of the shorter's papers. The next term is
    always the one that scores most and meets the chosen ones in the same papers.
    """
    holders = counts.astype(bool).astype(np.int32).tocsc()
    words = [frozenset(words_of_name(name)) for name in names]
    if len(scores) > TOPICS_A_TERM:
        least = -np.sort(-scores, axis=0)[TOPICS_A_TERM - 1]
        shared = np.where(scores >= least, scores, 0)
        scores = np.where(shared.any(axis=1, keepdims=True), shared, scores)
    order = np.argsort(-scores, axis=1, kind="stable")[:, : limit * CANDIDATES]
    ranked = []
    for row, own in zip(order.tolist(), scores, strict=True):
        distinct = _distinct([i for i in row if own[i] > 0], words=words, holders=holders)
        ranked.append(_in_company(distinct, own, holders=holders, limit=limit))
    return ranked


def _in_company(
    candidates: list[int], scores: np.ndarray, *, holders: sparse.csc_array, limit: int
) -> list[int]:
    """Select candidates greedily by score times mean NPMI (0 to 1) with those selected."""
    if not candidates:
        return []
    company = _company(holders[:, candidates])
    own = scores[candidates]
    chosen, met = [0], company[0].copy()
    while len(chosen) < min(limit, len(candidates)):
        gain = own * (met / len(chosen)) ** COMPANY
        gain[chosen] = -1
        chosen.append(int(gain.argmax()))
        met += company[chosen[-1]]
    return [candidates[i] for i in chosen]


def _company(present: sparse.csc_array) -> np.ndarray:
    """The NPMI of terms scaled to 0 to 1, shrunk to neutral for rare terms: (terms, terms).

    The discount by the rarer term's count is that of P. Pantel and D. Lin, Discovering word
    senses from text, KDD 2002, with RARE in the place of 1.
    """
    documents = np.diff(present.indptr)
    rarer = np.minimum.outer(documents, documents)
    return (1 + npmi_matrix(present, documents=present.shape[0]) * rarer / (rarer + RARE)) / 2


def _distinct(
    candidates: list[int], *, words: list[frozenset[str]], holders: sparse.csc_array
) -> list[int]:
    chosen: list[int] = []
    for term in candidates:
        rivals = [i for i, other in enumerate(chosen) if _nested(words[term], words[other])]
        rivals = [i for i in rivals if _overlap(term, chosen[i], holders=holders) >= SAME_IDEA]
        if not rivals:
            chosen.append(term)
        elif len(rivals) == 1 and len(words[term]) > len(words[chosen[rivals[0]]]):
            chosen[rivals[0]] = term
    return chosen


def _nested(first: frozenset[str], second: frozenset[str]) -> bool:
    return first <= second or second <= first


def _overlap(first: int, second: int, *, holders: sparse.csc_array) -> float:
    """The share of papers with both terms among those of the more frequent one."""
    one, other = (
        holders.indices[holders.indptr[term] : holders.indptr[term + 1]] for term in (first, second)
    )
    return len(np.intersect1d(one, other)) / max(len(one), len(other))

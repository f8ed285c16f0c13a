"""Which terms stand for a topic: heavy in it, near to it in meaning, and each idea once."""

import numpy as np
from scipy import sparse

# Two nested terms are one idea where they share at least this part of the more frequent one's
# papers.
SAME_IDEA = 0.5
# How many of the heaviest terms are looked at for each one that is kept.
CANDIDATES = 4


def heaviest(weights: np.ndarray, *, limit: int) -> np.ndarray:
    """The numbers, ascending, of all terms among some topic's `limit` * CANDIDATES heaviest."""
    order = np.argsort(-weights, axis=1, kind="stable")[:, : limit * CANDIDATES]
    return np.unique(order)


def term_scores(
    weights: np.ndarray, *, terms: np.ndarray, vectors: np.ndarray, centroids: np.ndarray
) -> np.ndarray:
    """(topics, terms): c-TF-IDF times how much nearer a term is to the topic than to the average.

    `vectors` holds the embeddings of the terms numbered `terms`, `centroids` those of the topics.
    Words that papers of every theme happen to use ("struggle", "highlights") lose their weight;
    terms that are not looked at score 0, and one the encoder does not know keeps half its weight.
    """
    own = centroids - centroids.mean(axis=0) if len(centroids) > 1 else centroids
    own = own / np.maximum(np.linalg.norm(own, axis=1, keepdims=True), np.finfo(float).tiny)
    affinity = np.maximum(own @ vectors.T, 0)
    affinity[:, ~vectors.any(axis=1)] = 0.5
    scores = np.zeros_like(weights)
    scores[:, terms] = weights[:, terms] * affinity
    return scores


def rank_terms(
    scores: np.ndarray, counts: sparse.csr_array, *, names: list[str], limit: int
) -> list[list[int]]:
    """For every topic the numbers of its best terms, best first, at most `limit`.

    `scores` (topics, terms), `counts` (documents, terms). Of "anomaly" and "anomaly detection"
    only one stays: the longer where it makes up half of the shorter's papers.
    """
    holders = counts.tocsc()
    words = [frozenset(name.lower().replace("-", " ").split()) for name in names]
    order = np.argsort(-scores, axis=1, kind="stable")[:, : limit * CANDIDATES]
    return [
        _distinct([i for i in row if own[i] > 0], words=words, holders=holders)[:limit]
        for row, own in zip(order.tolist(), scores, strict=True)
    ]


def _distinct(
    candidates: list[int], *, words: list[frozenset[str]], holders: sparse.csc_array
) -> list[int]:
    chosen: list[int] = []
    for term in candidates:
        rivals = [i for i, other in enumerate(chosen) if _nested(words[term], words[other])]
        rivals = [i for i in rivals if _overlap(term, chosen[i], holders) >= SAME_IDEA]
        if not rivals:
            chosen.append(term)
        elif len(rivals) == 1 and len(words[term]) > len(words[chosen[rivals[0]]]):
            chosen[rivals[0]] = term
    return chosen


def _nested(first: frozenset[str], second: frozenset[str]) -> bool:
    return first <= second or second <= first


def _overlap(first: int, second: int, holders: sparse.csc_array) -> float:
    """The share of the papers of the more frequent of two terms that hold both."""
    one, other = (
        holders.indices[holders.indptr[term] : holders.indptr[term + 1]] for term in (first, second)
    )
    return len(np.intersect1d(one, other)) / max(len(one), len(other))

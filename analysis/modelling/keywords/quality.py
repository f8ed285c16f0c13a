"""Topic quality in the two figures the field reports: NPMI coherence and diversity."""

from collections.abc import Sequence

import numpy as np
from scipy import sparse

TOP_TERMS = 10


def npmi(counts: sparse.csr_array, terms: list[list[int]]) -> list[float | None]:
    """The coherence of every topic: the mean NPMI of all pairs of its ten top terms.

    `counts` (documents, terms); `terms` holds term numbers, best first, one list a topic.
    Probabilities are shares of documents; a pair that never meets counts -1; a topic with
    fewer than two terms has none. Source: G. Bouma, Normalized (pointwise) mutual information
    in collocation extraction, GSCL 2009.
    """
    present = counts.astype(bool).astype(np.int32).tocsc()
    return [_mean_npmi(present[:, best[:TOP_TERMS]], documents=counts.shape[0]) for best in terms]


def mean_npmi(coherences: Sequence[float | None], terms: list[list[int]]) -> float | None:
    """The mean NPMI over all pairs of all topics, weighted by number of pairs.

    A topic without a coherence (None or NaN) has no pair.
    """
    sizes = np.array([min(len(best), TOP_TERMS) for best in terms], dtype=float)
    pairs = sizes * (sizes - 1) / 2
    if not pairs.sum():
        return None
    values = np.nan_to_num(np.array(coherences, dtype=float))
    return float((values * pairs).sum() / pairs.sum())


def diversity(terms: list[list[int]]) -> float | None:
    """Topic diversity: the share of distinct terms among all topics' ten top terms.

    Source: A. Dieng, F. Ruiz, D. Blei, Topic modeling in embedding spaces, TACL 8 (2020).
    """
    best = [term for topic in terms for term in topic[:TOP_TERMS]]
    return len(set(best)) / len(best) if best else None


def npmi_matrix(present: sparse.csc_array, *, documents: int) -> np.ndarray:
    """The NPMI of every pair of columns of `present` (0 or 1): (terms, terms), -1 to 1."""
    joint = (present.T @ present).toarray() / documents
    expected = np.outer(np.diag(joint), np.diag(joint))
    values = np.full(joint.shape, -1.0)
    some = (joint > 0) & (joint < 1)
    values[some] = np.log(joint[some] / expected[some]) / -np.log(joint[some])
    values[joint >= 1] = 1.0
    return values


def _mean_npmi(present: sparse.csc_array, *, documents: int) -> float | None:
    size = present.shape[1]
    if size < 2:
        return None
    return float(npmi_matrix(present, documents=documents)[np.triu_indices(size, k=1)].mean())

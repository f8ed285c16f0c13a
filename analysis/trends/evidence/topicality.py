"""Topicality: whether a term names a subject, or is a general word of any subject."""

import numpy as np
import pandas as pd

from analysis.trends.params import TrendParams
from analysis.trends.postings import Postings


def topicality(embeddings: np.ndarray, postings: Postings, *, themes: Postings) -> np.ndarray:
    """How much closer to each other the papers of each term are than papers at large (terms,).

    The mean cosine of two different papers of the term, less that of two papers of the corpus; 1 is
    as close as the papers of the median theme, 0 as papers drawn at random. `embeddings`
    (documents, dimensions) of length 1. NaN for terms of one paper, and where there is no theme.
    Source: the mean is a U-statistic, unbiased at every size: W. Hoeffding, A class of statistics
    with asymptotically normal distribution, Annals of Mathematical Statistics 19 (1948).
    """
    everything = Postings(
        np.array([0, len(embeddings)], np.int32), np.arange(len(embeddings), dtype=np.int32)
    )
    corpus = _likeness(embeddings, everything)[0]
    of_themes = _likeness(embeddings, themes)
    if np.isnan(corpus) or np.isnan(of_themes).all():
        return np.full(len(postings.indptr) - 1, np.nan)
    unit = np.nanmedian(of_themes) - corpus
    if unit <= 0:
        return np.full(len(postings.indptr) - 1, np.nan)
    return (_likeness(embeddings, postings) - corpus) / unit


def subjects(signals: pd.DataFrame, *, params: TrendParams) -> pd.Series:
    """Whether each keyword of `term_signals` is a subject, no general word; True where unknown."""
    return ~(signals["topicality"] < params.min_topicality)


def _likeness(embeddings: np.ndarray, postings: Postings) -> np.ndarray:
    """The mean cosine between two different documents of each series; NaN for fewer than two."""
    from scipy import sparse  # takes a while, which pages would wait

    shape = (len(postings.indptr) - 1, len(embeddings))
    ones = np.ones(len(postings.doc_ids), np.float32)
    held = sparse.csr_matrix((ones, postings.doc_ids, postings.indptr), shape=shape)
    sums = np.asarray(held @ np.asarray(embeddings, np.float32), dtype=float)
    number = np.diff(postings.indptr).astype(float)
    pairs = np.where(number > 1, number * (number - 1), np.nan)
    return ((sums**2).sum(axis=1) - number) / pairs

"""Topic similarity by the centroids of the papers' embeddings."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from analysis.runs.store import Run


def topic_likeness(run: "Run") -> pd.DataFrame:
    """Pairwise cosine similarity of the topic centroids: a square table without outliers.

    Index and columns are the topics; the centroid of a topic is the mean of its papers' embeddings.
    """
    topics = np.sort(run.topics["topic"][run.topics["topic"] >= 0].to_numpy())
    members = run.documents["topic"].to_numpy()
    centres = np.zeros((len(topics), run.embeddings.shape[1]), np.float32)
    for row, topic in enumerate(topics):
        if (members == topic).any():
            centres[row] = run.embeddings[members == topic].mean(axis=0, dtype=np.float32)
    lengths = np.linalg.norm(centres, axis=1, keepdims=True)
    centres /= np.where(lengths > 0, lengths, 1)
    return pd.DataFrame(centres @ centres.T, index=topics, columns=topics)


def typical_papers(run: "Run", topic: int, *, most: int) -> pd.DataFrame:
    """The rows of `documents` nearest to a topic's centroid, nearest first, at most `most`.

    Papers that were reassigned to it come after all others.
    """
    doc_ids = np.flatnonzero(run.documents["topic"].to_numpy() == topic)
    vectors = np.asarray(run.embeddings[doc_ids], np.float32)
    near = vectors @ vectors.mean(axis=0) if len(doc_ids) else np.zeros(0)
    late = (run.documents["assigned"].iloc[doc_ids] == "reassigned").to_numpy()
    return run.documents.iloc[doc_ids[np.lexsort((-near, late))[:most]]]


def between_topics(run: "Run", *, one: int, other: int) -> pd.Series:
    """The papers of two topics by closeness to both: the lesser cosine to the two centroids.

    By doc_id, the nearest first.
    """
    topics = run.documents["topic"].to_numpy()
    doc_ids = np.flatnonzero(np.isin(topics, [one, other]))
    vectors = np.asarray(run.embeddings[doc_ids], np.float32)
    centres = np.stack([vectors[topics[doc_ids] == topic].mean(axis=0) for topic in (one, other)])
    lengths = np.linalg.norm(centres, axis=1, keepdims=True)
    centres /= np.where(lengths > 0, lengths, 1)
    near = pd.Series((vectors @ centres.T).min(axis=1), index=doc_ids)
    return near.sort_values(ascending=False, kind="stable")

"""Topic model: BERTopic with precomputed clusters, vocabulary and c-TF-IDF."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from scipy import sparse

from analysis.modelling.clustering.areas import find_areas
from analysis.modelling.clustering.graph import paper_graph
from analysis.modelling.clustering.neighbours import Neighbours, nothing_to_tell_apart
from analysis.modelling.clustering.projection import load_umap
from analysis.modelling.clustering.themes import Clusters, find_themes, one_theme
from analysis.modelling.params import FitParams

# BERTopic cannot weigh fewer than two terms; these, which no document holds, change no weight.
_SPARE_TERMS = 2


@dataclass(frozen=True)
class Topics(Clusters):
    """The topic of every document; `area` int32 (topics,), the area of each, 0 the largest.

    `weights` is c-TF-IDF, (topics, terms). `nearest` int32 (documents,) is the nearest topic of
    each, if an update placed some of them (see `anchored`).
    """

    area: np.ndarray
    weights: np.ndarray
    nearest: np.ndarray | None = None


@dataclass(frozen=True)
class _Found:
    """A cluster model in BERTopic's interface: `labels_` are precomputed on the shared graph."""

    labels_: np.ndarray

    def fit(self, _: np.ndarray) -> "_Found":
        """Do nothing: the clusters are already known."""
        return self


def fit_topics(
    counts: sparse.csr_array, embeddings: np.ndarray, *, graph: Neighbours, params: FitParams
) -> Topics:
    """Cluster the documents and weigh their terms.

    `counts` (documents, terms) are occurrences; `params` must be settled for the corpus's size.
    """
    if nothing_to_tell_apart(embeddings):
        found, area = one_theme(len(embeddings)), np.zeros(1, np.int32)
    else:
        edges = paper_graph(graph)
        found = find_themes(embeddings, edges, params=params)
        area = find_areas(found.topic, edges, embeddings=embeddings, params=params)
    weights = topic_weights(counts, embeddings, topic=found.topic, count=found.count)
    return Topics(**vars(found), area=area, weights=weights)


def documents_by_topic(counts: sparse.csr_array, topic: np.ndarray, *, count: int) -> np.ndarray:
    """The document frequency of each term in each topic: (topics, terms)."""
    members = np.flatnonzero(topic >= 0)
    indicator = sparse.csr_array(
        (np.ones(len(members), np.int32), (topic[members], members)), shape=(count, len(topic))
    )
    return (indicator @ counts.astype(bool).astype(np.int32)).toarray()


def topic_weights(
    counts: sparse.csr_array, embeddings: np.ndarray, *, topic: np.ndarray, count: int
) -> np.ndarray:
    """The c-TF-IDF of every term in every topic, with BERTopic's BM25 weighting.

    A term counts once a paper, so that one paper's pet word does not stand for its theme.
    """
    load_umap()  # which BERTopic imports
    from bertopic import BERTopic
    from bertopic.dimensionality import BaseDimensionalityReduction

    model = BERTopic(
        language="multilingual",  # "english" would strip the signs of our term numbers
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=_Found(topic),
        vectorizer_model=_vectoriser(counts.shape[1]),
        ctfidf_model=_ctfidf(),
    )
    model.fit(_as_text(counts), embeddings)
    # BERTopic counts topics anew, those of equal size in an order of its own; its rows begin with
    # the outliers, if there are any.
    numbers = np.asarray(model.topics_)
    first = np.array([np.flatnonzero(topic == one)[0] for one in range(count)])
    rows = numbers[first] - numbers.min()
    weights: Any = model.c_tf_idf_
    return weights[rows, : counts.shape[1]].toarray().astype(np.float32)


def area_weights(counts: sparse.csr_array, area: np.ndarray, *, count: int) -> np.ndarray:
    """The c-TF-IDF of every term in every area: (areas, terms); `area` is per document."""
    held = documents_by_topic(counts, area, count=count).astype(np.float64)
    padded = sparse.csr_matrix(np.pad(held, ((0, 0), (0, _SPARE_TERMS))))
    weights = _ctfidf().fit(padded).transform(padded).toarray()
    return weights[:, : counts.shape[1]].astype(np.float32)


def _ctfidf() -> Any:
    from bertopic.vectorizers import ClassTfidfTransformer

    return ClassTfidfTransformer(bm25_weighting=True)


def _vectoriser(terms: int) -> Any:
    from sklearn.feature_extraction.text import CountVectorizer

    names = [str(term) for term in range(terms + _SPARE_TERMS)]
    return CountVectorizer(token_pattern=r"\S+", vocabulary=names)  # noqa: S106


def _as_text(counts: sparse.csr_array) -> list[str]:
    """Each document as a text of term numbers, as BERTopic counts them."""
    names = np.array([str(term) for term in range(counts.shape[1])], dtype=object)
    return [" ".join(names[counts.indices[a:b]]) for a, b in pairwise(counts.indptr)]

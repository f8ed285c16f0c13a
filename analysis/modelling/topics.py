"""Where topics are made: BERTopic with our own UMAP, HDBSCAN, vocabulary and c-TF-IDF."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from scipy import sparse

from analysis.modelling.neighbours import Neighbours, all_alike, vote
from analysis.modelling.params import FitParams
from analysis.runs.schema import OUTLIER

# Below this many papers there is nothing to cluster: they are one theme.
SMALLEST_CORPUS = 10
# BERTopic cannot weigh fewer than two terms; these, which no document holds, change no weight.
_SPARE_TERMS = 2
# Outliers are reassigned in at most so many rounds, and all at once who have half their neighbours
# in a topic.
_ROUNDS = 50
_SURE = 0.5


@dataclass(frozen=True)
class Topics:
    """The topic of every document and the weight of every term.

    `topic` int32 (-1: outlier; 0 the largest), `probability` float32 (the share of a document's
    neighbours in its topic, 0 to 1) and `assigned` (cluster, reassigned or outlier) have a value
    a document; `weights` is c-TF-IDF, (topics, terms).
    """

    topic: np.ndarray
    probability: np.ndarray
    assigned: np.ndarray
    weights: np.ndarray

    @property
    def count(self) -> int:
        """How many topics there are, the outliers left out."""
        return len(self.weights)


def fit_topics(
    counts: sparse.csr_array, embeddings: np.ndarray, *, graph: Neighbours, params: FitParams
) -> Topics:
    """Cluster the documents and weigh their terms.

    `counts` (documents, terms) are occurrences; `params` must be settled for the corpus's size.
    """
    clusters = _cluster(counts, embeddings, graph=graph, params=params)
    topic, probability, assigned = _reassign(clusters, graph, max_outliers=params.max_outliers)
    sizes = np.bincount(topic[topic >= 0])
    order = np.argsort(-sizes, kind="stable")
    renamed = np.append(np.argsort(order), OUTLIER).astype(np.int32)
    topic = renamed[topic]
    return Topics(topic, probability, assigned, _weights(counts, topic, count=len(sizes)))


def _cluster(
    counts: sparse.csr_array, embeddings: np.ndarray, *, graph: Neighbours, params: FitParams
) -> np.ndarray:
    """The cluster of every document as BERTopic finds it; one cluster where it finds none."""
    if len(embeddings) < SMALLEST_CORPUS or all_alike(embeddings):
        return np.zeros(len(embeddings), dtype=np.int64)
    from bertopic import BERTopic
    from hdbscan import HDBSCAN

    model = BERTopic(
        language="multilingual",  # "english" would strip the signs of our term numbers
        umap_model=_umap(graph, len(embeddings), params=params),
        hdbscan_model=HDBSCAN(
            min_cluster_size=int(params.min_topic_size),
            min_samples=int(params.min_samples),
            max_cluster_size=int(params.max_topic_share * len(embeddings)),
        ),
        vectorizer_model=_vectoriser(counts.shape[1]),
        ctfidf_model=_ctfidf(),
    )
    texts = _as_text(counts)
    found, _ = model.fit_transform(texts, embeddings)
    if params.topics != "auto":  # BERTopic counts its outliers as a topic
        model.reduce_topics(texts, nr_topics=params.topics + int(OUTLIER in found))
        found = model.topics_
    clusters = np.asarray(found)
    return clusters if (clusters >= 0).any() else np.zeros_like(clusters)


def _umap(graph: Neighbours, documents: int, *, params: FitParams) -> Any:
    """Seeded UMAP into the space where density is clustered, on the shared neighbour graph."""
    from umap import UMAP

    knn = graph.for_umap()
    return UMAP(
        n_neighbors=knn[0].shape[1],
        n_components=min(params.cluster_dimensions, documents - 2),
        min_dist=0.0,
        metric="cosine",
        n_epochs=params.cluster_epochs,
        random_state=params.seed,
        n_jobs=1,
        precomputed_knn=knn,
        force_approximation_algorithm=True,  # a small corpus would be given a graph of its own
    )


def _vectoriser(terms: int) -> Any:
    from sklearn.feature_extraction.text import CountVectorizer

    names = [str(term) for term in range(terms + _SPARE_TERMS)]
    return CountVectorizer(token_pattern=r"\S+", vocabulary=names)  # noqa: S106


def _ctfidf() -> Any:
    from bertopic.vectorizers import ClassTfidfTransformer

    return ClassTfidfTransformer(bm25_weighting=True)


def _as_text(counts: sparse.csr_array) -> list[str]:
    """Each document as its term numbers, which is what BERTopic counts."""
    names = np.array([str(term) for term in range(counts.shape[1])], dtype=object)
    words = np.repeat(names[counts.indices], counts.data)
    ends = np.concatenate([[0], np.cumsum(counts.data)])[counts.indptr]
    return [" ".join(words[a:b]) for a, b in pairwise(ends)]


def _reassign(
    clusters: np.ndarray, graph: Neighbours, *, max_outliers: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(topic, probability, assigned): the surest outliers join the topic of their neighbours.

    Those that join vote on the next: the surest at a time, in at most _ROUNDS rounds.
    """
    topic = clusters.astype(np.int32)
    assigned = np.where(topic == OUTLIER, "outlier", "cluster").astype(object)
    excess = int((topic == OUTLIER).sum()) - int(max_outliers * len(topic))
    at_a_time = -(-excess // _ROUNDS)
    while excess > 0:
        outliers = np.flatnonzero(topic == OUTLIER)
        favoured, share = vote(graph.of(outliers), topic)
        order = np.argsort(-share, kind="stable")[:excess]
        surest = order[: max(at_a_time, int((share[order] >= _SURE).sum()))]
        surest = surest[share[surest] > 0]
        if not len(surest):
            break
        topic[outliers[surest]] = favoured[surest]
        assigned[outliers[surest]] = "reassigned"
        excess -= len(surest)
    return topic, _confidence(topic, graph), assigned


def _confidence(topic: np.ndarray, graph: Neighbours) -> np.ndarray:
    """The share of each document's neighbours in its own topic; for outliers, in the best one."""
    _, share = vote(graph, topic)
    own = (topic[graph.indices] == topic[:, None]) * np.maximum(1 - graph.distances, 0)
    total = np.maximum(1 - graph.distances, 0).sum(axis=1)
    own_share = own.sum(axis=1) / np.maximum(total, np.finfo(np.float32).tiny)
    return np.where(topic == OUTLIER, share, own_share).astype(np.float32)


def documents_by_topic(counts: sparse.csr_array, topic: np.ndarray, *, count: int) -> np.ndarray:
    """(topics, terms): in how many documents of each topic each term is."""
    members = np.flatnonzero(topic >= 0)
    indicator = sparse.csr_array(
        (np.ones(len(members), np.int32), (topic[members], members)), shape=(count, len(topic))
    )
    return (indicator @ counts.astype(bool).astype(np.int32)).toarray()


def _weights(counts: sparse.csr_array, topic: np.ndarray, *, count: int) -> np.ndarray:
    """c-TF-IDF, by BERTopic with its BM25 weighting, of every term in every topic.

    A term counts once a paper, so that one paper's pet word does not stand for its theme.
    """
    by_topic = documents_by_topic(counts, topic, count=count)
    joined = sparse.csr_matrix(np.pad(by_topic.astype(np.float64), ((0, 0), (0, _SPARE_TERMS))))
    weights = _ctfidf().fit(joined).transform(joined).toarray()
    return weights[:, : counts.shape[1]].astype(np.float32)

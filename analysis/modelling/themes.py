"""Topics with their words: which terms stand for each, and what it is called."""

from dataclasses import dataclass

import numpy as np

from analysis.encoding import Encoder, embed
from analysis.modelling.hierarchy import centroids
from analysis.modelling.labels import Label, label_topics
from analysis.modelling.params import FitParams
from analysis.modelling.ranking import heaviest, rank_terms, term_scores
from analysis.modelling.topics import Topics
from analysis.modelling.vocabulary import Vocabulary
from analysis.paths import cache_dir


@dataclass(frozen=True)
class Themes:
    """`ranked` holds the term numbers of every topic, best first; `labels` its name."""

    topics: Topics
    vocabulary: Vocabulary
    ranked: list[list[int]]
    labels: list[Label]


def name_themes(
    topics: Topics,
    vocabulary: Vocabulary,
    *,
    vectors: np.ndarray,
    encoder: Encoder,
    params: FitParams,
) -> Themes:
    """Rank every topic's terms by weight and meaning, and name it after the best."""
    terms = heaviest(topics.weights, limit=params.terms_per_topic)
    names = [vocabulary.terms[i] for i in terms]
    scores = term_scores(
        topics.weights,
        terms=terms,
        vectors=embed(names, encoder=encoder, cache=cache_dir()),
        centroids=centroids(vectors, topics.topic, count=topics.count),
    )
    limit, names = params.terms_per_topic, vocabulary.terms
    ranked = rank_terms(scores, vocabulary.counts, names=names, limit=limit)
    labels = label_topics(ranked, scores, counts=vocabulary.counts, names=names, topic=topics.topic)
    return Themes(topics, vocabulary, ranked, labels)

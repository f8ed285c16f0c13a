"""Topics with their words: which terms stand for each, and what it is called."""

from dataclasses import dataclass

import numpy as np

from analysis.encoding import Encoder, embed
from analysis.modelling.acronyms import long_form
from analysis.modelling.hierarchy import centroids
from analysis.modelling.labels import Label, label_topics
from analysis.modelling.params import FitParams
from analysis.modelling.ranking import TermScores, affinity, heaviest, rank_terms
from analysis.modelling.topics import Topics, documents_by_topic
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
    """Rank every topic's terms, and name it after the best."""
    present = vocabulary.counts.astype(bool).astype(np.int32)
    terms = heaviest(topics.weights, limit=params.terms_per_topic)
    vectors_of_terms = embed(
        [vocabulary.terms[i] for i in terms], encoder=encoder, cache=cache_dir()
    )
    middles = centroids(vectors, topics.topic, count=topics.count)
    by_topic = documents_by_topic(present, topics.topic, count=topics.count)
    scores = TermScores(
        weight=topics.weights,
        affinity=affinity(vectors_of_terms, middles, terms=terms, count=len(vocabulary.terms)),
        coverage=by_topic / np.bincount(topics.topic[topics.topic >= 0])[:, None],
        exclusivity=by_topic / np.maximum(present.sum(axis=0), 1),
        standalone=vocabulary.standalone,
    )
    names, limit = [long_form(term) for term in vocabulary.terms], params.terms_per_topic
    ranked = rank_terms(scores.rank, present, names=names, limit=limit)
    labels = label_topics(ranked, scores, present=present, names=names, topic=topics.topic)
    return Themes(topics, vocabulary, ranked, labels)

"""Keywords and labels of topics and areas."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from analysis.encoding import Encoder, embed
from analysis.encoding.given import GivenVectors
from analysis.modelling.clustering.hierarchy import centroids
from analysis.modelling.clustering.topics import Topics, area_weights, documents_by_topic
from analysis.modelling.keywords.acronyms import long_form
from analysis.modelling.keywords.ranking import TermScores, affinity, heaviest, rank_terms
from analysis.modelling.keywords.vocabulary import Vocabulary
from analysis.modelling.naming.labels import Label, Members, label_topics
from analysis.modelling.params import FitParams
from analysis.paths import cache_dir


@dataclass(frozen=True)
class Themes:
    """Topics with keywords and labels: `ranked` has term indices, best first; `labels` the names.

    `area_labels` holds the names of the areas.
    """

    topics: Topics
    vocabulary: Vocabulary
    ranked: list[list[int]]
    labels: list[Label]
    area_labels: list[Label]


@dataclass(frozen=True)
class _Naming:
    """The inputs of labels: vocabulary, document vectors, encoder, params."""

    vocabulary: Vocabulary
    vectors: np.ndarray
    encoder: Encoder
    params: FitParams

    def ranked(self, group: np.ndarray, weights: np.ndarray) -> tuple[list[list[int]], TermScores]:
        """The top terms of every group of documents, and the scores of all terms.

        `group` (documents,) counts from 0, -1 is none; `weights` (groups, terms).
        """
        count, terms = weights.shape
        present = self.vocabulary.counts.astype(bool).astype(np.int32)
        looked_at = heaviest(weights, limit=self.params.terms_per_topic)
        middles = centroids(self.vectors, group, count=count)
        held = documents_by_topic(present, group, count=count)
        scores = TermScores(
            weight=weights,
            affinity=affinity(self._vectors_of(looked_at), middles, terms=looked_at, count=terms),
            coverage=held / np.bincount(group[group >= 0])[:, None],
            exclusivity=held / np.maximum(present.sum(axis=0), 1),
            standalone=self.vocabulary.standalone,
        )
        names, limit = self.names, self.params.terms_per_topic
        return rank_terms(scores.rank, present, names=names, limit=limit), scores

    def _vectors_of(self, terms: np.ndarray) -> np.ndarray:
        """The vectors of terms, or where no encoder reads them the means of their papers'."""
        if not isinstance(self.encoder, GivenVectors):
            texts = [self.vocabulary.terms[i] for i in terms]
            return embed(texts, encoder=self.encoder, cache=cache_dir())
        sums = self.vocabulary.counts[:, terms].astype(bool).astype(np.float32).T @ self.vectors
        return sums / np.maximum(
            np.linalg.norm(sums, axis=1, keepdims=True), np.finfo(np.float32).tiny
        )

    @property
    def names(self) -> list[str]:
        """Every term without its merged acronym."""
        return [long_form(term) for term in self.vocabulary.terms]


def name_themes(
    topics: Topics,
    vocabulary: Vocabulary,
    *,
    vectors: np.ndarray,
    encoder: Encoder,
    params: FitParams,
    kept: Mapping[int, Label] | None = None,
) -> Themes:
    """Rank the terms of every topic, and name topics and areas after the best.

    `kept` are the labels of topics that have one already.
    """
    naming = _Naming(vocabulary, vectors, encoder, params)
    present = vocabulary.counts.astype(bool).astype(np.int32)
    ranked, scores = naming.ranked(topics.topic, topics.weights)
    members = Members(topics.topic, present, vocabulary.languages)
    labels = label_topics(ranked, scores, members=members, names=naming.names, kept=kept)
    area = np.append(topics.area, -1)[topics.topic]
    count = int(topics.area.max()) + 1
    weights = area_weights(vocabulary.counts, area, count=count)
    best, speaking = naming.ranked(area, weights)
    taken = {label.text.lower() for label in labels}
    members = Members(area, present, vocabulary.languages)
    area_labels = label_topics(best, speaking, members=members, names=naming.names, taken=taken)
    return Themes(topics, vocabulary, ranked, labels, area_labels)

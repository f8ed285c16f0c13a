"""Topics against planted truth, and what a person may ask of them."""

import numpy as np
import pytest
from scipy import sparse
from sklearn.metrics import adjusted_rand_score, homogeneity_score

from analysis.modelling.neighbours import neighbours
from analysis.modelling.topics import Topics, documents_by_topic, fit_topics
from analysis.runs.store import Run
from tests.modelling.vectors import groups, settled, unit
from tests.planted import PlantedCorpus

FIVE, TRUTH = groups([30] * 5)
NOISY, _ = groups([40, 35, 30, 25, 20], noise=90)


def fit(vectors: np.ndarray, *, words: np.ndarray | None = None, **settings: object) -> Topics:
    """The topics of vectors; `words` (documents, terms), by default there are none."""
    words = np.zeros((len(vectors), 0), np.int32) if words is None else words
    params = settled(len(vectors), **settings)
    graph = neighbours(vectors, k=params.neighbours)
    return fit_topics(sparse.csr_array(words), vectors, graph=graph, params=params)


def unassigned(topics: Topics) -> float:
    return float((topics.topic == -1).mean())


def test_the_planted_themes_are_found(fitted_run: Run, planted_corpus: PlantedCorpus) -> None:
    """With nothing set some of the five may be taken apart, but none are mixed."""
    truth = fitted_run.documents["title"].map(planted_corpus.themes)
    assert homogeneity_score(truth, fitted_run.documents["topic"]) >= 0.98
    assert adjusted_rand_score(truth, fitted_run.documents["topic"]) >= 0.85
    larger = fit(np.array(fitted_run.embeddings), min_topic_size=5)
    assert adjusted_rand_score(truth, larger.topic) >= 0.95


def test_planted_groups_are_found() -> None:
    topics = fit(FIVE)
    assert adjusted_rand_score(TRUTH, topics.topic) == 1
    assert topics.probability.min() > 0.9


def test_two_equal_groups_are_two_topics() -> None:
    """Neither is more than half of the papers, so neither is taken apart."""
    for size in (15, 40):
        vectors, truth = groups([size, size])
        assert adjusted_rand_score(truth, fit(vectors).topic) == 1


def test_two_texts_in_many_copies_are_two_topics() -> None:
    vectors = np.repeat(groups([1, 1])[0], 20, axis=0)
    assert fit(vectors).topic.tolist() == [0] * 20 + [1] * 20


@pytest.mark.parametrize("vectors", [np.repeat(FIVE[:1], 30, 0), np.zeros((30, 8), np.float32)])
def test_papers_that_are_all_the_same_are_one_topic(vectors: np.ndarray) -> None:
    topics = fit(vectors)
    assert topics.topic.tolist() == [0] * 30
    assert topics.count == 1


@pytest.mark.parametrize("papers", [1, 2, 3, 9])
def test_few_papers_are_one_topic(papers: int) -> None:
    topics = fit(FIVE[:papers])
    assert topics.topic.tolist() == [0] * papers
    assert set(topics.assigned) == {"cluster"}


def test_ten_papers_and_papers_without_words_are_clustered() -> None:
    assert set(fit(NOISY[-10:]).topic) <= {-1, 0, 1, 2}
    vectors = FIVE.copy()
    vectors[:3] = 0
    assert len(fit(vectors).topic) == 150


@pytest.mark.parametrize("share", [0.0, 0.01, 0.03, 0.3, 1.0])
def test_no_more_stay_unassigned_than_allowed(share: float) -> None:
    topics = fit(NOISY, min_topic_size=12, min_samples=16, max_outliers=share)
    everything = fit(NOISY, min_topic_size=12, min_samples=16, max_outliers=1.0)
    assert unassigned(everything) > 0.04
    assert unassigned(topics) <= share
    assert topics.probability.min() >= 0
    assert topics.probability.max() <= 1
    assert ((topics.topic == -1) == (topics.assigned == "outlier")).all()
    moved = (topics.topic >= 0) & (everything.topic == -1)
    assert (moved == (topics.assigned == "reassigned")).all()
    if share >= unassigned(everything):
        assert not moved.any()
    else:
        assert unassigned(topics) >= share - 1 / len(NOISY)  # and not one more than needed


def test_a_reassigned_paper_joins_the_topic_of_its_neighbours() -> None:
    few = fit(NOISY, min_topic_size=12, min_samples=16, max_outliers=0.0)
    graph = neighbours(NOISY, k=15)
    for document in np.flatnonzero(few.assigned == "reassigned"):
        assert few.topic[document] in few.topic[graph.indices[document]]


def test_topics_are_numbered_by_size() -> None:
    topics = fit(groups([20, 60, 40])[0])
    assert np.bincount(topics.topic).tolist() == [60, 40, 20]
    sizes = np.bincount(fit(NOISY).topic + 1)[1:]
    assert sizes.tolist() == sorted(sizes, reverse=True)


@pytest.mark.parametrize("asked", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("vectors", [FIVE, NOISY], ids=["without outliers", "with outliers"])
def test_the_number_of_topics_asked_for_is_made(vectors: np.ndarray, asked: int) -> None:
    topics = fit(vectors, topics=asked)
    assert topics.count == asked
    assert set(topics.topic) - {-1} == set(range(asked))


def test_joined_topics_hold_what_was_together() -> None:
    joined = fit(FIVE, topics=3).topic
    assert all(len(set(joined[group == TRUTH])) == 1 for group in range(5))


def test_more_topics_than_there_are_cannot_be_made() -> None:
    assert fit(FIVE, topics=50).count == 5


def test_no_topic_is_smaller_than_asked() -> None:
    for smallest in (10, 25):
        topics = fit(NOISY, min_topic_size=smallest, max_outliers=1.0)
        assert np.bincount(topics.topic[topics.topic >= 0]).min() >= smallest
    assert fit(FIVE, min_topic_size=1000).topic.tolist() == [0] * 150


def test_the_same_seed_gives_the_same_topics() -> None:
    first, second = fit(NOISY), fit(NOISY)
    assert first.topic.tobytes() == second.topic.tobytes()
    assert first.probability.tobytes() == second.probability.tobytes()


def test_terms_weigh_most_where_they_are() -> None:
    """Term 0 is everywhere; term g + 1 is held by all papers of group g, by nobody else."""
    words = np.zeros((150, 6), np.int32)
    words[:, 0] = 1
    words[np.arange(150), TRUTH + 1] = 1
    topics = fit(FIVE, words=words)
    for topic in range(5):
        group = TRUTH[topics.topic == topic][0]
        assert topics.weights[topic].argmax() == group + 1
        assert np.flatnonzero(topics.weights[topic]).tolist() == [0, group + 1]


@pytest.mark.parametrize("terms", [0, 1])
def test_hardly_a_vocabulary_is_enough(terms: int) -> None:
    topics = fit(FIVE, words=np.ones((150, terms), np.int32))
    assert topics.weights.shape == (5, terms)
    assert np.isfinite(topics.weights).all()


def test_a_pet_word_counts_once_a_paper() -> None:
    words = np.zeros((150, 102), np.int32)
    words[0, 0], words[:2, 1] = 500, 1
    words[np.arange(150), 2 + np.arange(150) % 100] = 1
    topics = fit(FIVE, words=words)
    pet, shared = topics.weights[topics.topic[0], :2]
    assert shared > pet > 0


def test_documents_by_topic_by_hand() -> None:
    counts = sparse.csr_array(np.array([[2, 0], [1, 1], [0, 3], [1, 0]], np.int32))
    found = documents_by_topic(counts, np.array([0, 0, 1, -1]), count=2)
    assert found.tolist() == [[2, 1], [0, 1]]


def test_isolated_vectors_do_not_hang() -> None:
    """Nobody has anything in common with anybody."""
    topics = fit(unit(np.eye(40)), max_outliers=0.0)
    assert len(topics.topic) == 40

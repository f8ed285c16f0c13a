"""Topics against planted truth, and what a person may ask of them."""

import numpy as np
import pytest
from scipy import sparse
from sklearn.metrics import adjusted_rand_score, homogeneity_score

from analysis.modelling.clustering.neighbours import neighbours
from analysis.modelling.clustering.topics import Topics, documents_by_topic, fit_topics
from analysis.runs.store import Run
from tests.modelling.vectors import groups, settled, unit
from tests.support.planted import PlantedCorpus

FIVE, TRUTH = groups([30] * 5)
NOISY, _ = groups([40, 35, 30, 25, 20], noise=90)
COPIES = np.repeat(groups([1, 1])[0], 20, axis=0)


def fit(vectors: np.ndarray, *, words: np.ndarray | None = None, **settings: object) -> Topics:
    """The topics of vectors; `words` (documents, terms), by default there are none."""
    words = np.zeros((len(vectors), 0), np.int32) if words is None else words
    params = settled(len(vectors), **{"partitions": 30} | settings)
    graph = neighbours(vectors, k=params.neighbours)
    return fit_topics(sparse.csr_array(words), vectors, graph=graph, params=params)


def unassigned(topics: Topics) -> float:
    return float((topics.topic == -1).mean())


def test_the_planted_themes_are_found(fitted_run: Run, planted_corpus: PlantedCorpus) -> None:
    """With nothing set, five; and no paper but the unassigned ones is in another."""
    kept = fitted_run.documents[fitted_run.documents["topic"] >= 0]
    truth = kept["title"].map(planted_corpus.themes)
    assert fitted_run.manifest.counts.topics == 5
    assert adjusted_rand_score(truth, kept["topic"]) >= 0.95


def test_planted_groups_are_found() -> None:
    topics = fit(FIVE, max_outliers=0)
    assert adjusted_rand_score(TRUTH, topics.topic) == 1
    assert topics.probability.min() > 0.9
    assert topics.stability.min() > 0.9


@pytest.mark.parametrize("number", [5, 20])
def test_as_many_groups_are_found_as_were_planted(number: int) -> None:
    vectors, truth = groups([1000 // number] * number, dimensions=64)
    topics = fit(vectors, max_outliers=0)
    assert topics.count == number
    assert adjusted_rand_score(truth, topics.topic) > 0.99


def test_what_has_no_groups_is_not_taken_apart_into_many() -> None:
    """At least two, as no theme may hold more than half of the papers."""
    anywhere = unit(np.random.default_rng(3).normal(size=(400, 64)))
    assert fit(anywhere).count <= 5


@pytest.mark.parametrize("sizes", [[15, 15], [40, 40], [20, 60, 40], [5, 5]])
def test_small_groups_may_be_taken_apart_but_are_never_mixed(sizes: list[int]) -> None:
    vectors, truth = groups(sizes)
    assert homogeneity_score(truth, fit(vectors, max_outliers=0).topic) == pytest.approx(1)


@pytest.mark.parametrize("copies", [(20, 20), (200, 200), (5, 50, 500)])
def test_texts_in_many_copies_are_topics(copies: tuple[int, ...]) -> None:
    vectors, truth = np.repeat(groups([1] * len(copies))[0], copies, 0), np.arange(len(copies))
    topics = fit(vectors, max_outliers=0)
    assert adjusted_rand_score(np.repeat(truth, copies), topics.topic) == 1


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


@pytest.mark.parametrize("share", [0.0, 0.01, 0.1, 0.3, 0.9, 1.0])
def test_those_farthest_from_their_centre_are_unassigned(share: float) -> None:
    topics, everybody = fit(NOISY, max_outliers=share), fit(NOISY, max_outliers=0)
    assert unassigned(topics) <= share
    assert ((topics.topic == -1) == (topics.assigned == "outlier")).all()
    assert (topics.probability >= 0).all()
    assert (topics.probability <= 1).all()
    theme = everybody.topic
    centres = unit(np.array([NOISY[theme == one].mean(axis=0) for one in range(everybody.count)]))
    near = (NOISY * centres[theme]).sum(axis=1)
    large = np.bincount(theme[topics.topic >= 0]) > int(settled(len(NOISY)).min_topic_size)
    free = large[theme] & (topics.topic >= 0)
    if unassigned(topics) > 0 and free.any():
        assert near[topics.topic == -1].max() <= near[free].min() + 1e-6
        assert unassigned(topics) > share - 1 / len(NOISY)  # and not one fewer than asked for


def test_no_topic_falls_below_its_least_size_for_want_of_papers() -> None:
    topics = fit(FIVE, max_outliers=1.0, min_topic_size=12)
    assert np.bincount(topics.topic[topics.topic >= 0]).tolist() == [12] * 5


def test_topics_are_numbered_by_size() -> None:
    vectors = groups([20, 60, 40])[0]
    assert np.bincount(fit(vectors, topics=3, max_outliers=0).topic).tolist() == [60, 40, 20]
    sizes = np.bincount(fit(NOISY).topic + 1)[1:]
    assert sizes.tolist() == sorted(sizes, reverse=True)


@pytest.mark.parametrize("asked", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("vectors", [FIVE, NOISY], ids=["without outliers", "with outliers"])
def test_the_number_of_topics_asked_for_is_made(vectors: np.ndarray, asked: int) -> None:
    topics = fit(vectors, topics=asked)
    assert topics.count == asked
    assert set(topics.topic) - {-1} == set(range(asked))


def test_joined_topics_hold_what_was_together() -> None:
    joined = fit(FIVE, topics=3, max_outliers=0).topic
    assert all(len(set(joined[group == TRUTH])) == 1 for group in range(5))


def test_more_topics_than_there_are_groups_are_found_within_them() -> None:
    finer = fit(FIVE, topics=12, max_outliers=0)
    assert finer.count == 12
    assert homogeneity_score(TRUTH, finer.topic) > 0.95
    most = fit(FIVE, topics=5000)
    assert 12 < most.count <= len(FIVE) / int(settled(len(FIVE)).min_topic_size)


@pytest.mark.parametrize("share", [0.1, 0.3])
def test_no_topic_holds_much_more_than_its_largest_share(share: float) -> None:
    topics = fit(FIVE, max_topic_share=share, max_outliers=0)
    assert np.bincount(topics.topic).max() <= 1.3 * share * len(FIVE)


def test_no_topic_is_smaller_than_asked() -> None:
    for smallest in (10, 25):
        topics = fit(NOISY, min_topic_size=smallest, max_outliers=1.0)
        assert np.bincount(topics.topic[topics.topic >= 0]).min() >= smallest
    assert fit(FIVE, min_topic_size=1000).topic.tolist() == [0] * 150


def test_the_same_seed_gives_the_same_topics_and_another_the_same_themes() -> None:
    first, second, other = fit(NOISY), fit(NOISY), fit(NOISY, seed=7)
    assert first.topic.tobytes() == second.topic.tobytes()
    assert first.probability.tobytes() == second.probability.tobytes()
    assert other.probability.tobytes() != first.probability.tobytes()
    assert adjusted_rand_score(first.topic, other.topic) > 0.8


@pytest.mark.parametrize("draw", range(3))
def test_rounding_does_not_change_the_topics(draw: int) -> None:
    noise = np.random.default_rng(draw).normal(0, 1e-6, NOISY.shape)
    assert adjusted_rand_score(fit(NOISY).topic, fit(unit(NOISY + noise)).topic) > 0.98


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


def test_papers_that_have_nothing_in_common_are_one_topic() -> None:
    topics = fit(unit(np.eye(40)), max_outliers=0.0)
    assert topics.topic.tolist() == [0] * 40


def test_papers_without_words_do_not_hold_others_together() -> None:
    wordless = np.zeros((15, FIVE.shape[1]), np.float32)
    topics = fit(np.vstack([wordless, FIVE]), max_outliers=0.1)
    assert (topics.topic[:15] == -1).all(), "they are nearest to nothing"
    assert adjusted_rand_score(TRUTH, topics.topic[15:]) > 0.95


def test_a_paper_that_is_near_all_joins_no_two_groups() -> None:
    star = np.vstack([FIVE, unit(FIVE.mean(axis=0, keepdims=True))])
    topics = fit(star, max_outliers=0)
    assert adjusted_rand_score(TRUTH, topics.topic[:-1]) == 1

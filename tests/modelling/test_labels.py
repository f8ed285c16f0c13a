"""Names and terms of topics, from planted documents."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse

from analysis.modelling.keywords.ranking import TermScores, affinity, heaviest, rank_terms
from analysis.modelling.keywords.word_roles import stop_words
from analysis.modelling.naming.labels import Members, label_topics
from analysis.runs.store import Run
from tests.support.planted import THEMES, PlantedCorpus

PLANTED = {term for terms in THEMES.values() for term in terms}


def present(documents: list[str], names: list[str]) -> sparse.csr_array:
    """Which terms each document, a text of terms between bars, holds."""
    rows = [[name in text.split("|") for name in names] for text in documents]
    return sparse.csr_array(np.array(rows, np.int32).reshape(len(documents), len(names)))


def scores(held: sparse.csr_array, topic: np.ndarray) -> TermScores:
    """What speaks for each term where only the counting of documents does."""
    dense = held.toarray()
    by_topic = np.array([dense[topic == t].sum(axis=0) for t in range(int(topic.max()) + 1)])
    exclusivity = by_topic / np.maximum(dense.sum(axis=0), 1)
    coverage = by_topic / np.bincount(topic)[:, None]
    whole = np.ones(dense.shape[1])
    return TermScores(coverage, np.ones(by_topic.shape), coverage, exclusivity, whole)


def label(documents: list[str], topic: list[int], names: list[str]) -> list[str]:
    held, topics = present(documents, names), np.array(topic)
    spoken = scores(held, topics)
    ranked = rank_terms(spoken.rank, held, names=names, limit=10)
    papers = Members(topics, held, ["en"] * len(documents))
    return [label.text for label in label_topics(ranked, spoken, members=papers, names=names)]


def test_a_theme_is_called_what_its_papers_speak_of() -> None:
    names = ["continual learning", "speech synthesis"]
    found = label(["continual learning"] * 4 + ["speech synthesis"] * 3, [0] * 4 + [1] * 3, names)
    assert found == ["Continual learning", "Speech synthesis"]


def test_a_keyword_of_many_words_is_a_name() -> None:
    names = ["named entity recognition and linking", "speech"]
    found = label([names[0]] * 4 + ["speech"] * 3, [0] * 4 + [1] * 3, names)
    assert found == ["Named entity recognition and linking", "Speech"]


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("KV cache", "KV cache"),
        ("LLM agents", "LLM agents"),
        ("3D Gaussian splatting", "3D Gaussian splatting"),
        ("graph neural networks", "Graph neural networks"),
        ("vision-language models", "Vision-language models"),
        ("iOS apps", "iOS apps"),
    ],
)
def test_a_name_begins_with_a_capital_and_leaves_acronyms_alone(term: str, expected: str) -> None:
    assert label([term] * 3, [0] * 3, [term]) == [expected]


def test_topics_with_the_same_words_have_different_names() -> None:
    names = ["sea ice", "ocean heat", "glacier melt"]
    documents = ["sea ice|ocean heat|glacier melt"] * 12
    found = label(documents, [0] * 4 + [1] * 4 + [2] * 4, names)
    assert len({name.lower() for name in found}) == 3


def test_a_topic_without_terms_has_a_number() -> None:
    found = label(["sea ice"] * 3 + [""] * 2, [0] * 3 + [1] * 2, ["sea ice"])
    assert found == ["Sea ice", "Theme 2"]
    assert label(["", ""], [0, 1], []) == ["Theme 1", "Theme 2"]


def test_more_topics_than_words_still_have_different_names() -> None:
    found = label(["sea ice"] * 12, [i // 2 for i in range(12)], ["sea ice"])
    assert len(set(found)) == 6


def test_of_nested_terms_one_stays() -> None:
    """The longer one where it makes up half of the shorter's papers, the shorter one elsewhere."""
    names = ["anomaly", "anomaly detection", "robot", "robot arm"]
    documents = ["anomaly|anomaly detection"] * 6 + ["anomaly"] * 2
    documents += ["robot|robot arm"] * 2 + ["robot"] * 8
    held, topic = present(documents, names), np.repeat([0, 1], [8, 10])
    ranked = rank_terms(scores(held, topic).rank, held, names=names, limit=10)
    assert [names[i] for i in ranked[0]] == ["anomaly detection"]
    assert [names[i] for i in ranked[1]] == ["robot", "robot arm"]


def test_a_term_stands_for_two_topics_at_most() -> None:
    names = ["sea ice", "a0", "a1", "a2", "a3"]
    documents = [f"sea ice|a{t}" for t in range(4) for _ in range(t + 2)]
    topic = np.repeat(range(4), [2, 3, 4, 5])
    held = present(documents, names)
    spoken = scores(held, topic).rank * np.array([[1.0], [1.1], [1.2], [1.3]])
    ranked = rank_terms(spoken, held, names=names, limit=10)
    assert [0 in best for best in ranked] == [False, False, True, True]


def test_a_topic_is_not_left_without_terms() -> None:
    names = ["sea ice", "glacier melt"]
    held = present(["sea ice|glacier melt"] * 15, names)
    spoken = scores(held, np.repeat(range(3), [3, 5, 7])).rank
    assert [len(best) for best in rank_terms(spoken, held, names=names, limit=10)] == [2, 2, 2]


def test_a_phrase_that_mostly_goes_on_is_no_name() -> None:
    names = ["depth estimation", "monocular depth"]
    held, topic = present(["depth estimation|monocular depth"] * 4, names), np.zeros(4, int)
    spoken = replace(scores(held, topic), standalone=np.array([0.9, 0.3]))
    ranked = [[1, 0]]
    papers = Members(topic, held, ["en"] * 4)
    found = label_topics(ranked, spoken, members=papers, names=names)
    assert found[0].text == "Depth estimation"


def test_at_most_as_many_terms_as_asked_for() -> None:
    names = [f"word{i}" for i in range(60)]
    held = present(["|".join(names)] * 3, names)
    ranked = rank_terms(scores(held, np.zeros(3, int)).rank, held, names=names, limit=12)
    assert len(ranked[0]) == len(set(ranked[0])) == 12


def test_terms_near_the_topic_but_not_near_every_topic_have_affinity() -> None:
    middles = np.eye(3)
    vectors = np.array([[1, 0, 0], [1, 1, 1], [0, 0, 0]]) / np.array([[1], [3**0.5], [1]])
    found = affinity(vectors, middles, terms=np.array([1, 3, 4]), count=6)
    assert found.shape == (3, 6)
    assert found[0, 1] > 0.8
    assert found[1, 1] == found[2, 1] == 0
    np.testing.assert_allclose(found[:, 3], 0, atol=1e-12)
    np.testing.assert_allclose(found[:, 4], 0.5)
    assert not found[:, [0, 2, 5]].any()


def test_the_heaviest_of_every_topic_are_looked_at() -> None:
    weights = np.zeros((2, 500))
    weights[0, :5], weights[1, 490:] = 2, 1
    assert set(heaviest(weights, limit=3)) >= {0, 1, 2, 3, 4, *range(490, 500)}


def test_the_planted_themes_are_named_after_themselves(
    fitted_run: Run, planted_corpus: PlantedCorpus
) -> None:
    themes = fitted_run.documents["title"].map(planted_corpus.themes)
    topics = fitted_run.topics[fitted_run.topics["topic"] >= 0]
    for topic, name, source in zip(
        topics["topic"], topics["label"], topics["label_source"], strict=True
    ):
        main = themes[fitted_run.documents["topic"] == topic].mode()[0]
        phrases = name.lower().split(" and ")
        assert all(phrase in THEMES[main] for phrase in phrases), (name, main)
        assert source == "terms"
    assert fitted_run.topics["label_source"].iloc[0] == "constant"


def test_names_are_distinct_and_hold_no_stop_word(fitted_run: Run) -> None:
    names = fitted_run.topics["label"].str.lower()
    assert names.is_unique
    words = {word for name in names for word in name.split()} - {"and"}
    assert not words & stop_words()
    assert fitted_run.topics["label"].str[0].str.isupper().all()


def test_the_best_terms_are_the_planted_ones(fitted_run: Run) -> None:
    best = fitted_run.terms[fitted_run.terms["rank"] <= 8]
    large = fitted_run.topics.loc[fitted_run.topics["documents"] >= 20, "topic"]
    assert best.loc[best["topic"].isin(large), "term"].isin(PLANTED).mean() > 0.9
    for _, group in fitted_run.terms.groupby("topic"):
        assert group["rank"].tolist() == list(range(1, len(group) + 1))
        assert group["term"].is_unique
    assert (fitted_run.terms["weight"] > 0).all()
    assert fitted_run.terms["term"].value_counts().max() <= 2

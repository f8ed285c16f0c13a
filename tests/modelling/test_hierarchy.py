"""The tree of topics: a tree, whatever the topics are, and the planted families in it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from analysis.modelling.clustering.hierarchy import Hierarchy, centroids, fit_hierarchy
from analysis.runs.store import Run
from tests.modelling.vectors import unit


def leaves_under(tree: Hierarchy, node: int, *, topics: int) -> set[int]:
    children = tree.table.loc[tree.table["parent"] == node, "node"].tolist()
    if not children:
        return {node} if node < topics else set()
    return set().union(*(leaves_under(tree, child, topics=topics) for child in children))


def check_tree(tree: Hierarchy, sizes: list[int]) -> None:
    """One root; topics are its leaves; sizes add up; heights never fall on the way up."""
    table, topics = tree.table, len(sizes)
    nodes = table["node"].tolist()
    assert nodes == list(range(2 * topics - 1))
    assert (table["parent"] == -1).sum() == 1
    for node, parent, height, documents in zip(
        nodes, table["parent"], table["height"], table["documents"], strict=True
    ):
        assert documents == sum(sizes[leaf] for leaf in leaves_under(tree, node, topics=topics))
        if parent != -1:
            assert parent >= topics
            assert parent > node
            assert table["height"][parent] >= height
    root = int(table.loc[table["parent"] == -1, "node"].iloc[0])
    assert leaves_under(tree, root, topics=topics) == set(range(topics))
    assert (table["height"][:topics] == 0).all()
    for topic, broad in enumerate(tree.parents.tolist()):
        assert broad in nodes
        assert topic in leaves_under(tree, broad, topics=topics)


@given(st.integers(1, 25), st.integers(0, 10**6), st.booleans())
@settings(max_examples=60)
def test_any_topics_make_a_tree(topics: int, seed: int, copies: bool) -> None:
    rng = np.random.default_rng(seed)
    topic = np.r_[np.arange(topics), rng.integers(-1, topics, 40)].astype(np.int32)
    vectors = unit(rng.normal(size=(len(topic), 8)))
    if copies:
        vectors[:] = vectors[0]
    tree = fit_hierarchy(vectors, topic, labels=[f"Theme {i}" for i in range(topics)])
    check_tree(tree, np.bincount(topic[topic >= 0], minlength=topics).tolist())


def test_planted_families_are_the_broad_themes() -> None:
    """24 topics in three families: eight to a broad theme make three."""
    rng = np.random.default_rng(1)
    family = np.arange(24) % 3
    centres = unit(unit(rng.normal(size=(3, 32)))[family] + 0.08 * rng.normal(size=(24, 32)))
    topic = np.repeat(np.arange(24), 10).astype(np.int32)
    vectors = unit(centres[topic] + 0.02 * rng.normal(size=(240, 32)))
    tree = fit_hierarchy(vectors, topic, labels=[f"T{i}" for i in range(24)])
    check_tree(tree, [10] * 24)
    assert adjusted_rand_score(family, tree.parents) == 1


def test_a_join_is_named_after_its_largest_topics() -> None:
    topic = np.repeat([0, 1, 2], [5, 9, 7]).astype(np.int32)
    vectors = unit(np.eye(3)[topic] + [[0, 0.0, 0.0]])
    table = fit_hierarchy(vectors, topic, labels=["Small", "Large", "Middle"]).table
    assert table["label"].tolist()[:3] == ["Small", "Large", "Middle"]
    assert table["label"].tolist()[-1] == "Large · Middle"


def test_one_topic_is_its_own_root() -> None:
    tree = fit_hierarchy(unit(np.ones((3, 2))), np.zeros(3, np.int32), labels=["Everything"])
    check_tree(tree, [3])
    assert tree.parents.tolist() == [0]


def test_centroids_by_hand() -> None:
    vectors = np.array([[1, 0], [0, 1], [0, 1], [-1, 0]], np.float32)
    found = centroids(vectors, np.array([0, 0, 1, -1]), count=3)
    np.testing.assert_allclose(found, [[0.5**0.5, 0.5**0.5], [0, 1], [0, 0]])


def test_the_stored_tree_is_one(fitted_run: Run) -> None:
    topics = fitted_run.topics[fitted_run.topics["topic"] >= 0]
    tree = Hierarchy(fitted_run.hierarchy, topics["parent"].to_numpy())
    check_tree(tree, topics["documents"].tolist())
    assert fitted_run.hierarchy["label"][: len(topics)].tolist() == topics["label"].tolist()
    assert fitted_run.topics["parent"].iloc[0] == pytest.approx(-1)

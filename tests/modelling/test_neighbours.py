"""The neighbour graph against a plain twin: every pair, in double precision."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.modelling.clustering import neighbours as module
from analysis.modelling.clustering.neighbours import (
    nearest,
    neighbours,
    nothing_to_tell_apart,
    vote,
)


def unit(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def random_vectors(count: int, *, dimensions: int = 16, seed: int = 0) -> np.ndarray:
    return unit(np.random.default_rng(seed).normal(size=(count, dimensions)))


def twin(vectors: np.ndarray, k: int) -> tuple[list[list[int]], list[list[float]]]:
    """The k nearest others of each vector, by sorting all of them; ties by number."""
    rows = vectors.astype(np.float64).tolist()
    indices, distances = [], []
    for i, one in enumerate(rows):
        others = [
            (1 - sum(a * b for a, b in zip(one, other, strict=True)), j)
            for j, other in enumerate(rows)
            if j != i
        ]
        others.sort()
        indices.append([j for _, j in others[:k]])
        distances.append([distance for distance, _ in others[:k]])
    return indices, distances


@pytest.mark.parametrize("count", [2, 3, 20, 150])
@pytest.mark.parametrize("k", [1, 5, 15])
def test_the_nearest_are_found_in_order(count: int, k: int) -> None:
    vectors = random_vectors(count, seed=count)
    graph = neighbours(vectors, k=k)
    indices, distances = twin(vectors, k)
    assert graph.indices.tolist() == indices
    np.testing.assert_allclose(graph.distances, distances, atol=1e-6)
    assert graph.indices.dtype == np.int32
    assert graph.distances.dtype == np.float32


def test_a_large_corpus_gives_what_sorting_everything_gives() -> None:
    """Large enough for the shortcut that looks at groups, and for several blocks."""
    vectors = random_vectors(3000, dimensions=8)
    similarity = vectors.astype(np.float64) @ vectors.T.astype(np.float64)
    np.fill_diagonal(similarity, -2)
    expected = np.argsort(-similarity, axis=1, kind="stable")[:, :15]
    graph = neighbours(vectors, k=15)
    distances = 1 - np.take_along_axis(similarity, expected, axis=1)
    np.testing.assert_allclose(graph.distances, distances, atol=1e-6)
    assert (graph.indices == expected).mean() > 0.9999  # but for ties in single precision


@pytest.mark.parametrize("rows_a_block", [1, 7, 39, 40, 41])
def test_blocks_leave_no_seam(rows_a_block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = random_vectors(40)
    whole = neighbours(vectors, k=6)
    monkeypatch.setattr(module, "_BLOCK_BYTES", rows_a_block * 4 * len(vectors))
    assert neighbours(vectors, k=6).indices.tolist() == whole.indices.tolist()


@given(
    st.lists(st.tuples(*[st.sampled_from([-0.5, 0.5])] * 4), min_size=1, max_size=90),
    st.integers(1, 12),
)
@settings(max_examples=150)
def test_ties_go_to_some_of_the_nearest_and_always_to_the_same(
    rows: list[tuple[float, ...]], k: int
) -> None:
    """Five similarities are possible, and computed without rounding: nearly all are ties."""
    vectors = np.array(rows)
    graph = neighbours(vectors.astype(np.float32), k=k)
    for i, row in enumerate(vectors @ vectors.T):
        others = sorted((similarity for j, similarity in enumerate(row) if j != i), reverse=True)
        assert row[graph.indices[i]].tolist() == others[:k]
        assert len({i, *graph.indices[i].tolist()}) == graph.indices.shape[1] + 1
    assert neighbours(vectors.astype(np.float32), k=k).indices.tolist() == graph.indices.tolist()


def test_many_copies_have_each_other() -> None:
    vectors = np.repeat(random_vectors(2, seed=3), 700, axis=0)
    graph = neighbours(vectors, k=15)
    assert ((graph.indices < 700) == (np.arange(1400) < 700)[:, None]).all()
    assert not (graph.indices == np.arange(1400)[:, None]).any()
    assert graph.distances.max() < 1e-6
    assert np.bincount(graph.indices.ravel()).max() < 60, "no copy is the neighbour of all"


def test_one_document_has_no_neighbour() -> None:
    graph = neighbours(random_vectors(1), k=15)
    assert graph.indices.shape == graph.distances.shape == (1, 0)
    favoured, share = vote(graph, np.zeros(1, np.int32))
    assert (favoured.tolist(), share.tolist()) == ([-1], [0.0])


def test_a_query_finds_itself_first() -> None:
    vectors = random_vectors(50)
    graph = nearest(vectors[10:13], vectors, k=4)
    assert graph.indices[:, 0].tolist() == [10, 11, 12]
    assert graph.indices.shape == (3, 4)
    assert nearest(vectors[:2], vectors[:3], k=9).indices.shape == (2, 3)


def test_umap_gets_each_document_first_and_fewer_neighbours_of_few() -> None:
    indices, distances, _ = neighbours(random_vectors(36), k=15).for_umap()
    assert indices.shape == distances.shape == (36, 6)
    assert indices[:, 0].tolist() == list(range(36))
    assert not distances[:, 0].any()


@given(st.data())
@settings(max_examples=100)
def test_votes_are_counted_as_by_hand(data: st.DataObject) -> None:
    count, k = data.draw(st.integers(2, 12)), data.draw(st.integers(1, 5))
    graph = neighbours(random_vectors(count, dimensions=3, seed=count), k=k)
    topics = np.array(data.draw(st.lists(st.integers(-1, 3), min_size=count, max_size=count)))
    favoured, share = vote(graph, topics)
    for i in range(count):
        weights = [max(0.0, 1 - d) for d in graph.distances[i].tolist()]
        votes: dict[int, float] = {}
        for j, weight in zip(graph.indices[i].tolist(), weights, strict=True):
            votes[int(topics[j])] = votes.get(int(topics[j]), 0) + weight
        best = max((v for t, v in votes.items() if t >= 0), default=0.0)
        assert share[i] == pytest.approx(best / sum(weights) if best else 0, abs=1e-5)
        assert votes.get(int(favoured[i]), 0) == pytest.approx(best, abs=1e-5) or not best


def test_only_copies_and_few_papers_cannot_be_told_apart() -> None:
    one = random_vectors(1)
    assert nothing_to_tell_apart(np.repeat(one, 30, axis=0) + np.float32(1e-7))
    assert nothing_to_tell_apart(np.zeros((50, 4), np.float32))
    assert nothing_to_tell_apart(random_vectors(9))
    assert not nothing_to_tell_apart(random_vectors(10))
    assert not nothing_to_tell_apart(np.repeat(random_vectors(2), 30, axis=0))

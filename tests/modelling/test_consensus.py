"""What partitions agree on, and what is said of how often: against plain twins and by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from analysis.modelling.clustering.consensus import consensus, partition
from analysis.modelling.clustering.graph import Graph, paper_graph
from analysis.modelling.clustering.joining import join_most_alike, join_unstable
from analysis.modelling.clustering.neighbours import Neighbours, neighbours
from analysis.modelling.clustering.profiles import memberships
from tests.modelling.vectors import groups, unit

VECTORS, TRUTH = groups([30] * 4)
GRAPH = paper_graph(neighbours(VECTORS, k=10))


def agreed(graph: Graph, *, seed: int, runs: int = 20) -> np.ndarray:
    return consensus(graph, resolution=2.0, runs=runs, seed=seed).community


@pytest.mark.parametrize("k", [1, 3, 8])
def test_the_graph_has_every_neighbour_once_and_mutual_ones_twice(k: int) -> None:
    near = neighbours(VECTORS, k=k)
    links = {(i, int(j)) for i, row in enumerate(near.indices) for j in row}
    expected = {(min(i, j), max(i, j)): ((i, j) in links) + ((j, i) in links) for i, j in links}
    graph = paper_graph(near)
    edges = zip(graph.first.tolist(), graph.second.tolist(), strict=True)
    assert dict(zip(edges, graph.weight.tolist(), strict=True)) == expected


def test_papers_without_anything_in_common_are_no_neighbours() -> None:
    near = neighbours(unit(np.eye(12) + 1e-7), k=5)
    assert len(paper_graph(near).weight) == 0
    assert partition(paper_graph(near).matrix(), resolution=1, seed=0).tolist() == list(range(12))


def test_similarities_below_the_order_of_neighbours_do_not_reach_the_graph() -> None:
    near = neighbours(VECTORS, k=10)
    nudged = Neighbours(near.indices, near.distances + np.float32(1e-4))
    assert paper_graph(nudged).weight.tolist() == GRAPH.weight.tolist()


def test_a_seed_gives_the_same_partitions_and_another_gives_others() -> None:
    first, same, other = (
        consensus(GRAPH, resolution=4.0, runs=8, seed=seed).partitions for seed in (1, 1, 2)
    )
    assert first.tolist() == same.tolist()
    assert first.tolist() != other.tolist()
    assert len({row.tobytes() for row in first}) > 1, "each run is perturbed in its own way"


def test_one_edge_more_or_less_changes_no_other_edges_fate() -> None:
    """Where nothing but a stray edge is gone, partitions are nearly all the same as before."""
    kept = np.arange(len(GRAPH.weight)) != 7
    fewer = Graph(GRAPH.papers, GRAPH.first[kept], GRAPH.second[kept], GRAPH.weight[kept])
    one, two = (
        consensus(graph, resolution=1.0, runs=20, seed=3).partitions for graph in (GRAPH, fewer)
    )
    same = [adjusted_rand_score(a, b) for a, b in zip(one, two, strict=True)]
    assert np.mean(same) > 0.95


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_is_agreed_on_is_what_was_planted(seed: int) -> None:
    assert (
        adjusted_rand_score(TRUTH, consensus(GRAPH, resolution=1.0, runs=20, seed=seed).community)
        == 1
    )


PARTITIONS = st.integers(2, 5).flatmap(
    lambda runs: st.lists(
        st.lists(st.integers(0, 3), min_size=9, max_size=9), min_size=runs, max_size=runs
    )
)


def without_gaps(rows: list[list[int]]) -> np.ndarray:
    return np.array([np.unique(row, return_inverse=True)[1] for row in rows], np.int32)


@given(PARTITIONS, st.lists(st.integers(0, 2), min_size=9, max_size=9))
@settings(max_examples=100)
def test_togetherness_and_stability_are_what_counting_gives(
    rows: list[list[int]], names: list[int]
) -> None:
    partitions, group = without_gaps(rows), np.unique(names, return_inverse=True)[1]
    count = int(group.max()) + 1
    members = memberships(partitions)
    together = [
        [np.mean([[p[i] == p[j] for j in np.flatnonzero(group == g)] for p in partitions])
         for g in range(count)]
        for i in range(9)
    ]  # fmt: skip
    np.testing.assert_allclose(members.togetherness(group, count=count), together, atol=1e-12)
    stable = [np.mean([recurrence(group == g, p) for p in partitions]) for g in range(count)]
    np.testing.assert_allclose(members.stability(group, count=count), stable)


def recurrence(inside: np.ndarray, partition_of: np.ndarray) -> bool:
    """A community, or all that lie mostly inside, has a Jaccard index of a half with the group."""
    communities = [partition_of == c for c in np.unique(partition_of)]
    mostly = [c for c in communities if (c & inside).sum() >= c.sum() / 2]
    union = np.any(mostly, axis=0) if mostly else np.zeros(len(inside), bool)
    return any((c & inside).sum() >= (c | inside).sum() / 2 for c in [*communities, union])


def test_groups_that_partitions_mix_are_joined_and_others_are_not() -> None:
    """Half of the partitions cut 0 | 1 2, the others 0 1 | 2: of three groups 3 is apart."""
    halves = [[0] * 4 + [1] * 8 + [2] * 4, [0] * 8 + [1] * 4 + [2] * 4]
    members = memberships(np.array(halves * 5, np.int32))
    group = np.repeat(np.arange(4), 4)
    vectors = unit(np.eye(4)[group])
    joined = join_most_alike(group, members, embeddings=vectors, until=1, apart=0.25, most=16)
    assert adjusted_rand_score([0] * 12 + [1] * 4, joined) == 1
    two = join_most_alike(group, members, embeddings=vectors, until=3, apart=-1, most=16)
    assert len(set(two.tolist())) == 3
    small = join_most_alike(group, members, embeddings=vectors, until=1, apart=0.25, most=8)
    assert np.bincount(small).max() == 8


def test_a_group_that_never_comes_back_joins_the_one_it_is_most_like() -> None:
    partitions = np.array([[0] * 3 + [1] * 3 + [0] * 6, [0] * 12] * 4, np.int32)[:, :12]
    group = np.repeat([0, 1], [10, 2])
    vectors = unit(np.eye(2)[group])
    members = memberships(partitions)
    assert members.stability(group, count=2)[1] == 0
    joined = join_unstable(group, members, embeddings=vectors, least=0.3, most=12)
    assert joined.tolist() == [0] * 12

"""The map: the same for the same seed, and near papers near each other."""

import numpy as np
import pytest

from analysis.modelling.clustering.neighbours import neighbours
from analysis.modelling.clustering.projection import SIDE, project
from analysis.runs.store import Run
from tests.modelling.vectors import groups, settled
from tests.support.planted import PlantedCorpus


def draw(vectors: np.ndarray, **settings: object) -> np.ndarray:
    params = settled(len(vectors), **settings)
    return project(vectors, graph=neighbours(vectors, k=params.neighbours), params=params)


def purity(positions: np.ndarray, groups_of: np.ndarray, *, k: int = 5) -> float:
    """The share of the k nearest on the map that are of one's own group."""
    gaps = ((positions[:, None] - positions[None]) ** 2).sum(axis=2)
    np.fill_diagonal(gaps, np.inf)
    near = np.argsort(gaps, axis=1)[:, :k]
    return float((groups_of[near] == groups_of[:, None]).mean())


def test_planted_groups_stand_apart() -> None:
    vectors, truth = groups([30] * 5)
    assert purity(draw(vectors), truth) > 0.98


def test_the_map_of_a_fit_shows_its_themes(fitted_run: Run, planted_corpus: PlantedCorpus) -> None:
    documents = fitted_run.documents
    truth = documents["title"].map(planted_corpus.themes).to_numpy()
    assert purity(documents[["x", "y"]].to_numpy(), truth) > 0.95


def test_the_seed_decides() -> None:
    vectors, _ = groups([20, 20])
    first = draw(vectors)
    assert draw(vectors).tobytes() == first.tobytes()
    assert draw(vectors, seed=7).tobytes() != first.tobytes()


def test_every_map_fills_the_same_square() -> None:
    vectors, _ = groups([20, 30], noise=10)
    positions = draw(vectors)
    assert positions.dtype == np.float32
    low, high = positions.min(axis=0), positions.max(axis=0)
    assert max(high - low) == pytest.approx(SIDE, rel=1e-4)
    np.testing.assert_allclose(low + high, 0, atol=1e-3)


@pytest.mark.parametrize("papers", range(1, 10))
def test_few_papers_stand_on_a_circle(papers: int) -> None:
    positions = draw(groups([papers])[0])
    np.testing.assert_allclose(np.hypot(*positions.T), SIDE / 4, rtol=1e-5)
    assert len(np.unique(positions.round(3), axis=0)) == papers


def test_copies_stand_on_a_circle_and_ten_papers_on_a_map() -> None:
    copies = draw(np.repeat(groups([1])[0], 25, axis=0))
    np.testing.assert_allclose(np.hypot(*copies.T), SIDE / 4, rtol=1e-5)
    assert np.isfinite(draw(groups([5, 5])[0])).all()
    assert np.isfinite(draw(np.repeat(groups([1, 1])[0], 20, axis=0))).all()

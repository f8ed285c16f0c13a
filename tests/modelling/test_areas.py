"""Areas: a few, none too small, and every theme in the one that has most of its papers."""

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from analysis.modelling.clustering.areas import FEWEST_PAPERS, MOST_AREAS, find_areas
from analysis.modelling.clustering.graph import paper_graph
from analysis.modelling.clustering.neighbours import neighbours
from analysis.runs.store import Run
from tests.modelling.vectors import settled, unit


def families(number: int, *, themes: int = 4, papers: int = 30) -> tuple[np.ndarray, np.ndarray]:
    """Vectors of papers in themes in families, and the theme of each; t is of family t // 4."""
    rng = np.random.default_rng(number)
    broad = unit(rng.normal(size=(number, 48)))
    fine = unit(np.repeat(broad, themes, axis=0) + 0.05 * rng.normal(size=(number * themes, 48)))
    theme = np.repeat(np.arange(number * themes), papers)
    return unit(fine[theme] + 0.08 * rng.normal(size=(len(theme), 48))), theme


def areas_of(vectors: np.ndarray, topic: np.ndarray) -> np.ndarray:
    params = settled(len(vectors))
    graph = paper_graph(neighbours(vectors, k=params.neighbours))
    return find_areas(topic, graph, embeddings=vectors, params=params)


@pytest.mark.parametrize("number", [6, 9])
def test_planted_families_of_themes_are_areas(number: int) -> None:
    vectors, theme = families(number)
    assert adjusted_rand_score(np.arange(number * 4) // 4, areas_of(vectors, theme)) == 1


def test_there_are_never_too_many_areas_and_none_is_too_small() -> None:
    vectors, theme = families(20, papers=8)
    area = areas_of(vectors, theme)
    papers = np.bincount(area[theme])
    assert len(papers) <= MOST_AREAS
    assert papers.min() >= FEWEST_PAPERS
    assert papers.tolist() == sorted(papers.tolist(), reverse=True)


def test_few_papers_are_one_area() -> None:
    vectors, theme = families(3, papers=8)
    assert len(theme) < 2 * FEWEST_PAPERS
    assert set(areas_of(vectors, theme)) == {0}


def test_unassigned_papers_count_for_no_area() -> None:
    vectors, theme = families(6)
    topic = theme.copy()
    topic[::7] = -1
    assert adjusted_rand_score(np.arange(24) // 4, areas_of(vectors, topic)) == 1


def test_the_areas_of_a_run_have_names_of_their_own(fitted_run: Run) -> None:
    areas, topics = fitted_run.areas, fitted_run.topics[fitted_run.topics["topic"] >= 0]
    assert set(topics["area"]) == set(areas["area"])
    assert topics.groupby("area")["documents"].sum().tolist() == areas["documents"].tolist()
    names = [*areas["label"].str.lower(), *topics["label"].str.lower()]
    assert len(set(names)) == len(names)
    assert not areas["label"].str.contains("·").any()

"""Where themes stand: by the definition, as planted, and moved only where they did move."""

import itertools

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.trends.mapping.strategic_diagram import strategic_diagram

MONTHS = ("2024-01-10", "2024-02-10", "2024-03-10", "2024-04-10")


def corpus(
    topics: np.ndarray, *, towards: np.ndarray, k: int = 8, seed: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """Neighbours at random: a paper of topic i picks one of topic j with chance towards[i, j].

    Cosines are 0.5 to 0.9.
    """
    rng = np.random.default_rng(seed)
    papers = np.arange(len(topics))
    indices = []
    for paper in papers:
        weight = towards[topics[paper]][topics] / np.bincount(topics)[topics]
        weight[paper] = 0
        indices.append(rng.choice(papers, k, replace=False, p=weight / weight.sum()))
    return np.array(indices), rng.uniform(0.1, 0.5, (len(topics), k))


def dated(topics: np.ndarray, *, seed: int = 0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    return pd.DataFrame({"topic": topics, "published": rng.choice(MONTHS, len(topics))})


def mixed(themes: int, *, own: float) -> np.ndarray:
    """Chances that are `own` within a theme and the same to all others."""
    return np.where(np.eye(themes, dtype=bool), own, (1 - own) / (themes - 1))


def definition(topics: np.ndarray, neighbours: tuple[np.ndarray, np.ndarray]) -> pd.DataFrame:
    """Centrality and density pair by pair, as they are defined."""
    cosine = {}
    for paper, (others, distances) in enumerate(zip(*neighbours, strict=True)):
        for other, distance in zip(others, distances, strict=True):
            cosine.setdefault(frozenset((paper, int(other))), 1 - distance)
    themes = [int(theme) for theme in np.unique(topics) if theme >= 0]
    links = {
        (one, other): [
            cosine[frozenset((a, b))]
            for a, b in itertools.combinations(range(len(topics)), 2)
            if {topics[a], topics[b]} == {one, other} and frozenset((a, b)) in cosine
        ]
        for one, other in itertools.combinations_with_replacement(themes, 2)
    }

    def strength(one: int, other: int) -> float:
        return sum(links[min(one, other), max(one, other)])

    total = {a: sum(strength(a, b) * (1 + (a == b)) for b in themes) for a in themes}
    rows = [
        (
            sum(strength(a, b) / np.sqrt(total[a] * total[b]) for b in themes if b != a),
            np.mean(links[a, a]),
        )
        for a in themes
    ]
    return pd.DataFrame(rows, columns=["centrality", "density"])


def test_centrality_and_density_are_what_the_definition_says() -> None:
    topics = np.random.default_rng(3).integers(-1, 4, 60)
    rng = np.random.default_rng(4)
    indices = np.array([rng.choice(np.delete(np.arange(60), i), 6, False) for i in range(60)])
    distances = rng.uniform(0, 1, (60, 6))
    # Both papers know the same distance of each other.
    for paper, other in itertools.product(range(60), range(60)):
        if paper in indices[other] and other in indices[paper]:
            distances[other][indices[other] == paper] = distances[paper][indices[paper] == other]
    table = strategic_diagram(dated(topics), (indices, distances), period="month")
    truth = definition(topics, (indices, distances))
    assert table["topic"].tolist() == [0, 1, 2, 3]
    assert table["centrality"].to_numpy() == pytest.approx(truth["centrality"].to_numpy())
    assert table["density"].to_numpy() == pytest.approx(truth["density"].to_numpy())
    assert table["documents"].tolist() == np.bincount(topics[topics >= 0]).tolist()
    order = truth["density"].rank().sub(0.5) / 4
    assert table["density_place"].to_numpy() == pytest.approx(order.to_numpy())


def redrawn(
    topics: np.ndarray, neighbours: tuple[np.ndarray, np.ndarray], *, seed: int
) -> pd.DataFrame:
    """The middle 95% of places, link by link: one that was drawn twice at both ends counts four."""
    rng = np.random.default_rng(seed)
    cosine = {}
    for paper, (others, distances) in enumerate(zip(*neighbours, strict=True)):
        for other, distance in zip(others, distances, strict=True):
            cosine.setdefault(frozenset((paper, int(other))), 1 - distance)
    themes = range(topics.max() + 1)
    places: dict[str, list[np.ndarray]] = {"centrality": [], "density": []}
    for _ in range(200):
        times = np.bincount(rng.choice(len(topics), len(topics)), minlength=len(topics))
        strength, number = np.zeros((2, len(themes), len(themes)))
        for link, value in cosine.items():
            one, other = link
            for a, b in {(topics[one], topics[other]), (topics[other], topics[one])}:
                strength[a, b] += times[one] * times[other] * value
                number[a, b] += times[one] * times[other]
        total = strength.sum(axis=1) + np.diag(strength)
        between = strength / np.sqrt(np.outer(total, total))
        places["centrality"].append(between.sum(axis=1) - np.diag(between))
        places["density"].append(np.diag(strength) / np.diag(number))
    rows = {}
    for axis, values in places.items():
        place = (stats.rankdata(values, axis=1) - 0.5) / len(themes)
        rows[f"{axis}_low"], rows[f"{axis}_high"] = np.quantile(place, [0.025, 0.975], axis=0)
    return pd.DataFrame(rows)


@pytest.mark.parametrize("seed", [0, 5])
def test_places_of_papers_drawn_anew_are_those_of_every_link_counted_by_itself(seed: int) -> None:
    topics = np.repeat(np.arange(6), 20)
    neighbours = corpus(topics, towards=mixed(6, own=0.5), seed=seed)
    table = strategic_diagram(dated(topics), neighbours, period="month", seed=seed)
    truth = redrawn(topics, neighbours, seed=seed)
    pd.testing.assert_frame_equal(table[truth.columns], truth)


def test_a_sample_of_the_papers_has_the_centrality_and_density_of_all() -> None:
    topics = np.repeat(np.arange(5), (100, 200, 300, 400, 500))
    indices, distances = corpus(topics, towards=mixed(5, own=0.6))
    whole = strategic_diagram(dated(topics), (indices, distances), period="month")
    kept = np.random.default_rng(1).random(len(topics)) < 0.5
    # Papers that are left out have no theme: what is left is the graph among the others.
    part = strategic_diagram(
        dated(np.where(kept, topics, -1)), (indices, distances), period="month"
    )
    assert part["centrality"].to_numpy() == pytest.approx(whole["centrality"], rel=0.15)
    assert part["density"].to_numpy() == pytest.approx(whole["density"], rel=0.03)


def test_the_theme_that_all_others_lead_to_is_the_most_central_whatever_its_size() -> None:
    towards = mixed(6, own=0.9)
    towards[1:, 2] += 0.5
    towards[2] = 1 / 6
    topics = np.repeat(np.arange(6), (200, 60, 40, 60, 60, 60))
    table = strategic_diagram(dated(topics), corpus(topics, towards=towards), period="month")
    assert table["centrality"].idxmax() == 2
    assert table.loc[2, "centrality_place"] == pytest.approx(5.5 / 6)
    assert (table["centrality_low"] <= table["centrality_high"]).all()


def planted_move(*, seed: int) -> tuple[pd.DataFrame, tuple[np.ndarray, np.ndarray]]:
    """Twelve themes; early papers of theme 0 keep to themselves, late ones are linked to all."""
    topics = np.tile(np.repeat(np.arange(12), 60), 2)
    late = np.arange(len(topics)) >= len(topics) // 2
    groups = topics + 12 * late
    towards = np.kron(np.eye(2), mixed(12, own=0.7))
    towards[0] = 0
    towards[:, 0] = 0
    towards[0, 0] = 1
    towards[12, 12:] = 1 / 12
    neighbours = corpus(groups, towards=towards + 1e-9, seed=seed)
    published = np.where(late, "2024-06-01", "2024-01-01")
    return pd.DataFrame({"topic": topics, "published": published}), neighbours


def test_a_theme_that_moved_is_said_to_have_moved_and_few_others_are() -> None:
    table = pd.concat(
        strategic_diagram(*planted_move(seed=seed), period="month") for seed in range(5)
    )
    mover = table[table["topic"] == 0]
    assert mover["moved"].all()
    assert (mover["centrality_before"] < 0.1).all()
    assert (mover["centrality_place"] > mover["centrality_before"]).all()
    assert table.loc[table["topic"] != 0, "moved"].mean() < 0.05


def test_where_dates_mean_nothing_fewer_than_one_theme_in_twenty_seems_to_move() -> None:
    topics = np.repeat(np.arange(20), 60)
    neighbours = corpus(topics, towards=mixed(20, own=0.6))
    moved = [
        strategic_diagram(dated(topics, seed=seed), neighbours, period="month")["moved"].mean()
        for seed in range(10)
    ]
    assert np.mean(moved) < 0.05


def test_halves_are_cut_where_as_many_papers_are_before_as_since() -> None:
    topics = np.repeat([0, 1], 20)
    documents = pd.DataFrame(
        {"topic": topics, "published": [*["2024-01"] * 10, *["2024-02"] * 8, *["2024-05"] * 22]}
    )
    table = strategic_diagram(documents, corpus(topics, towards=mixed(2, own=0.5)), period="month")
    assert set(table["since"]) == {"2024-03"}


@pytest.mark.parametrize("published", [None, "2024-03-01", "2024"])
def test_without_two_periods_nothing_moves(published) -> None:
    topics = np.repeat(np.arange(4), 20)
    documents = pd.DataFrame({"topic": topics, "published": published}).astype({"published": "str"})
    documents["published"] = published
    table = strategic_diagram(documents, corpus(topics, towards=mixed(4, own=0.5)), period="month")
    assert table["since"].isna().all()
    assert not table["moved"].any()
    assert table["density_before"].isna().all()
    assert table["density_place"].notna().all()


@pytest.mark.parametrize("papers", [0, 1, 2])
def test_hardly_any_papers_make_a_table_without_rows_that_mean_nothing(papers) -> None:
    documents = pd.DataFrame({"topic": [0] * papers, "published": ["2024-01-01"] * papers})
    others = max(papers - 1, 0)
    indices = np.array([[1 - paper] * others for paper in range(papers)]).reshape(papers, others)
    table = strategic_diagram(documents, (indices, indices * 0.0), period="month")
    assert table[["density", "density_place"]].notna().all().all()


def test_the_same_seed_gives_the_same_table_and_leaves_its_inputs_alone() -> None:
    topics = np.repeat(np.arange(4), 30)
    documents, neighbours = dated(topics), corpus(topics, towards=mixed(4, own=0.5))
    before = documents.copy()
    first = strategic_diagram(documents, neighbours, period="month", seed=7)
    pd.testing.assert_frame_equal(
        first, strategic_diagram(documents, neighbours, period="month", seed=7)
    )
    pd.testing.assert_frame_equal(documents, before)

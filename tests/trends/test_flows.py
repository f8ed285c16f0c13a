"""How themes flow: by counting link by link, and as planted."""

import itertools

import numpy as np
import pandas as pd
import pytest

from analysis.trends.mapping.flows import theme_flows

MONTHS = ("2024-01", "2024-02", "2024-03", "2024-05")


def random_corpus(*, seed: int = 0) -> tuple[pd.DataFrame, tuple[np.ndarray, np.ndarray]]:
    """80 papers of topics -1 to 2, some undated, none in April; any may be near any."""
    rng = np.random.default_rng(seed)
    published = rng.choice(np.array([*MONTHS, None], dtype=object), 80)
    documents = pd.DataFrame({"topic": rng.integers(-1, 3, 80), "published": published})
    indices = np.array([rng.choice(np.delete(np.arange(80), i), 6, False) for i in range(80)])
    cosine = rng.uniform(0.1, 0.9, (80, 80))
    cosine = np.minimum(cosine, cosine.T)
    return documents, (indices, 1 - np.take_along_axis(cosine, indices, axis=1))


def link_by_link(documents: pd.DataFrame, neighbours: tuple[np.ndarray, np.ndarray]) -> dict:
    """The strength of the links from each month's topics to the next month's."""
    found = {}
    cosines = {}
    for paper, (others, distances) in enumerate(zip(*neighbours, strict=True)):
        for other, distance in zip(others, distances, strict=True):
            cosines[frozenset((paper, int(other)))] = 1 - distance
    for pair, cosine in cosines.items():
        for one, other in itertools.permutations(pair):
            months = (documents["published"][one], documents["published"][other])
            if months in (("2024-01", "2024-02"), ("2024-02", "2024-03")):
                key = (*months, documents["topic"][one], documents["topic"][other])
                found[key] = found.get(key, 0) + cosine
    return found


def test_what_is_sent_and_received_is_counted_link_by_link() -> None:
    documents, neighbours = random_corpus()
    truth = link_by_link(documents, neighbours)
    table = theme_flows(documents, neighbours, period="month")
    keys = list(
        table[["period", "next_period", "source", "target"]].itertuples(index=False, name=None)
    )
    assert set(keys) == set(truth)
    for key, sent, received in zip(keys, table["sent"], table["received"], strict=True):
        from_source = sum(v for k, v in truth.items() if k[:3] == key[:3])
        to_target = sum(v for k, v in truth.items() if (k[0], k[3]) == (key[0], key[3]))
        assert sent == pytest.approx(truth[key] / from_source)
        assert received == pytest.approx(truth[key] / to_target)


def test_what_a_theme_sends_and_receives_sums_to_one() -> None:
    table = theme_flows(*random_corpus(seed=5), period="month")
    assert table.groupby(["period", "source"])["sent"].sum().to_numpy() == pytest.approx(1)
    assert table.groupby(["period", "target"])["received"].sum().to_numpy() == pytest.approx(1)


def test_a_theme_that_splits_flows_into_both_of_its_heirs() -> None:
    # Papers 0 to 5 are of theme 0 in January; 6 to 8 of theme 1 and 9 to 11 of theme 2 later.
    documents = pd.DataFrame(
        {"topic": [0] * 6 + [1] * 3 + [2] * 3, "published": ["2024-01-05"] * 6 + ["2024-02-05"] * 6}
    )
    indices = np.array([[6], [7], [8], [9], [10], [11], [0], [1], [2], [3], [4], [5]])
    table = theme_flows(documents, (indices, np.full((12, 1), 0.25)), period="month")
    assert table[["source", "target"]].to_numpy().tolist() == [[0, 1], [0, 2]]
    assert table["sent"].tolist() == pytest.approx([0.5, 0.5])
    assert table["received"].tolist() == pytest.approx([1, 1])


@pytest.mark.parametrize("published", [None, "2024-03-01"])
def test_without_two_periods_nothing_flows(published) -> None:
    documents, neighbours = random_corpus()
    table = theme_flows(documents.assign(published=published), neighbours, period="month")
    assert table.empty
    assert list(table) == ["period", "next_period", "source", "target", "sent", "received"]

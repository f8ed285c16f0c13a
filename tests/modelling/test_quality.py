"""NPMI and diversity as the field defines them, worked out by hand and by a plain twin.

NPMI of two terms: ln(p(a, b) / (p(a) p(b))) / -ln p(a, b), p being shares of documents; a pair that
never meets counts -1; the mean is over all pairs of each theme's ten best terms, all themes.
"""

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from analysis.modelling.keywords.quality import diversity, mean_npmi, npmi
from analysis.runs.store import Run


def matrix(documents: list[set[int]], *, terms: int) -> sparse.csr_array:
    return sparse.csr_array(
        np.array([[2 * (term in held) for term in range(terms)] for held in documents], np.int32)
    )


def twin(documents: list[set[int]], topics: list[list[int]]) -> float | None:
    pairs = [pair for topic in topics for pair in combinations(topic[:10], 2)]
    values = [pair_npmi(documents, a, b) for a, b in pairs]
    return sum(values) / len(values) if values else None


def pair_npmi(documents: list[set[int]], a: int, b: int) -> float:
    n = len(documents)
    first, second = (sum(term in held for held in documents) / n for term in (a, b))
    both = sum(a in held and b in held for held in documents) / n
    if both in (0, 1):
        return 2 * both - 1
    return math.log(both / (first * second)) / -math.log(both)


def test_by_hand() -> None:
    """Terms 0 and 1 always meet; 2 is independent of both; 3 never meets anything."""
    documents = [{0, 1, 2}, {0, 1}, {2}, {3}]
    counts = matrix(documents, terms=4)
    independent = math.log((1 / 4) / (1 / 2 * 1 / 2)) / math.log(4)
    assert independent == 0
    assert npmi(counts, [[0, 1]]) == [pytest.approx(1)]
    assert npmi(counts, [[0, 2]]) == [pytest.approx(0)]
    assert npmi(counts, [[0, 3]]) == [-1]
    assert npmi(counts, [[0, 1, 3]]) == [pytest.approx((1 - 1 - 1) / 3)]
    assert npmi(counts, [[0], []]) == [None, None]


def test_terms_that_every_document_holds_belong_together() -> None:
    assert npmi(matrix([{0, 1}, {0, 1}], terms=2), [[0, 1]]) == [1]


def test_only_ten_terms_count() -> None:
    documents = [{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {10}]
    best = list(range(11))
    assert npmi(matrix(documents, terms=11), [best]) == [pytest.approx(1)]
    assert diversity([best, best]) == 0.5


def test_diversity_by_hand() -> None:
    assert diversity([[0, 1, 2], [2, 3, 4]]) == pytest.approx(5 / 6)
    assert diversity([[0], [1]]) == 1
    assert diversity([[], []]) is None


@given(
    st.lists(st.sets(st.integers(0, 11)), min_size=1, max_size=25),
    st.lists(st.lists(st.integers(0, 11), unique=True, max_size=12), min_size=1, max_size=4),
)
@settings(max_examples=200)
def test_against_the_twin(documents: list[set[int]], topics: list[list[int]]) -> None:
    found = mean_npmi(npmi(matrix(documents, terms=12), topics), topics)
    expected = twin(documents, topics)
    assert found == (expected if expected is None else pytest.approx(expected, abs=1e-9))
    ten = [term for topic in topics for term in topic[:10]]
    assert diversity(topics) == (pytest.approx(len(set(ten)) / len(ten)) if ten else None)


def test_the_manifest_says_what_the_stored_tables_say(fitted_run: Run) -> None:
    """From the files alone, as somebody with another tool would compute it."""
    terms = fitted_run.vocabulary["term"].tolist()
    documents: list[set[int]] = [set() for _ in range(len(fitted_run.documents))]
    for term in range(len(terms)):
        for document in fitted_run.postings.documents_of(term):
            documents[document].add(term)
    number = {term: i for i, term in enumerate(terms)}
    best = fitted_run.terms[fitted_run.terms["rank"] <= 10].groupby("topic")["term"]
    keywords = {topic: [number[term] for term in group] for topic, group in best}
    quality = fitted_run.manifest.quality
    assert quality["npmi"] == pytest.approx(twin(documents, [*keywords.values()]), abs=1e-6)
    assert quality["diversity"] == pytest.approx(diversity([*keywords.values()]))
    for _, row in fitted_run.topics[fitted_run.topics["topic"] >= 0].iterrows():
        expected = twin(documents, [keywords.get(row["topic"], [])])
        if expected is None:
            assert np.isnan(row["coherence"])
        else:
            assert row["coherence"] == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("best", [[], [3]])
def test_a_theme_of_fewer_than_two_keywords_has_no_coherence(best: list[int]) -> None:
    documents = [{0, 1, 3}, {0, 1}, {2}]
    found = npmi(matrix(documents, terms=4), [best, [0, 1]])
    assert found[0] is None
    assert twin(documents, [best]) is None
    assert mean_npmi(found, [best, [0, 1]]) == pytest.approx(twin(documents, [best, [0, 1]]))

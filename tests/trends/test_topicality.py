"""Topicality: against all pairs of papers, and what it says of a subject and of any word."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.trends.evidence.topicality import subjects, topicality
from analysis.trends.params import TrendParams
from analysis.trends.postings import Postings


def _postings(held: list[np.ndarray]) -> Postings:
    indptr = np.r_[0, np.cumsum([len(ids) for ids in held])].astype(np.int32)
    return Postings(indptr, np.concatenate([*held, np.zeros(0)]).astype(np.int32))


def _unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def _pairs(vectors: np.ndarray) -> float:
    cosines = vectors @ vectors.T
    return float(cosines[np.triu_indices(len(vectors), 1)].mean())


@given(st.integers(1, 1_000))
def test_it_is_the_mean_of_all_pairs_on_the_scale_of_the_median_theme(seed: int) -> None:
    rng = np.random.default_rng(seed)
    themes = [np.arange(0, 20), np.arange(20, 40), np.arange(40, 60)]
    centres = np.repeat(rng.normal(size=(3, 8)), 20, axis=0)
    vectors = _unit(centres + 0.7 * rng.normal(size=(60, 8)))
    held = [np.sort(rng.choice(60, size, replace=False)) for size in (2, 7, 30)]
    found = topicality(vectors, _postings(held), themes=_postings(themes))
    corpus = _pairs(vectors)
    unit = np.median([_pairs(vectors[ids]) for ids in themes]) - corpus
    expected = [(_pairs(vectors[ids]) - corpus) / unit for ids in held]
    assert found == pytest.approx(expected, abs=1e-3)


def test_a_word_of_one_theme_is_a_subject_and_a_word_of_all_is_none() -> None:
    rng = np.random.default_rng(1)
    themes = [np.arange(start, start + 100) for start in range(0, 1_000, 100)]
    centres = np.repeat(rng.normal(size=(10, 30)), 100, axis=0)
    vectors = _unit(centres + rng.normal(size=(1_000, 30)))
    anywhere = [np.sort(rng.choice(1_000, 40, replace=False)) for _ in range(50)]
    inside = [np.sort(rng.choice(ids, 40, replace=False)) for ids in themes]
    found = topicality(vectors, _postings([*inside, *anywhere]), themes=_postings(themes))
    table = pd.DataFrame({"topicality": found})
    assert subjects(table, params=TrendParams()).tolist() == [True] * 10 + [False] * 50


def test_where_it_is_not_known_every_keyword_is_a_subject() -> None:
    vectors = _unit(np.random.default_rng(1).normal(size=(5, 4)))
    alone = topicality(vectors, _postings([np.array([2])]), themes=_postings([np.arange(5)]))
    none = topicality(vectors, _postings([np.arange(3)]), themes=_postings([]))
    table = pd.DataFrame({"topicality": [*alone, *none]})
    assert table["topicality"].isna().all()
    assert subjects(table, params=TrendParams()).all()

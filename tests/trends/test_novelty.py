"""Novelty of papers and of series."""

import numpy as np
import pytest

from analysis.trends.evidence.novelty import NEAREST, paper_novelty, series_novelty
from analysis.trends.params import TrendParams
from analysis.trends.postings import Postings

PARAMS = TrendParams(novelty_sample=200)


def _world(earlier: int) -> tuple[np.ndarray, np.ndarray]:
    """Earlier papers about one subject in many shades; one recent paper like them, one unlike."""
    rng = np.random.default_rng(1)
    vectors = rng.normal(0, 0.3, size=(earlier + 2, 16))
    vectors[:-1, 0] += 1
    vectors[-1, 1] += 5
    return vectors, np.arange(earlier + 2) >= earlier


def test_unlike_paper_is_newer_and_earlier_ones_have_none() -> None:
    vectors, recent = _world(500)
    novelty = paper_novelty(vectors, recent=recent, before=~recent, params=PARAMS)
    assert novelty[-1] > novelty[-2] + 0.3
    assert np.isnan(novelty[:-2]).all()


def test_novelty_is_the_mean_distance_to_the_ten_nearest() -> None:
    vectors, recent = _world(150)
    novelty = paper_novelty(vectors, recent=recent, before=~recent, params=PARAMS)
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    cosines = np.sort(unit[:-2] @ unit[-1])[-NEAREST:]
    assert novelty[-1] == pytest.approx(1 - cosines.mean(), abs=1e-5)


def test_more_earlier_papers_do_not_make_new_ones_old() -> None:
    few, many = (
        paper_novelty(vectors, recent=recent, before=~recent, params=PARAMS)[-2]
        for vectors, recent in (_world(250), _world(20_000))
    )
    assert many == pytest.approx(few, abs=0.12)


def test_nothing_before_nothing_new() -> None:
    vectors, recent = _world(5)
    nothing = np.zeros(len(vectors), bool)
    assert np.isnan(paper_novelty(vectors, recent=recent, before=nothing, params=PARAMS)).all()
    assert np.isnan(paper_novelty(vectors, recent=nothing, before=~recent, params=PARAMS)).all()


def test_series_has_the_median_of_its_papers() -> None:
    novelty = np.array([np.nan, 0.1, 0.4, 0.2, np.nan])
    postings = Postings(np.array([0, 4, 5, 5], np.int32), np.array([0, 1, 2, 3, 4], np.int32))
    found = series_novelty(novelty, postings)
    assert found[0] == pytest.approx(0.2)
    assert np.isnan(found[1:]).all()

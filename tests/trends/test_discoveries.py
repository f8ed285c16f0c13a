"""False discoveries, exact tests, squeezing and spread against other ways to the same number."""

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests

from analysis.trends.evidence.author_spread import SAMPLE, spread
from analysis.trends.evidence.recency_tests import recent_against_before
from analysis.trends.growth.false_discoveries import q_values
from analysis.trends.growth.overdispersion import dispersion, squeezed
from analysis.trends.postings import Postings
from tests.support.planted_trends import as_series


def test_q_values_are_those_of_statsmodels_without_the_untested() -> None:
    p = np.random.default_rng(1).uniform(size=50) ** 3
    p[[3, 17]] = np.nan
    tested = ~np.isnan(p)
    q = q_values(p)
    assert q[tested] == pytest.approx(multipletests(p[tested], method="fdr_bh")[1])
    assert np.isnan(q[~tested]).all()


def test_nothing_tested_has_no_q() -> None:
    assert np.isnan(q_values(np.full(3, np.nan))).all()
    assert len(q_values(np.zeros(0))) == 0


def test_recent_test_is_the_exact_binomial_one() -> None:
    counts = np.array([[0, 0, 1, 2, 5], [3, 4, 2, 0, 1], [0, 0, 0, 0, 0], [2, 2, 2, 2, 2]])
    totals = np.array([40, 60, 50, 70, 30])
    found = recent_against_before(as_series(counts, totals), length=2)
    share = 100 / 250
    for row, (before, recent) in enumerate(zip(found.before, found.recent, strict=True)):
        if before + recent:
            more, fewer = (
                stats.binomtest(int(recent), int(before + recent), share, alternative=side).pvalue
                for side in ("greater", "less")
            )
            assert (found.p_more[row], found.p_fewer[row]) == pytest.approx((more, fewer))
    assert (found.p_more[2], found.p_fewer[2]) == (1, 1)
    assert found.expected == pytest.approx(np.array([1, 9, 0, 6]) * 100 / 150)


def test_squeezing_is_the_published_mean_of_prior_and_own_variance() -> None:
    """(d0 s0^2 + d s^2) / (d0 + d): s0^2 = 2, relative variance 0.5 = 2/20 + 2/d0, so d0 = 5."""
    scale, freedom = squeezed(np.array([1.0, 1.0, 4.0]), left=np.full(3, 20))
    assert scale == pytest.approx([(5 * 2 + 20) / 25, (5 * 2 + 20) / 25, (5 * 2 + 80) / 25])
    assert freedom == pytest.approx([25, 25, 25])


def test_series_as_alike_as_chance_lets_them_share_one_dispersion() -> None:
    scale, _ = squeezed(np.array([1.9, 2.0, 2.1]), left=np.full(3, 20))
    assert scale == pytest.approx([2, 2, 2], abs=0.01)
    assert squeezed(np.array([0.3, 0.4]), left=np.full(2, 20))[0].tolist() == [1, 1]


def test_a_dispersion_is_found_again() -> None:
    rng = np.random.default_rng(1)
    means = np.full((400, 60), 8.0)
    scattered = rng.poisson(rng.gamma(means / 0.5) * 0.5)
    left = np.full(400, 60)
    assert dispersion(scattered, means, left=left).mean() == pytest.approx(1.5, abs=0.03)


def test_spread_is_what_drawing_ten_papers_gives() -> None:
    rng = np.random.default_rng(1)
    groups = np.concatenate([np.repeat(np.arange(6), [20, 9, 5, 3, 2, 1]), [-1, -1]])
    papers = np.arange(len(groups), dtype=np.int32)
    number, expected = spread(groups, Postings(np.array([0, 42, 42, 42], np.int32), papers))
    known = groups[groups >= 0]
    drawn = [len(set(rng.choice(known, SAMPLE, replace=False))) for _ in range(20_000)]
    assert number[0] == 6
    assert expected[0] == pytest.approx(np.mean(drawn), abs=0.03)
    assert np.isnan([*number[1:], *expected[1:]]).all()


def test_of_fewer_than_ten_papers_every_group_is_seen() -> None:
    groups = np.array([0, 1, 1, 2])
    postings = Postings(np.array([0, 4, 5], np.int32), np.array([0, 1, 2, 3, 0], np.int32))
    number, expected = spread(groups, postings)
    assert number.tolist() == [3, 1]
    assert expected == pytest.approx([3, 1])

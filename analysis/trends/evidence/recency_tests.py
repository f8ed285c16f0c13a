"""Exact conditional tests of recent against earlier papers, for series of few papers."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from analysis.trends.series import Series


@dataclass(frozen=True)
class Recent:
    """For each series: papers `before` and `recent`, `expected` recent ones, and two exact p.

    `expected` is what the share before would give. `p_more` is the chance of as many recent ones
    or more among all its papers if its share had not changed, `p_fewer` of as few.
    """

    before: np.ndarray
    recent: np.ndarray
    expected: np.ndarray
    p_more: np.ndarray
    p_fewer: np.ndarray


def recent_against_before(span: Series, *, length: int) -> Recent:
    """Compare the last `length` periods with all earlier ones.

    Given its papers, those that are recent follow a binomial law with the recent share of the
    corpus. Source: J. Przyborowski and H. Wilenski, Homogeneity of results in testing samples from
    Poisson series, Biometrika 31 (1940).
    """
    parts = span.only(slice(0, -length)), span.only(slice(-length, None))
    before, recent = (part.counts.sum(axis=1) for part in parts)
    earlier, later = (int(part.totals.sum()) for part in parts)
    share = later / max(earlier + later, 1)
    both = before + recent
    return Recent(
        before=before,
        recent=recent,
        expected=before * later / max(earlier, 1),
        p_more=stats.binom.sf(recent - 1, both, share),
        p_fewer=stats.binom.cdf(recent, both, share),
    )

"""Author diversity: how many groups of authors the papers of a series come from.

A paper's group is its last author, in most fields the one whose group wrote it.
"""

import numpy as np
import pandas as pd
from scipy.special import gammaln

from analysis.trends.postings import Postings

SAMPLE = 10


def author_groups(documents: pd.DataFrame) -> np.ndarray:
    """The group of every document, as a number; -1 where no author is known."""
    last = [
        names[-1] if names is not None and len(names) else None for names in documents["authors"]
    ]
    return pd.factorize(pd.Series(last, dtype="str"))[0]


def spread(groups: np.ndarray, postings: Postings) -> tuple[np.ndarray, np.ndarray]:
    """The author groups of each series, and their expected number in ten papers (rarefaction).

    Of fewer papers all are taken; both are null where no author is known. The expectation is exact
    (S. Hurlbert, The nonconcept of species diversity, Ecology 52, 1971).
    """
    series = postings.terms
    owners = groups[postings.doc_ids]
    known = owners >= 0
    width = int(groups.max(initial=0)) + 1
    codes = series[known].astype(np.int64) * width + owners[known]
    pairs, papers = np.unique(codes, return_counts=True)
    which = pairs // width
    number = np.bincount(which, minlength=len(postings.indptr) - 1).astype(float)
    total = np.bincount(which, weights=papers, minlength=len(number))
    taken = np.minimum(total, SAMPLE)
    ways = _log_choose(total, taken)[which]
    missed = np.exp(_log_choose(total[which] - papers, taken[which]) - ways)
    found = np.bincount(which, weights=1 - missed, minlength=len(number))
    return np.where(total > 0, number, np.nan), np.where(total > 0, found, np.nan)


def _log_choose(n: np.ndarray, k: np.ndarray) -> np.ndarray:
    """The logarithm of n over k; minus infinity where n < k."""
    possible = n >= k
    n = np.where(possible, n, k)
    return np.where(possible, gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1), -np.inf)

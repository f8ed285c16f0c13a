"""The false discovery rate of many tests together.

Source: Y. Benjamini and Y. Hochberg, Controlling the false discovery rate, Journal of the Royal
Statistical Society B 57 (1995).
"""

import numpy as np


def q_values(p: np.ndarray) -> np.ndarray:
    """Benjamini-Hochberg q-values of p (m,); NaN was not tested."""
    q = np.full(p.shape, np.nan)
    tested = np.flatnonzero(~np.isnan(p))
    largest_first = tested[np.argsort(p[tested])[::-1]]
    ranks = np.arange(len(tested), 0, -1)
    q[largest_first] = np.minimum.accumulate(p[largest_first] * len(tested) / ranks)
    return q

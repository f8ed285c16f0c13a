"""The false discovery rate of many tests together.

Source: Y. Benjamini and Y. Hochberg, Controlling the false discovery rate, Journal of the Royal
Statistical Society B 57 (1995).
"""

import numpy as np


def q_values(p: np.ndarray) -> np.ndarray:
    """Benjamini-Hochberg q-values of p (m,); NaN was not tested."""
    from scipy import stats  # takes a second, which pages would wait

    q = np.full(p.shape, np.nan)
    tested = ~np.isnan(p)
    if tested.any():
        q[tested] = stats.false_discovery_control(p[tested])
    return q

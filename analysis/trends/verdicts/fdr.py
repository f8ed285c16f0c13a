"""Of many series tested at once, some move by luck: how many, and which are beyond it.

Source: Y. Benjamini and Y. Hochberg, Controlling the false discovery rate, Journal of the Royal
Statistical Society B 57 (1995).
"""

import numpy as np


def q_values(p: np.ndarray) -> np.ndarray:
    """The smallest rate of false discoveries at which each p (m,) is one; NaN was not tested."""
    from scipy import stats  # takes a second, which pages that only count findings would wait

    q = np.full(p.shape, np.nan)
    tested = ~np.isnan(p)
    if tested.any():
        q[tested] = stats.false_discovery_control(p[tested])
    return q


def expected_false(called: int, *, rate: float) -> int:
    """How many of the findings called at that rate may be false: at most about so many."""
    return int(np.ceil(called * rate))

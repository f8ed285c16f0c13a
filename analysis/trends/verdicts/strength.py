"""How strong the evidence for a finding is: three, two or one, by its own q."""

import numpy as np
import pandas as pd

from analysis.trends.verdict_codes import EMERGENCES, TRENDS

# The largest q of three and of two; every other finding has one.
STRONG, GOOD = 0.001, 0.01


def strength(q: float) -> int:
    """The strength of a finding with this q, 3 to 1; 0 where it has none."""
    return 0 if np.isnan(q) else 1 + (q <= GOOD) + (q <= STRONG)


def finding_q(signals: pd.DataFrame) -> pd.Series:
    """The q of the test that called each row of a table of signals; NaN where none did.

    Of peaks no q is kept, and what is dormant was called by another rule.
    """
    q = signals["q"].where(signals["verdict"].isin(TRENDS))
    return q.where(~signals["verdict"].isin(EMERGENCES), signals["emergence_q"]).astype(float)

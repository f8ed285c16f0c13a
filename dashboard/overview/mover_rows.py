"""What moved in few words: papers before and after, growth a year, strength."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.trends.verdict_codes import EMERGENCES, TRENDS
from dashboard.text.wording import count

# False discovery rates up to which a finding has three dots, and two; any other has one.
_STRONG, _GOOD = 0.001, 0.01
# A factor a year that says no more than “very much”.
_MOST = 100


def course(row: Mapping[Any, Any]) -> str:
    """The papers of a row of signals before and after, such as `9 → 94 papers`."""
    recent, before = row["recent_documents"], row["before_documents"]
    if row["verdict"] == "emerging":
        return f"{count(recent + before, 'paper')}, {recent:,} recent"
    if row["verdict"] == "dormant":
        return f"{count(before, 'paper')} earlier, {recent:,} recent"
    return f"{row['first_documents']:,} → {count(row['last_documents'], 'paper')}"


def growth_words(row: Mapping[Any, Any]) -> str:
    """The 95% interval of the growth as factors: `×1.9 to ×13.3 a year`; empty where unknown."""
    ends = row["growth_low"], row["growth_high"]
    if any(pd.isna(end) for end in ends):
        return ""
    return f"{_factor(1 + ends[0])} to {_factor(1 + ends[1])} a year"


def strength_dots(row: Mapping[Any, Any]) -> str:
    """One to three dots by the false discovery rate of a finding; none where it has none."""
    found = {**dict.fromkeys(TRENDS, "q"), **dict.fromkeys(EMERGENCES, "emergence_q")}
    rate = row.get(found.get(row["verdict"], ""), np.nan)
    if pd.isna(rate):
        return ""
    return "●●●" if rate <= _STRONG else "●●" if rate <= _GOOD else "●"


def legend(rate: float) -> str:
    """What the numbers and dots of a row mean; `rate` is the false discovery rate of a run."""
    return (
        "9 → 94: papers in the first and in the last year. Dots: of such findings, chance makes at "
        f"most 1 in 1,000 (●●●), 1 in 100 (●●) or {100 * rate:.0f} in 100 (●)."
    )


def shares_over_time(prevalence: pd.DataFrame, topic: int) -> list[float]:
    """The share of a theme in every complete period with papers, the earliest first."""
    whole = prevalence[prevalence["complete"] & (prevalence["total"] > 0)]
    return whole[whole["topic"] == topic].sort_values("period")["prevalence"].tolist()


def _factor(factor: float) -> str:
    if factor >= _MOST:
        return f"more than ×{_MOST}"
    return f"×{factor:.1f}" if factor >= 0.095 else f"×{factor:.2f}"

"""What moved in few words: papers before and after, growth a year."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.periods import readable_period
from analysis.trends.factors import factor_range
from analysis.trends.prevalence import complete_shares
from dashboard.style.verdicts import dots_note
from dashboard.text.wording import count


def course(row: Mapping[Any, Any], *, bare: bool = False) -> str:
    """The papers of a row of signals before and after, such as `9 → 94 papers`.

    Numbers alone where it is `bare`, for a column that says what they count.
    """
    if row["verdict"] == "emerging":
        recent = row["recent_documents"]
        return f"{_papers(recent + row['before_documents'], bare=bare)}, {recent:,} recent"
    if row["verdict"] == "dormant":
        before = _papers(row["before_documents"], bare=bare)
        return f"{before} earlier, {row['recent_documents']:,} recent"
    if row["verdict"] == "peaked":
        return f"{_papers(row['documents'], bare=bare)} in all, peak {readable_period(row['peak'])}"
    return f"{row['first_documents']:,} → {_papers(row['last_documents'], bare=bare)}"


def growth_words(row: Mapping[Any, Any], *, bare: bool = False) -> str:
    """The 95% interval of the growth as factors: `×1.9 to ×13 a year`; empty where unknown.

    Empty for what has peaked, too: over the whole window it grew and shrank. Without "a year" where
    it is `bare`, for a column that says so.
    """
    if row["verdict"] == "peaked":
        return ""
    ends = row["growth_low"], row["growth_high"]
    if any(map(pd.isna, ends)):
        return ""
    return f"{factor_range(1 + ends[0], 1 + ends[1])}{'' if bare else ' a year'}"


def _papers(number: int, *, bare: bool) -> str:
    return f"{number:,}" if bare else count(number, "paper")


def legend(rate: float) -> str:
    """What the numbers and dots of a row mean; `rate` is the false discovery rate of a run."""
    return f"The arrow: from the papers of the first year to those of the last. {dots_note(rate)}"


def shares_over_time(prevalence: pd.DataFrame, topic: int) -> list[float]:
    """The share of a theme in every complete period with papers, the earliest first."""
    return complete_shares(prevalence[prevalence["topic"] == topic])

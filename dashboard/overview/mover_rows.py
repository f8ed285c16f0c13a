"""What moved in few words: papers before and after, growth a year."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.periods import readable_period
from analysis.trends.factors import factor_range
from analysis.trends.prevalence import complete_shares
from dashboard.style.verdicts import dots_note
from dashboard.text.wording import count


def course(row: Mapping[Any, Any]) -> str:
    """The papers of a row of signals before and after, such as `9 → 94 papers`."""
    if row["verdict"] == "emerging":
        recent, papers = row["recent_documents"], row["recent_documents"] + row["before_documents"]
        return f"{count(papers, 'paper')}, {recent:,} recent"
    if row["verdict"] == "dormant":
        return (
            f"{count(row['before_documents'], 'paper')} earlier, {row['recent_documents']:,} recent"
        )
    if row["verdict"] == "peaked":
        return f"{count(row['documents'], 'paper')} in all, peak {readable_period(row['peak'])}"
    return f"{row['first_documents']:,} → {count(row['last_documents'], 'paper')}"


def growth_words(row: Mapping[Any, Any]) -> str:
    """The 95% interval of the growth as factors: `×1.9 to ×13 a year`; empty where unknown.

    Empty for what has peaked, too: over the whole window it grew and shrank.
    """
    if row["verdict"] == "peaked":
        return ""
    ends = row["growth_low"], row["growth_high"]
    return "" if any(map(pd.isna, ends)) else f"{factor_range(1 + ends[0], 1 + ends[1])} a year"


def legend(rate: float) -> str:
    """What the numbers and dots of a row mean; `rate` is the false discovery rate of a run."""
    return f"The arrow: from the papers of the first year to those of the last. {dots_note(rate)}"


def shares_over_time(prevalence: pd.DataFrame, topic: int) -> list[float]:
    """The share of a theme in every complete period with papers, the earliest first."""
    return complete_shares(prevalence[prevalence["topic"] == topic])

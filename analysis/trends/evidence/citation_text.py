"""A sentence on the citations of each theme beside those of papers of the same age."""

from typing import Any

import pandas as pd

from analysis.periods import readable_date

_BESIDE = {
    "more": "Its papers are cited more than others of their {within}: on average more often than "
    "{cited:.0%} of them",
    "fewer": "Its papers are cited less than others of their {within}: on average more often than "
    "only {cited:.0%} of them",
    "unclear": "Its papers are not clearly cited more or less than others of their {within}: on "
    "average more often than {cited:.0%} of them",
}


def citation_sentences(rows: pd.DataFrame) -> pd.Series:
    """What `theme_citations` found for each row, same index; empty where it says nothing."""
    sentences = ["" if pd.isna(row["cited"]) else _sentence(row) for row in rows.to_dict("records")]
    return pd.Series(sentences, index=rows.index, dtype="str")


def _sentence(row: dict[Any, Any]) -> str:
    beside = _BESIDE[row["cited_found"]].format(within=row["cited_within"], cited=row["cited"])
    likely = f"likely {row['cited_low']:.0%} to {row['cited_high']:.0%}"
    without = int(row["cited_uncounted"])
    left_out = f", {without:,} without a count" if without else ""
    return f"{beside} ({likely}; {int(row['cited_papers']):,} papers{_counted(row)}{left_out})."


def _counted(row: dict[Any, Any]) -> str:
    """The days on which the citations were counted."""
    first, last = row["cited_from"], row["cited_until"]
    if pd.isna(first):
        return ""
    if first == last:
        return f" counted on {readable_date(first)}"
    return (
        f" counted from {readable_date(first)} to {readable_date(last)}, each beside those of its "
        "day"
    )

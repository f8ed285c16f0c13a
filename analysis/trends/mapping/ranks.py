"""Ranks of themes by size in every period, and their peaks."""

from collections.abc import Collection

import pandas as pd


def theme_ranks(shares: pd.DataFrame, *, chosen: Collection[int]) -> pd.DataFrame:
    """The rank of each of the `chosen` topics among them in every period that has papers.

    `shares` is a table of `prevalence`; its columns are kept, and `rank` is added: 1 for the theme
    with the most papers in the period. Of equals the one with more papers in all goes first, then
    the lower topic.
    """
    rows = shares[shares["topic"].isin(list(chosen)) & (shares["total"] > 0)]
    total = rows.groupby("topic")["documents"].transform("sum")
    rows = rows.assign(all_documents=total).sort_values(
        ["period", "documents", "all_documents", "topic"], ascending=[True, False, False, True]
    )
    rows = rows.assign(rank=rows.groupby("period").cumcount() + 1)
    return rows.drop(columns="all_documents").reset_index(drop=True)


def peaks(shares: pd.DataFrame) -> pd.DataFrame:
    """The peak of each topic: topic, period, prevalence, earliest first.

    `shares` is a table of `prevalence`. The peak is the complete period whose share is the
    highest with some certainty, that is by the lower end of its interval, so that the one paper
    of a period is no peak; of equals the earliest. Where no period is complete, all count. Of
    topics with the same period the larger share goes first.
    """
    whole = shares[shares["complete"]] if shares["complete"].any() else shares
    known = whole.dropna(subset=["prevalence"]).sort_values(
        ["low", "period"], ascending=[False, True], kind="stable"
    )
    highest = known.drop_duplicates("topic")[["topic", "period", "prevalence"]]
    return highest.sort_values(
        ["period", "prevalence", "topic"], ascending=[True, False, True], ignore_index=True
    )

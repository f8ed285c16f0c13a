"""Prevalence: the share of a period's documents that have a topic or term, with interval."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from analysis.periods import period_bounds, period_of, periods_between
from analysis.trends.counts import calendar, count, topic_counts
from analysis.trends.postings import Postings

Z_95 = 1.959963984540054  # half of the 95% interval of a standard normal
# Of fewer papers a period, counts are shown instead of shares.
FEW_PAPERS = 30
# A silence of three mean gaps between papers has probability exp(-3) = 0.05 under a constant rate.
SILENT_GAPS = 3
# Lists of papers pause over week-ends, so a period may end three days before the calendar does.
WEEKEND_DAYS = 3


def prevalence(documents: pd.DataFrame, *, period: str, as_of: str | None = None) -> pd.DataFrame:
    """The share of every topic in every period from the first paper to the last.

    `documents` needs `topic` and `published`; `period` is day, week, month, quarter or year;
    `as_of` is the ISO date on which the papers were read, after which nothing can be known.
    Returns one row a period and topic (outliers, -1, included; zeros included): period, topic,
    documents, total, prevalence (0 to 1, null where the period has no documents), low and high
    (Wilson's 95% interval) and complete (False where the first or last period was cut off).
    """
    counts = topic_counts(documents, period=period)
    totals = counts.groupby("period")["documents"].sum()
    complete = complete_periods(documents, period=period, as_of=as_of)
    return _shares(counts, totals, complete=complete)


def term_prevalence(
    documents: pd.DataFrame,
    terms: Sequence[str],
    *,
    vocabulary: pd.DataFrame,
    postings: Postings,
    period: str,
    as_of: str | None = None,
) -> pd.DataFrame:
    """The share of documents that hold each of `terms`, in every period.

    `vocabulary` has a row a term, in the order of `postings`; unknown terms are left out.
    Columns as in `prevalence`, with `term` in the place of `topic`.
    """
    ids = pd.Series(range(len(vocabulary)), index=vocabulary["term"])
    groups = {term: postings.documents_of(int(ids[term])) for term in terms if term in ids.index}
    return group_prevalence(documents, groups, period=period, as_of=as_of)


def group_prevalence(
    documents: pd.DataFrame,
    groups: Mapping[str, np.ndarray],
    *,
    period: str,
    as_of: str | None = None,
) -> pd.DataFrame:
    """The share of documents in each of `groups` (name: doc_ids), in every period.

    Columns as in `term_prevalence`; a group is named where a term would be.
    """
    periods, codes, totals = calendar(documents, period=period)
    counts = [count(codes[members], size=len(periods)) for members in groups.values()]
    table = pd.DataFrame(
        {
            "period": np.tile(np.array(periods, dtype=object), len(groups)),
            "term": np.repeat(np.array(list(groups), dtype=object), len(periods)),
            "documents": np.concatenate([*counts, np.zeros(0, np.int64)]).astype(np.int32),
        }
    ).astype({"period": "str", "term": "str"})
    complete = complete_periods(documents, period=period, as_of=as_of)
    return _shares(table, pd.Series(totals, index=periods), complete=complete)


def too_few_for_shares(prevalence: pd.DataFrame) -> bool:
    """Whether half of the periods have so few papers that their shares would mislead."""
    totals = prevalence.drop_duplicates("period")["total"]
    return len(totals) > 0 and float((totals < FEW_PAPERS).mean()) >= 0.5


def complete_shares(shares: pd.DataFrame) -> list[float]:
    """The share in every complete period with documents, the earliest first.

    `shares` are the rows of one topic or term in `prevalence` or `term_prevalence`.
    """
    whole = shares[shares["complete"] & (shares["total"] > 0)]
    return whole.sort_values("period")["prevalence"].tolist()


def wilson(successes: np.ndarray, trials: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Wilson's 95% score interval of a proportion; null where there are no trials.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference,
    JASA 22 (1927).
    """
    trials = np.where(trials > 0, trials, np.nan)
    share = successes / trials
    centre = share + Z_95**2 / (2 * trials)
    spread = Z_95 * np.sqrt(share * (1 - share) / trials + Z_95**2 / (4 * trials**2))
    scale = 1 + Z_95**2 / trials
    return np.clip((centre - spread) / scale, 0, 1), np.clip((centre + spread) / scale, 0, 1)


def _shares(counts: pd.DataFrame, totals: pd.Series, *, complete: pd.Series) -> pd.DataFrame:
    total = counts["period"].map(totals).to_numpy(np.int64)
    documents = counts["documents"].to_numpy(np.int64)
    low, high = wilson(documents, total)
    return counts.assign(
        total=total.astype(np.int32),
        prevalence=documents / np.where(total > 0, total, np.nan),
        low=low,
        high=high,
        complete=counts["period"].map(complete).astype(bool),
    )


def complete_periods(documents: pd.DataFrame, *, period: str, as_of: str | None) -> pd.Series:
    """Whether each period is complete: the first may begin late, the last end early."""
    labels = period_of(documents["published"], period=period)
    periods = periods_between(labels.min(), labels.max()) if labels.notna().any() else []
    complete = pd.Series(data=True, index=pd.Index(periods, dtype="str"))
    if not periods:
        return complete
    published = documents["published"][labels.notna()]
    days = [period_bounds(value) for value in published.unique()]
    first, last = min(start for start, _ in days), max(end for _, end in days)
    if as_of is not None:
        last = min(last, date.fromisoformat(as_of[:10]))
    gap = (last - first).days / len(published)
    slack = timedelta(days=max(WEEKEND_DAYS, SILENT_GAPS * gap))
    complete.iloc[0] &= first - period_bounds(periods[0])[0] <= slack
    # With papers of the future, several periods end after the day of reading.
    for late in reversed(periods):
        if period_bounds(late)[1] - last <= slack:
            break
        complete[late] = False
    return complete

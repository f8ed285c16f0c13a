"""What gained and what lost lately: shares of two stretches of time, set side by side.

Descriptive: it says what changed between the two, not that the change is more than chance.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.trends.postings import Postings
from analysis.trends.prevalence import wilson


def latest_windows(shares: pd.DataFrame, *, length: int) -> tuple[list[str], list[str]]:
    """The last `length` complete periods, and the `length` complete ones before: (before, after).

    `shares` is a table of `prevalence`. Both lists are empty where there are too few periods.
    """
    complete = shares.loc[shares["complete"], "period"].drop_duplicates().sort_values().tolist()
    if length < 1 or len(complete) < 2 * length:
        return [], []
    return complete[-2 * length : -length], complete[-length:]


def term_shifts(
    periods: pd.Series,
    windows: tuple[Sequence[str], Sequence[str]],
    *,
    vocabulary: pd.DataFrame,
    postings: Postings,
    at_least: int = 5,
) -> pd.DataFrame:
    """How much more often each term is used after than before, the greatest gain first.

    `periods` is the period of every document, by doc_id; `windows` the periods before and those
    after; `vocabulary` has a row a term, in the order of `postings`. Terms in fewer than `at_least`
    documents of both together are left out. Returns term, and for `before` and `after` each
    documents, share and Wilson's 95% interval (`before`, `before_share`, `before_low`,
    `before_high`, ...), then change, the difference of the shares, with its 95% interval
    change_low and change_high.

    Source: R. G. Newcombe, Interval estimation for the difference between independent proportions,
    Statistics in Medicine 17 (1998), method 10.
    """
    columns = [_column(periods, one, postings=postings) for one in windows]
    table = pd.DataFrame({"term": vocabulary["term"]})
    for name, (documents, total) in zip(("before", "after"), columns, strict=True):
        low, high = wilson(documents, np.full(len(documents), total))
        share = documents / (total or np.nan)
        table[[name, f"{name}_share", f"{name}_low", f"{name}_high"]] = np.column_stack(
            [documents, share, low, high]
        )
    table = table[table["before"] + table["after"] >= at_least].astype(
        {"before": int, "after": int}
    )
    low_gap = np.hypot(
        table["after_share"] - table["after_low"], table["before_high"] - table["before_share"]
    )
    high_gap = np.hypot(
        table["after_high"] - table["after_share"], table["before_share"] - table["before_low"]
    )
    change = table["after_share"] - table["before_share"]
    table = table.assign(change=change, change_low=change - low_gap, change_high=change + high_gap)
    order = ["change", "after", "term"]
    return table.sort_values(order, ascending=[False, False, True], ignore_index=True)


def _column(
    periods: pd.Series, window: Sequence[str], *, postings: Postings
) -> tuple[np.ndarray, int]:
    """Documents of every term within a window, and all documents within it."""
    inside = periods.isin(list(window)).to_numpy()
    running = np.r_[0, np.cumsum(inside[postings.doc_ids])]
    return running[postings.indptr[1:]] - running[postings.indptr[:-1]], int(inside.sum())

"""Precision of past verdicts by kind, against the base rate."""

from typing import Any

import numpy as np
import pandas as pd

from analysis.trends.forecasting.forecast_scores import OUTCOMES
from analysis.trends.prevalence import wilson
from analysis.trends.verdict_codes import DIRECTIONS

# The rule to beat: what grew most over the last year goes on growing.
LAST_YEAR = "last year's growth"
CALLS = ["cut", "kind", "name", "verdict", "last_year", "share_before", "share_after", *OUTCOMES]
RULES = ["cut", "kind", "name", "n", "hits", "precision", "low", "high", "base_rate"]


def score(calls: pd.DataFrame) -> pd.DataFrame:
    """The precision of each rule: one row per cut, kind and rule, columns RULES.

    `calls` has a row a series that was tested at a cut, columns CALLS: kind is topic or term,
    the last of them as in `outcomes`;
    `last_year` its growth over the year before the cut, `share_before` its share of the papers in
    that year and `share_after` in the time that came. A verdict that predicts a larger share is
    right where the share after is higher, one that predicts a smaller where it is lower (as
    DIRECTIONS has it). LAST_YEAR picks as many series as were predicted a larger share. `n` calls,
    `hits` of them right, `precision` with Wilson's 95% interval low to high; `base_rate` is the
    share of all tested series of which the same came true.
    """
    rows = []
    for (cut, kind), tested in calls.groupby(["cut", "kind"], sort=True):
        moved = np.sign(tested["share_after"] - tested["share_before"])
        up = tested["verdict"].map(DIRECTIONS) == 1
        by_growth = tested["last_year"].rank(method="first", ascending=False, na_option="bottom")
        picks = {name: (tested["verdict"] == name, sign) for name, sign in DIRECTIONS.items()}
        picks[LAST_YEAR] = (by_growth <= up.sum(), 1)
        for name, (picked, sign) in picks.items():
            right = moved == sign
            hits = int((picked & right).sum())
            rows.append((cut, kind, name, int(picked.sum()), hits, float(right.mean())))
    table = pd.DataFrame(rows, columns=["cut", "kind", "name", "n", "hits", "base_rate"])
    n, hits = table["n"].to_numpy(float), table["hits"].to_numpy(float)
    low, high = wilson(hits, n)
    precision = np.divide(hits, n, out=np.full(len(n), np.nan), where=n > 0)
    return table.assign(precision=precision, low=low, high=high)[RULES]


def rules(scores: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of `score` for output: a readable name, counts, shares (0 to 1)."""
    of = {"topic": "themes", "term": "keywords"}
    return [
        {
            "name": f"{row['name']}, {of[row['kind']]}, as of {row['cut']}",
            "n": row["n"],
            "hits": row["hits"],
            **{
                name: None if pd.isna(row[name]) else float(row[name])
                for name in ("precision", "low", "high", "base_rate")
            },
        }
        for row in scores.to_dict("records")
    ]

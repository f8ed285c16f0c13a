"""Mixture shift: venues and categories that begin or end, which mimic a change of themes."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.periods import period_of
from analysis.trends.params import TrendParams
from analysis.trends.postings import Postings
from analysis.trends.series import recent_length, series, window
from analysis.trends.strata import NAMED, strata

# Of its documents so few may stand apart from the others.
_STRAY = 0.05
# By chance a stratum is missing from so many papers in a row less often than this.
_CHANCE = 0.001
_NAMES_SHOWN = 3


def mixture(
    documents: pd.DataFrame, *, period: str, as_of: str | None = None, params: TrendParams
) -> pd.DataFrame:
    """The strata that begin or end within the window: stratum, documents, event, month.

    `documents` needs published, venue and categories; `event` is begins or ends, `month` that (or
    the year) of the first or of the last document; the largest strata first. A stratum comes or
    goes where it is missing for a year (a quarter of a window under four years), for longer than
    it ever pauses, and by more than chance; a few stray documents do not count. Those of one month
    must be together at least `stratum_share` of the documents of the time when they are there.
    """
    known, length = _placed(documents, period=period, as_of=as_of, params=params)
    found = []
    running = np.r_[0, np.bincount(known["place"]).cumsum()]
    for name, rows in known.groupby("stratum"):
        for event, start, end in _absences(rows["place"].to_numpy(), last=len(running) - 2):
            missed = (running[end] - running[start]) / len(known)
            if end - start < length or len(rows) * np.log1p(-missed) > np.log(_CHANCE):
                continue
            there = rows["place"] >= end if event == "begins" else rows["place"] < start
            months = rows["month"][there]
            month = months.min() if event == "begins" else months.max()
            share = len(rows) / (len(known) * (1 - missed))
            found.append((name, len(rows), event, month, share))
    columns = ["stratum", "documents", "event", "month", "share"]
    table = pd.DataFrame(found, columns=columns)
    together = table.groupby(["event", "month"])["share"].transform("sum")
    table = table[together >= params.stratum_share].drop(columns="share")
    return table.sort_values("documents", ascending=False, ignore_index=True, kind="stable")


def _absences(place: np.ndarray, *, last: int) -> Iterator[tuple[str, int, int]]:
    """The longest gap (from, to) before nearly all documents at `place`, and the one after.

    Only what is longer than any pause in between.
    """
    places, documents = np.unique(place, return_counts=True)
    before = np.r_[0, documents.cumsum()] / documents.sum()
    starts, ends = np.r_[0, places + 1], np.r_[places, last + 1]
    gaps = ends - starts
    sides = {"begins": before <= _STRAY, "ends": before >= 1 - _STRAY}
    pause = gaps[~sides["begins"] & ~sides["ends"]].max(initial=0)
    for event, side in sides.items():
        longest = int(np.where(side, gaps, -1).argmax())
        if gaps[longest] > pause:
            yield event, int(starts[longest]), int(ends[longest])


def _placed(
    documents: pd.DataFrame, *, period: str, as_of: str | None, params: TrendParams
) -> tuple[pd.DataFrame, int]:
    """Stratum, month and period index of the documents in the window, and the shortest absence.

    Nothing where too few documents name a stratum.
    """
    nothing = Postings(np.zeros(1, np.int32), np.zeros(0, np.int32))
    whole = series(documents, nothing, names=[], period=period, as_of=as_of)
    inside = window(whole, params=params)
    places = {label: place for place, label in enumerate(inside.periods)}
    labels = period_of(documents["published"], period=period)
    table = pd.DataFrame(
        {
            "stratum": strata(documents),
            "month": documents["published"].astype("str").str[:7],
            "place": labels.map(places).astype(float),
        }
    )
    table = table[table["place"].notna()]
    known = table[table["stratum"].notna()].astype({"place": int, "stratum": "str"})
    enough = len(known) and len(known) >= NAMED * len(table)
    return known if enough else known.head(0), recent_length(inside)


def named(names: list[str]) -> str:
    """Several names in a phrase: `cs.IT, cs.GT and cs.CE`, `ICML, ACL, KDD and 4 more`."""
    more = len(names) - _NAMES_SHOWN
    shown = names if more <= 1 else [*names[:_NAMES_SHOWN], f"{more:,} more"]
    return " and ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))

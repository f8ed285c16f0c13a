"""The evidence for each verdict, in sentences."""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.periods import readable_date, readable_period
from analysis.trends.evidence.mixture_shift import named
from analysis.trends.percent import TIMES, growth_range
from analysis.trends.verdict_codes import (
    CALLED,
    CROWDED,
    DOUBTFUL,
    EMERGENCES,
    FEW_PAPERS,
    FEW_PERIODS,
    MIXTURE,
    TRENDS,
    TURNED,
    VERDICTS,
)

_LEAST_FOLD = 1.01  # a smaller change from the first year to the last is not stated
_WITHDRAWN = {
    CROWDED: "it moved no more than most do, for {because} changed the shares of all",
    MIXTURE: "without {because}, which came or went, it did not move",
    DOUBTFUL: "papers that hardly belong to it decide its direction",
}
_TOO_LITTLE = {
    FEW_PAPERS: "Too few papers to say anything.",
    FEW_PERIODS: "Too few complete periods to say anything.",
}


def evidence(signals: pd.DataFrame, *, labels: Mapping[str, str] | None = None) -> pd.Series:
    """What each row of `topic_signals` or `term_signals` rests on, a sentence, by the same index.

    `labels` names the topics that reasons are about.
    """
    because = [(labels or {}).get(str(name), name) for name in signals["because"]]
    rows = signals.assign(because=pd.Series(because, index=signals.index, dtype="str"))
    said = [_sentence(row) for row in rows.to_dict("records")]
    return pd.Series(said, index=signals.index, dtype="str")


def luck(signals: pd.DataFrame, *, rate: float) -> pd.Series:
    """How many findings of each row's family luck alone may have made; empty where none is claimed.

    `rate` is the false discovery rate that the verdicts were made with.
    """
    told = {
        verdict: _luck(int(signals["verdict"].isin(family).sum()), rate=rate)
        for family in (TRENDS, EMERGENCES)
        for verdict in family
    }
    return signals["verdict"].map(told).fillna("").astype("str")


def tested_note(signals: pd.DataFrame, *, of: str, rate: float) -> str:
    """How many of a family were tested, how many move, and how many of those luck may have made."""
    tested = int(signals["tested"].sum())
    called = int(signals["verdict"].isin(TRENDS).sum())
    emerging = int(signals["verdict"].isin(EMERGENCES).sum())
    if not tested:
        return f"None of the {len(signals):,} {of} has enough papers to be tested."
    move = {0: "none moves", 1: "1 moves"}.get(called, f"{called:,} move")
    were = f"{of.removesuffix('s')} was" if tested == 1 else f"{of} were"
    note = f"{tested:,} {were} tested for growth and {move}"
    if called:
        note += f", of these at most about {expected_false(called, rate=rate)} by luck"
    note += "."
    if emerging:
        most = expected_false(emerging, rate=rate)
        are = "is" if emerging == 1 else "are"
        note += f" {emerging:,} more {are} new, of these at most about {most} by luck."
    return note


def shuffled_note(signals: pd.DataFrame, shuffled: pd.DataFrame, *, of: str) -> str:
    """How much of a family is called here, and how much was where months were shuffled.

    `shuffled` has the rows of that family in `shuffled_signals`, some of every copy.
    """
    copies = int(shuffled["shuffle"].max())
    there = shuffled["verdict"].isin(CALLED).sum() / copies
    here = int(signals["verdict"].isin(CALLED).sum())
    mean = f"on average {there:.2g} {of}" if there else f"none of the {of}"
    return (
        f"In {copies} shuffled copies of these papers, {mean} would have been called "
        f"{', '.join(CALLED[:-1])} or {CALLED[-1]}; here {here:,} {'is' if here == 1 else 'are'}."
    )


def mixture_note(mixture: pd.DataFrame) -> str:
    """Which venues or categories come or go, and what that does; empty where none does.

    `mixture` as in `mixture_shift.mixture`.
    """
    events = [
        f"{named(rows['stratum'].tolist())} {str(event)[:-1] if len(rows) > 1 else event} in "
        f"{readable_date(month)}"
        for month, together in mixture.groupby("month")
        for event, rows in together.groupby("event")
    ]
    return f"{'; '.join(events)}: shares may move with them." if events else ""


def expected_false(called: int, *, rate: float) -> int:
    """How many of the findings called at that rate may be false: at most about so many."""
    return math.ceil(called * rate)


def _sentence(row: dict[Any, Any]) -> str:
    match VERDICTS[row["verdict"]].test, row["verdict"]:
        case "trend", _:
            return f"{_course(row)}; {_interval(row)}."
        case "emergence", _:
            papers = row["recent_documents"] + row["before_documents"]
            return (
                f"New: {row['recent_documents']:,} of its {papers:,} papers in finished periods "
                f"are recent, the first of {readable_period(row['first_seen'])}."
            )
        case _, "dormant":
            return (
                f"{row['before_documents']:,} papers before and {row['recent_documents']:,} "
                "lately, far fewer than its share would give."
            )
    return _no_finding(row)


def _no_finding(row: dict[Any, Any]) -> str:
    """What is known of the growth, and what takes it back."""
    if row["reason"] in _TOO_LITTLE:
        return _TOO_LITTLE[row["reason"]]
    if row["reason"] == TURNED:
        return _turned(row)
    if pd.isna(row["growth"]):
        return "Too few papers in the window to measure its growth."
    interval = _interval(row)
    because = _WITHDRAWN[row["reason"]].format(**row) if row["reason"] in _WITHDRAWN else ""
    return f"{interval[0].upper()}{interval[1:]}{f'; {because}' if because else ''}."


def _course(row: dict[Any, Any]) -> str:
    """The direction of the verdict, and the papers of the first and the last year of the window."""
    papers = f"{row['first_documents']:,} to {row['last_documents']:,} papers a year"
    change = _rise(row["fold"]) if VERDICTS[row["verdict"]].direction > 0 else _fall(row["fold"])
    return f"Share {change} since {readable_period(row['window_start'])}, {papers}"


# The growth that a verdict rests on is that of all periods. The share of the last year over that
# of the first, `fold`, is stated with it where it points the same way.
def _rise(fold: float) -> str:
    if pd.isna(fold):
        return "up from nothing"
    if fold >= TIMES:
        return "doubled" if fold < 2.2 else f"grew {fold:.1f}-fold"
    return f"grew by {fold - 1:.0%}" if fold >= _LEAST_FOLD else "grew"


def _fall(fold: float) -> str:
    if fold <= 1 / TIMES:
        return "halved" if fold > 1 / 2.2 else f"fell to {fold:.0%} of what it was"
    return f"fell by {1 - fold:.0%}" if fold <= 1 / _LEAST_FOLD else "fell"


def _turned(row: dict[Any, Any]) -> str:
    first, then = ("Rose", "fell") if row["growth"] > 0 else ("Fell", "rose")
    return f"{first} until {row['because']}, then {then}."


def _interval(row: dict[Any, Any]) -> str:
    span = growth_range(row["growth_low"], row["growth_high"])
    return f"growth between {span} a year (95% interval)"


def _luck(called: int, *, rate: float) -> str:
    if called == 1:
        return f"It is the only such finding; such ones are luck in up to {rate:.0%} of cases."
    return f"Of {called:,} such findings at most about {expected_false(called, rate=rate)} by luck."

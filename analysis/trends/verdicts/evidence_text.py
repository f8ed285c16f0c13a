"""What a row of signals says, in plain words: the verdict never without its evidence."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.periods import readable_date, readable_period
from analysis.trends.evidence.mixture_shift import named
from analysis.trends.verdicts.fdr import expected_false
from analysis.trends.verdicts.verdict_codes import (
    CALLED,
    CROWDED,
    DOUBTFUL,
    FEW_PAPERS,
    FEW_PERIODS,
    MIXTURE,
    MOVING,
    TURNED,
)

# Factors of this size and more are said as times, smaller changes in per cent.
_TIMES, _MOST = 1.95, 100
_LEAST_TIMES = 0.05  # a smaller rise is no 1.1-fold
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
    named = [(labels or {}).get(str(name), name) for name in signals["because"]]
    rows = signals.assign(because=pd.Series(named, index=signals.index, dtype="str"))
    said = [_sentence(row) for row in rows.to_dict("records")]
    return pd.Series(said, index=signals.index, dtype="str")


def luck(signals: pd.DataFrame, *, rate: float) -> pd.Series:
    """How many findings of each row's family luck alone may have made; empty where none is claimed.

    `rate` is the false discovery rate that the verdicts were made with.
    """
    told = {
        verdict: _luck(int(signals["verdict"].isin(family).sum()), rate=rate)
        for family in (MOVING, ("emerging",))
        for verdict in family
    }
    return signals["verdict"].map(told).fillna("").astype("str")


def tested_note(signals: pd.DataFrame, *, of: str, rate: float) -> str:
    """How many of a family were tested, how many move, and how many of those luck may have made."""
    tested = int(signals["tested"].sum())
    called = int(signals["verdict"].isin(MOVING).sum())
    emerging = int((signals["verdict"] == "emerging").sum())
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
        f"In {copies} shuffled copies of these papers, {mean} would have been called emerging, "
        f"rising or fading; here {here:,} {'is' if here == 1 else 'are'}."
    )


def mixture_note(mixture: pd.DataFrame) -> str:
    """Which venues or categories come or go, and what that does; empty where none does.

    `mixture` as in `strata.mixture`.
    """
    events = [
        f"{named(rows['stratum'].tolist())} {str(event)[:-1] if len(rows) > 1 else event} in "
        f"{readable_date(month)}"
        for month, together in mixture.groupby("month")
        for event, rows in together.groupby("event")
    ]
    return f"{'; '.join(events)}: shares may move with them." if events else ""


def signed_percent(change: float) -> str:
    """A change with its sign: `+120%`, `−25%`, `0%`."""
    rounded = round(100 * change)
    return f"{rounded:+,}%".replace("-", "−") if rounded else "0%"


def growth_range(low: float, high: float) -> str:
    """Two relative changes: `−25% and +80%`, `1.8-fold and 11.1-fold`, `−5% and 2.6-fold`."""
    # Two rises are said in one unit.
    times = 1 if low >= _LEAST_TIMES and 1 + high >= _TIMES else _TIMES
    return f"{_growth(low, times=times)} and {_growth(high, times=times)}"


def _sentence(row: dict[Any, Any]) -> str:
    because = _WITHDRAWN[row["reason"]].format(**row) if row["reason"] in _WITHDRAWN else ""
    match row["verdict"]:
        case "rising" | "fading":
            said = f"{_course(row)}; {_interval(row)}."
        case "emerging":
            papers = row["recent_documents"] + row["before_documents"]
            said = (
                f"New: {row['recent_documents']:,} of its {papers:,} papers in finished periods "
                f"are recent, the first of {readable_period(row['first_seen'])}."
            )
        case "dormant":
            said = (
                f"{row['before_documents']:,} papers before and {row['recent_documents']:,} "
                "lately, far fewer than its share would give."
            )
        case _ if row["reason"] == TURNED:
            said = _turned(row)
        case "stable":
            said = _moved(row, because)
        case _:
            said = _unknown(row, because)
    return said


def _unknown(row: dict[Any, Any], because: str) -> str:
    if row["reason"] in _TOO_LITTLE:
        return _TOO_LITTLE[row["reason"]]
    if pd.isna(row["growth"]):
        return "Too few papers in the window to measure its growth."
    return _moved(row, because)


def _moved(row: dict[Any, Any], because: str) -> str:
    interval = _interval(row)
    return f"{interval[0].upper()}{interval[1:]}{f'; {because}' if because else ''}."


def _course(row: dict[Any, Any]) -> str:
    """The direction of the verdict, and the papers of the first and the last year of the window."""
    papers = f"{row['first_documents']:,} to {row['last_documents']:,} papers a year"
    change = _rise(row["fold"]) if row["verdict"] == "rising" else _fall(row["fold"])
    return f"Share {change} since {readable_period(row['window_start'])}, {papers}"


# The growth that a verdict rests on is that of all periods. The share of the last year over that
# of the first, `fold`, is stated with it where it points the same way.
def _rise(fold: float) -> str:
    if pd.isna(fold):
        return "up from nothing"
    if fold >= _TIMES:
        return "doubled" if fold < 2.2 else f"grew {fold:.1f}-fold"
    return f"grew by {fold - 1:.0%}" if fold >= _LEAST_FOLD else "grew"


def _fall(fold: float) -> str:
    if fold <= 1 / _TIMES:
        return "halved" if fold > 1 / 2.2 else f"fell to {fold:.0%} of what it was"
    return f"fell by {1 - fold:.0%}" if fold <= 1 / _LEAST_FOLD else "fell"


def _turned(row: dict[Any, Any]) -> str:
    first, then = ("Rose", "fell") if row["growth"] > 0 else ("Fell", "rose")
    return f"{first} until {row['because']}, then {then}."


def _interval(row: dict[Any, Any]) -> str:
    span = growth_range(row["growth_low"], row["growth_high"])
    return f"growth between {span} a year (95% interval)"


def _growth(growth: float, *, times: float) -> str:
    factor = 1 + growth
    if factor < times:
        return signed_percent(growth)
    return f"{factor:.1f}-fold" if factor < _MOST else f"more than {_MOST}-fold"


def _luck(called: int, *, rate: float) -> str:
    if called == 1:
        return f"It is the only such finding; such ones are luck in up to {rate:.0%} of cases."
    return f"Of {called:,} such findings at most about {expected_false(called, rate=rate)} by luck."

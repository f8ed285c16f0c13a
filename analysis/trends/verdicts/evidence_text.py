"""Sentences that state the evidence for each verdict."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.periods import readable_date, readable_period
from analysis.trends.evidence.mixture_shift import named
from analysis.trends.percent import TIMES, growth_range
from analysis.trends.verdict_codes import (
    CALLED,
    CROWDED,
    DIRECTIONS,
    DOUBTFUL,
    EMERGENCES,
    FEW_PAPERS,
    FEW_PERIODS,
    MIXTURE,
    PEAKS,
    TRENDS,
    TURNED,
    VERDICTS,
)

_EVEN = 0.5  # of two papers either has more votes as often as the other
_LEAST_FOLD = 1.01  # a smaller change from the first year to the last is not stated
_WITHDRAWN = {
    CROWDED: "this only mirrors {because}, which shifted the shares of all others",
    MIXTURE: "not significant when papers are compared within {because} only",
    DOUBTFUL: "its direction depends on borderline papers",
}
_TOO_LITTLE = {
    FEW_PAPERS: "Too few papers for a verdict.",
    FEW_PERIODS: "Too few complete periods for a verdict.",
}


def evidence(signals: pd.DataFrame, *, labels: Mapping[str, str] | None = None) -> pd.Series:
    """The evidence for each row of `topic_signals` or `term_signals`: a sentence, same index.

    `labels` names the topics that reasons refer to.
    """
    because = [(labels or {}).get(str(name), name) for name in signals["because"]]
    rows = signals.assign(because=pd.Series(because, index=signals.index, dtype="str"))
    sentences = [f"{_sentence(row)}{_votes(row)}" for row in rows.to_dict("records")]
    return pd.Series(sentences, index=signals.index, dtype="str")


def luck(signals: pd.DataFrame, *, rate: float) -> pd.Series:
    """The false positives expected among the findings of each row's family; empty for no finding.

    `rate` is the false discovery rate of the verdicts.
    """
    notes = {
        verdict: _luck(int(signals["verdict"].isin(family).sum()), rate=rate)
        for family in (TRENDS, EMERGENCES, PEAKS)
        for verdict in family
    }
    return signals["verdict"].map(notes).fillna("").astype("str")


def tested_note(signals: pd.DataFrame, *, of: str, rate: float) -> str:
    """The numbers of series tested, changed, and expected to be false positives."""
    tested = int(signals["tested"].sum())
    called = int(signals["verdict"].isin(TRENDS).sum())
    emerging, peaked = (
        int(signals["verdict"].isin(family).sum()) for family in (EMERGENCES, PEAKS)
    )
    if not tested:
        return f"None of the {len(signals):,} {of} has enough papers to be tested."
    were = f"{of.removesuffix('s')} was" if tested == 1 else f"{of} were"
    note = f"{tested:,} {were} tested; "
    if called:
        note += f"{called:,} changed, of which {_false_positives(called, rate=rate)}."
    else:
        note += "none clearly changed."
    if emerging:
        are = "is" if emerging == 1 else "are"
        note += (
            f" {emerging:,} more {are} emerging, of which {_false_positives(emerging, rate=rate)}."
        )
    if peaked:
        note += f" {peaked:,} more peaked, of which {_false_positives(peaked, rate=rate)}."
    return note


def shuffled_note(signals: pd.DataFrame, shuffled: pd.DataFrame, *, of: str) -> str:
    """The findings in a family, compared with those in copies with shuffled months.

    `shuffled` has the rows of that family in `shuffled_signals`, some from every copy.
    """
    copies = int(shuffled["shuffle"].max())
    by_chance = shuffled["verdict"].isin(CALLED).sum() / copies
    here = int(signals["verdict"].isin(CALLED).sum())
    mean = f"on average {by_chance:.2g} {of} were" if by_chance else f"none of the {of} was"
    return (
        f"In {copies} shuffled copies of these papers, {mean} called "
        f"{', '.join(CALLED[:-1])} or {CALLED[-1]}; here {here:,} {'is' if here == 1 else 'are'}."
    )


def mixture_note(mixture: pd.DataFrame) -> str:
    """The venues or categories that begin or end within the window; empty where none does.

    `mixture` as in `mixture_shift.mixture`.
    """
    events = [
        f"{named(rows['stratum'].tolist())} {str(event)[:-1] if len(rows) > 1 else event} in "
        f"{readable_date(month)}"
        for month, together in mixture.groupby("month")
        for event, rows in together.groupby("event")
    ]
    return f"{'; '.join(events)}: shares may change as a result." if events else ""


def stray_note(strays: Sequence[tuple[str, str, int]], *, future: int, as_of: str | None) -> str:
    """The papers that no trend counts, because of their dates; empty where there are none.

    `strays` as `series.strays` finds them; `future` papers are dated after `as_of`.
    """
    parts = []
    for first, last, number in strays:
        until = f" to {readable_period(last)}" if last != first else ""
        parts.append(
            f"{_papers_are(number)} dated {readable_period(first)}{until}, far from all others"
        )
    if future:
        parts.append(
            f"{_papers_are(future)} dated after {readable_date((as_of or '')[:10])}, the day up "
            "to which papers are known"
        )
    return f"Left out of trends: {'; '.join(parts)}." if parts else ""


def _papers_are(number: int) -> str:
    return "1 paper that is" if number == 1 else f"{number:,} papers that are"


def expected_false(called: int, *, rate: float) -> int:
    """The number of false positives expected at most among findings at that rate, rounded up."""
    return math.ceil(called * rate)


def _sentence(row: dict[Any, Any]) -> str:
    match VERDICTS[row["verdict"]].test, row["verdict"]:
        case "trend", _:
            return f"{_course(row)}; {_interval(row)}."
        case "emergence", _:
            papers = row["recent_documents"] + row["before_documents"]
            return (
                f"New: {row['recent_documents']:,} of its {papers:,} papers in complete periods "
                f"are recent; the first is from {readable_period(row['first_seen'])}."
            )
        case _, "dormant":
            return (
                f"{row['before_documents']:,} earlier papers and {row['recent_documents']:,} "
                "recent, far fewer than expected from its earlier share."
            )
        case _, "peaked":
            return (
                f"Share rose until about {readable_period(row['peak'])} and has fallen since; "
                f"{row['last_documents']:,} papers in the last year."
            )
    return _no_finding(row)


def _votes(row: dict[Any, Any]) -> str:
    """Whether the papers of what grows also gather more votes than others of their age."""
    if DIRECTIONS.get(row["verdict"]) != 1 or pd.isna(row["votes"]):
        return ""
    if row["votes_low"] <= _EVEN <= row["votes_high"]:
        more = "about as many upvotes as"
    else:
        more = "more upvotes than" if row["votes"] > _EVEN else "fewer upvotes than"
    return (
        f" Its papers have {more} others of their month: more in {row['votes']:.0%} of comparisons "
        f"(95% CI {row['votes_low']:.0%} to {row['votes_high']:.0%})."
    )


def _no_finding(row: dict[Any, Any]) -> str:
    """The measured growth, and the reason why it is no finding."""
    if row["reason"] in _TOO_LITTLE:
        return _TOO_LITTLE[row["reason"]]
    if row["reason"] == TURNED:
        return _turned(row)
    if pd.isna(row["growth"]):
        return "Too few papers in the window to measure its growth."
    interval = _interval(row)
    because = _WITHDRAWN[row["reason"]].format(**row) if row["reason"] in _WITHDRAWN else ""
    if row["leaning"] in DIRECTIONS:
        return (
            f"Perhaps {row['leaning']}: {interval}, but not significant after correction for "
            "multiple testing."
        )
    return f"{interval[0].upper()}{interval[1:]}{f'; {because}' if because else ''}."


def _course(row: dict[Any, Any]) -> str:
    """The direction of the verdict, and the papers of the first and the last year of the window."""
    papers = f"from {row['first_documents']:,} to {row['last_documents']:,} papers per year"
    change = _rise(row["fold"]) if VERDICTS[row["verdict"]].direction > 0 else _fall(row["fold"])
    return f"Share has {change} since {readable_period(row['window_start'])}, {papers}"


# The growth that a verdict rests on is that of all periods. The share of the last year over that
# of the first, `fold`, is stated with it where it points the same way.
def _rise(fold: float) -> str:
    if pd.isna(fold):
        return "risen from zero"
    if fold >= TIMES:
        return "doubled" if fold < 2.2 else f"grown {fold:.1f}-fold"
    return f"grown by {fold - 1:.0%}" if fold >= _LEAST_FOLD else "grown"


def _fall(fold: float) -> str:
    if fold <= 1 / TIMES:
        return "halved" if fold > 1 / 2.2 else f"fallen to {fold:.0%} of its initial value"
    return f"fallen by {1 - fold:.0%}" if fold <= 1 / _LEAST_FOLD else "fallen"


def _turned(row: dict[Any, Any]) -> str:
    first, then = ("Rose", "fell") if row["growth"] > 0 else ("Fell", "rose")
    return f"{first} until {row['because']}, then {then}."


def _interval(row: dict[Any, Any]) -> str:
    span = growth_range(row["growth_low"], row["growth_high"])
    return f"growth between {span} per year (95% CI)"


def _luck(called: int, *, rate: float) -> str:
    if called == 1:
        return (
            f"The only such finding; up to {rate:.0%} of such findings are expected to be false "
            "positives."
        )
    return f"Of {called:,} such findings, {_false_positives(called, rate=rate)}."


def _false_positives(called: int, *, rate: float) -> str:
    number = expected_false(called, rate=rate)
    return f"about {number:,} may be {'a false positive' if number == 1 else 'false positives'}"

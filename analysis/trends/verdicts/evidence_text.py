"""Sentences that state the evidence for each verdict."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.periods import period_kind, readable_date, readable_period
from analysis.trends.evidence.mixture_shift import named
from analysis.trends.factors import likely_text, times_text
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
    PLACED,
    TRENDS,
    TURNED,
    VERDICTS,
)
from analysis.trends.verdicts.time_words import RecentTime, window_ends

_EVEN = 0.5  # of two papers either has more votes as often as the other
_SAID = 1.05  # a smaller rise is not told from none by its digits
_WITHDRAWN = {
    CROWDED: "this only mirrors {because}, which shifted the shares of all others",
    PLACED: "not significant when all papers are placed by the same measure, early and late",
    MIXTURE: "not significant when papers are compared within {because} only",
    DOUBTFUL: "its direction depends on borderline papers",
}
_TOO_LITTLE = {
    FEW_PAPERS: "Too few papers for a verdict.",
    FEW_PERIODS: "Too few complete periods for a verdict.",
}


def evidence(
    signals: pd.DataFrame, *, recent: RecentTime, labels: Mapping[str, str] | None = None
) -> pd.Series:
    """The evidence for each row of `topic_signals` or `term_signals`: a sentence, same index.

    `labels` names the topics that reasons refer to.
    """
    because = [(labels or {}).get(str(name), name) for name in signals["because"]]
    rows = signals.assign(because=pd.Series(because, index=signals.index, dtype="str"))
    together = int(signals["tested"].sum())
    sentences = [
        f"{_sentence(row, recent, together=together)}{_votes(row)}"
        for row in rows.to_dict("records")
    ]
    return pd.Series(sentences, index=signals.index, dtype="str")


def tested_note(signals: pd.DataFrame, *, of: str, rate: float) -> str:
    """The numbers of series tested and found, and of those found how many may be false."""
    some, tested = len(signals), int(signals["tested"].sum())
    if not tested:
        which = f"The {of.removesuffix('s')} has too few" if some == 1 else ""
        which = which or f"None of the {some:,} {of} has enough"
        note = f"{which} papers to be tested for growth."
    elif tested == some == 1:
        note = f"The {of.removesuffix('s')} has enough papers to be tested for growth."
    elif tested == some:
        note = f"All {some:,} {of} have enough papers to be tested for growth."
    else:
        have, rest = ("has" if tested == 1 else "have"), some - tested
        note = (
            f"Of {some:,} {of}, {tested:,} {have} enough papers to be tested for growth and "
            f"{rest:,} {'has' if rest == 1 else 'have'} too few."
        )
    called = int(signals["verdict"].isin(CALLED).sum())
    if called:
        false = f"of each kind at most {rate:.0%} are expected to be false"
        note += f" {called:,} changed: {found_words(signals)}; {false}."
    elif tested:
        note += " None clearly changed."
    quiet = int((signals["verdict"] == "dormant").sum())
    return f"{note} {quiet:,} {'has' if quiet == 1 else 'have'} gone quiet." if quiet else note


def found_words(signals: pd.DataFrame) -> str:
    """How many series have which verdict that a test found; empty where none has."""
    found = []
    for family, (one, many) in (
        (TRENDS, ("rises or fades", "rise or fade")),
        (EMERGENCES, ("is new", "are new")),
        (PEAKS, ("has passed its peak", "have passed their peaks")),
    ):
        if called := int(signals["verdict"].isin(family).sum()):
            found.append(f"{called:,} {one if called == 1 else many}")
    return ", ".join(found)


def between_note(rows: pd.DataFrame, *, of: str, rate: float) -> str:
    """The numbers of series tested between two spans and of those that changed.

    `rows` needs q (null if not tested) and verdict, of which rising and fading are changes.
    """
    tested, some = int(rows["q"].notna().sum()), len(rows)
    note = (
        f"All {some:,} {of} were tested."
        if tested == some > 1
        else f"Tested: {tested:,} of {some:,} {of}, those with papers in either of these times."
    )
    called = int(rows["verdict"].isin(TRENDS).sum())
    if not called:
        return f"{note} None clearly changed."
    return (
        f"{note} {called:,} clearly changed; of such findings at most {rate:.0%} are expected "
        "to be false."
    )


def shuffled_note(signals: pd.DataFrame, shuffled: pd.DataFrame, *, of: str, copies: int) -> str:
    """The findings among some series, compared with those in all copies with shuffled periods.

    `shuffled` has the rows of the same series in `shuffled_signals`, not necessarily one from every
    copy; `copies` is how many there are.
    """
    by_chance = int(shuffled["verdict"].isin(CALLED).sum())
    here = int(signals["verdict"].isin(CALLED).sum())
    series = of.removesuffix("s") if here == 1 else of
    return (
        f"Could it be chance? The tests find a change in {f'{here:,}' if here else 'no'} {series}. "
        f"In {copies} copies with the {shuffled_unit(signals)} shuffled, the same tests find "
        f"{by_chance:,} in all."
    )


def shuffled_unit(signals: pd.DataFrame) -> str:
    """What changes places in a shuffled copy: months, or years where only these are known."""
    tested = signals["window_start"].dropna()
    by_year = len(tested) and period_kind(str(tested.iloc[0])) == "year"
    return "years" if by_year else "months"


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


def _sentence(row: dict[Any, Any], recent: RecentTime, *, together: int) -> str:
    before, since = row["before_documents"], row["recent_documents"]
    match VERDICTS[row["verdict"]].test, row["verdict"]:
        case "trend", _:
            return f"{_course(row)} ({_likely(row)})."
        case "emergence", _:
            dated = f" until {readable_period(row['window_end'])}"
            until = "" if since + before == row["documents"] else dated
            return (
                f"{since:,} of its {since + before:,} papers{until} are from the last "
                f"{recent.length.removeprefix('one ')}."
            )
        case _, "dormant":
            usual = round(before * recent.per_earlier)
            return (
                f"{_papers(before)} until {recent.length} ago, {f'{since:,}' if since else 'none'} "
                f"since. About {usual:,} would have been usual."
            )
        case _, "peaked":
            _, last = window_ends(row["window_start"], row["window_end"])
            return (
                f"Its share, smoothed, rose until about {readable_period(row['peak'])} and has "
                "fallen since: "
                f"{_papers(row['last_documents'])} in the {last}."
            )
    return _no_finding(row, together=together)


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
        f"(likely {row['votes_low']:.0%} to {row['votes_high']:.0%})."
    )


def _no_finding(row: dict[Any, Any], *, together: int) -> str:
    """The measured growth, and the reason why it is no finding."""
    if row["reason"] in _TOO_LITTLE:
        return _TOO_LITTLE[row["reason"]]
    if row["reason"] == TURNED:
        return _turned(row)
    if pd.isna(row["growth"]):
        return "Too few papers in the window to measure its growth."
    because = _WITHDRAWN[row["reason"]].format(**row) if row["reason"] in _WITHDRAWN else ""
    if row["leaning"] in DIRECTIONS:
        change = "rise" if DIRECTIONS[row["leaning"]] > 0 else "fall"
        because = f"with {together:,} tested together, a {change} of this strength can be chance"
    elif not row["tested"] and not because:
        because = "too few papers to be tested"
    return f"{_capital(_likely(row))}{f'; {because}' if because else ''}."


# The growth that a verdict rests on is that of all periods. How large the share of the last year
# is beside that of the first, `fold`, is stated with it where it points the same way.
def _course(row: dict[Any, Any]) -> str:
    """The papers and the shares at both ends of the window."""
    first, _ = window_ends(row["window_start"], row["window_end"])
    after = f"{row['last_documents']:,}" if row["last_documents"] else "none"
    papers = f"From {_papers(row['first_documents'])} in the {first} to {after} in the last"
    rises, fold = VERDICTS[row["verdict"]].direction > 0, row["fold"]
    agrees = fold >= _SAID if rises else 0 < fold <= 1 / _SAID
    return f"{papers}: {times_text(fold)} its share" if agrees else papers


def _turned(row: dict[Any, Any]) -> str:
    first, then = ("Rose", "fell") if row["growth"] > 0 else ("Fell", "rose")
    return f"{first} until {row['because']}, then {then}."


def _likely(row: dict[Any, Any]) -> str:
    return f"{likely_text(1 + row['growth_low'], 1 + row['growth_high'])} a year"


def _papers(number: int) -> str:
    return f"{number:,} paper" if number == 1 else f"{f'{number:,}' if number else 'no'} papers"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

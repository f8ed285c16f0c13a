"""The run in a headline and one line of facts."""

from collections.abc import Sequence

import pandas as pd

from analysis.periods import periods_between, readable_date
from analysis.runs.store import Run
from analysis.trends.verdicts.evidence_text import shuffled_note, tested_note
from dashboard.data.signal_rows import discovery_rate
from dashboard.style.verdicts import MOVING, VERDICTS, movers
from dashboard.text.run_facts import in_one_breath
from dashboard.text.wording import count, plain

# What themes or keywords did between two times, by the columns that say so.
_CHANGES = {
    "verdict": {"rising": "grew", "fading": "shrank"},
    "leaning": {"rising": "perhaps grew", "fading": "perhaps shrank"},
}
_YEAR = 12  # months
_TO_THE_MONTH = len("2024-03")


def first_sentences(run: Run, signals: pd.DataFrame) -> tuple[str, str]:
    """What moved in a sentence, else what there is, and what that rests on; both Markdown."""
    dates = run.documents["published"].dropna()
    if signals.empty or dates.empty:
        return in_one_breath(run), ""
    months = dates[dates.str.len() >= _TO_THE_MONTH].str[:_TO_THE_MONTH]
    is_short = len(months) and len(periods_between(months.min(), months.max())) < _YEAR
    enough = run.manifest.counts.documents >= run.trend_params.min_papers_tested
    if is_short and enough and not signals["tested"].any():
        return in_one_breath(run), "Trends need papers of a year or more."
    return headline(signals), luck_line(run, signals)


def headline(signals: pd.DataFrame) -> str:
    """Summary of the changes in a sentence of Markdown; `signals` as in `load_topic_signals`."""
    if not signals["tested"].any() and not signals["verdict"].isin(MOVING).any():
        return "Too few papers to say what moved."
    moving, said = movers(signals), []
    for verdict in MOVING:
        names = [plain(name) for name in moving["name"][moving["verdict"] == verdict]]
        if names:
            counted = any("above all" in part for part in said)
            does, things = VERDICTS[verdict].does, "" if counted else "themes"
            said.append(_part(names, does=does, things=things))
    return f"{'; '.join(said)}." if said else "Nothing moved beyond chance."


def change_headline(changes: pd.DataFrame, *, things: str) -> str:
    """What changed between two times in a sentence of Markdown, what perhaps did included.

    `changes` has name, verdict and leaning, most of each first; `things` is what its rows are.
    """
    clearly, perhaps = (
        [
            _part(names, does=(does, does), things=things)
            for code, does in said.items()
            if (names := [plain(name) for name in changes["name"][changes[column] == code]])
        ]
        for column, said in _CHANGES.items()
    )
    return f"{'; '.join([*(clearly or ['None clearly changed']), *perhaps])}."


def facts_line(run: Run) -> str:
    """The papers, their time and themes in a sentence of Markdown."""
    counts, dates = run.manifest.counts, run.documents["published"].dropna()
    papers, themes = count(counts.documents, "paper"), count(counts.topics, "theme")
    if dates.empty:
        return f"{papers} without a date, in {themes}."
    ends = [readable_date(day[:_TO_THE_MONTH]) for day in (dates.min(), dates.max())]
    when = ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"
    return f"{papers}, {when}, in {themes}."


def luck_line(run: Run, signals: pd.DataFrame) -> str:
    """The findings beside those in shuffled copies or, without copies, beside the tests."""
    copies = run.shuffled_signals[run.shuffled_signals["kind"] == "topic"]
    if copies.empty or not signals["tested"].any():
        return tested_note(signals, of="themes", rate=discovery_rate(run))
    return shuffled_note(signals, copies, of="themes", copies=int(copies["shuffle"].max()))


def _part(names: Sequence[str], *, does: tuple[str, str], things: str) -> str:
    if len(names) <= 2:
        return f"{' and '.join(names)} {does[len(names) - 1]}"
    many = f"{len(names):,} {things}".strip()
    return f"{many} {does[1]}, above all {names[0]}"

"""Verdicts in words: what a person reads must be what the columns say."""

import re
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.trends.percent import growth_range, signed_percent
from analysis.trends.verdicts import evidence_text as sentences
from analysis.trends.verdicts.evidence_text import evidence, luck

NOTHING = float("nan")


def row(**changed: Any) -> dict[str, Any]:
    return {
        "documents": 119, "growth": 0.6, "growth_low": 0.2, "growth_high": 1.4, "p": 0.001,
        "q": 0.01, "first_seen": "2022-03", "verdict": "rising", "reason": "", "because": "",
        "window_start": "2022-01", "window_end": "2024-12", "first_documents": 31,
        "last_documents": 88, "fold": 2.0, "tested": True, "recent_documents": 45,
        "before_documents": 5, "leaning": "", "peak": None, "votes": NOTHING,
        "votes_low": NOTHING, "votes_high": NOTHING,
    } | changed  # fmt: skip


def said(**changed: Any) -> str:
    return evidence(pd.DataFrame([row(**changed)])).iloc[0]


def test_a_rise_names_its_papers_and_its_interval() -> None:
    assert said() == (
        "Share has doubled since Jan 2022, from 31 to 88 papers per year; growth between 1.2-fold "
        "and 2.4-fold per year (95% CI)."
    )


@pytest.mark.parametrize(
    ("verdict", "fold", "words"),
    [
        ("rising", NOTHING, "Share has risen from zero since"),
        ("rising", 5.7, "Share has grown 5.7-fold since"),
        ("rising", 1.3, "Share has grown by 30% since"),
        ("rising", 1.0, "Share has grown since"),
        ("rising", 0.97, "Share has grown since"),
        ("fading", 0.8, "Share has fallen by 20% since"),
        ("fading", 0.5, "Share has halved since"),
        ("fading", 0.25, "Share has fallen to 25% of its initial value since"),
        ("fading", 1.03, "Share has fallen since"),
        ("fading", NOTHING, "Share has fallen since"),
    ],
)
def test_the_course_is_worded_as_people_say_it(verdict: str, fold: float, words: str) -> None:
    assert said(verdict=verdict, fold=fold).startswith(words)


UP, DOWN = r"\b(risen|grown|doubled|up|[0-9.]+-fold)\b", r"\b(fallen|halved|down|fewer|lower)\b"


@given(
    verdict=st.sampled_from(["rising", "fading"]),
    fold=st.one_of(st.just(NOTHING), st.floats(0, 1_000)),
    papers=st.tuples(st.integers(0, 10_000), st.integers(0, 10_000)),
)
def test_no_word_of_direction_contradicts_the_verdict(verdict, fold, papers) -> None:
    first, last = papers
    words = said(verdict=verdict, fold=fold, first_documents=first, last_documents=last)
    course, interval = words.split(";")
    ours, others = (UP, DOWN) if verdict == "rising" else (DOWN, UP)
    assert re.search(ours, course)
    assert not re.search(others, course)
    assert interval.startswith(" growth between")


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (-0.25, 0.68, "−25% and +68%"),
        (0.24, 0.8, "+24% and +80%"),
        (0.8, 18.8, "1.8-fold and 19.8-fold"),
        (0.01, 1.6, "+1% and 2.6-fold"),
        (-0.38, 2.6, "−38% and 3.6-fold"),
        (6.9, 900.0, "7.9-fold and more than 100-fold"),
    ],
)
def test_both_ends_of_an_interval_are_said_in_one_unit_where_both_rise(low, high, words) -> None:
    assert growth_range(low, high) == words


def test_a_new_one_says_how_much_of_it_is_recent() -> None:
    assert said(verdict="emerging") == (
        "New: 45 of its 50 papers in complete periods are recent; the first is from Mar 2022."
    )


def test_what_is_withdrawn_says_why_and_names_the_theme() -> None:
    table = pd.DataFrame([row(verdict="stable", reason="crowded", because="3")])
    named = evidence(table, labels={"3": "Video generation"}).iloc[0]
    assert "only mirrors Video generation, which shifted the shares of all others" in named
    turned = {"verdict": "unknown", "reason": "turned", "because": "2023"}
    assert said(**turned) == "Rose until 2023, then fell."
    assert said(**turned, growth=-0.2) == "Fell until 2023, then rose."
    assert "depends on borderline papers" in said(verdict="unknown", reason="doubtful papers")
    mixed = said(verdict="unknown", reason="mixture", because="venues")
    assert "not significant when papers are compared within venues only" in mixed


def test_what_leans_but_is_not_significant_is_perhaps_rising() -> None:
    assert said(verdict="unknown", leaning="rising", growth_low=0.02, growth_high=0.4) == (
        "Perhaps rising: growth between +2% and +40% per year (95% CI), but not significant after "
        "correction for multiple testing."
    )
    assert said(verdict="unknown", leaning="fading").startswith("Perhaps fading: growth between")


@pytest.mark.parametrize(("peak", "when"), [("2023-05", "May 2023"), ("2021", "2021")])
def test_a_peak_is_named(peak: str, when: str) -> None:
    assert said(verdict="peaked", peak=peak) == (
        f"Share rose until about {when} and has fallen since; 88 papers in the last year."
    )


def test_votes_are_said_of_what_grows_with_their_interval() -> None:
    votes = {"votes": 0.61, "votes_low": 0.57, "votes_high": 0.65}
    assert said(**votes).endswith(
        "Its papers have more upvotes than others of their month: more in 61% of comparisons "
        "(95% CI 57% to 65%)."
    )
    assert "about as many upvotes as others" in said(**votes | {"votes_low": 0.49})
    assert "fewer upvotes than" in said(votes=0.4, votes_low=0.35, votes_high=0.45)
    assert "upvotes" not in said(**votes, verdict="fading")


@pytest.mark.parametrize("reason", ["few papers", "few periods"])
def test_too_little_is_no_direction(reason: str) -> None:
    words = said(verdict="unknown", reason=reason, growth=float("nan"))
    assert words.startswith("Too few")
    assert "CI" not in words


def test_false_positives_count_the_family_and_only_findings_have_it() -> None:
    verdicts = ["rising"] * 8 + ["fading"] * 4 + ["emerging"] + ["stable"]
    told = luck(pd.DataFrame([row(verdict=verdict) for verdict in verdicts]), rate=0.1)
    assert told.iloc[0] == told.iloc[8] == "Of 12 such findings, about 2 may be false positives."
    assert told.iloc[12].startswith("The only such finding; up to 10%")
    assert told.iloc[13] == ""


def test_a_list_says_how_many_were_tested() -> None:
    table = pd.DataFrame([row(), row(verdict="stable"), row(verdict="unknown", tested=False)])
    note = sentences.tested_note(table, of="themes", rate=0.1)
    assert note == "2 themes were tested; 1 changed, of which about 1 may be a false positive."
    one = sentences.tested_note(table.tail(2).assign(tested=[True, False]), of="themes", rate=0.1)
    assert one == "1 theme was tested; none clearly changed."
    none = sentences.tested_note(table.assign(tested=False), of="themes", rate=0.1)
    assert none == "None of the 3 themes has enough papers to be tested."


def test_findings_are_compared_with_those_of_shuffled_copies() -> None:
    table = pd.DataFrame([row(), row(verdict="fading"), row(verdict="stable")])
    copies = pd.DataFrame({"shuffle": range(1, 21), "verdict": ["rising", "emerging"] + 18 * ["x"]})
    note = sentences.shuffled_note(table, copies, of="themes")
    assert note == (
        "In 20 shuffled copies of these papers, on average 0.1 themes were called "
        "emerging, rising, peaked or fading; here 2 are."
    )
    none = sentences.shuffled_note(table.head(1), copies.assign(verdict="x"), of="themes")
    assert "none of the themes was called" in none
    assert none.endswith("here 1 is.")


def test_dates_are_said_as_people_say_them_and_falls_have_a_minus_sign() -> None:
    assert "since Q1 2022," in said(window_start="2022-Q1")
    assert "since 2022," in said(window_start="2022")
    fading = said(verdict="fading", growth_low=-0.82, growth_high=-0.431, fold=0.3)
    assert "growth between −82% and −43% per year" in fading
    assert signed_percent(-0.004) == "0%"
    assert signed_percent(12.5) == "+1,250%"

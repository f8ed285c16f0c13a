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


def row(**changed: Any) -> dict[str, Any]:
    return {
        "documents": 119, "growth": 0.6, "growth_low": 0.2, "growth_high": 1.4, "p": 0.001,
        "q": 0.01, "first_seen": "2022-03", "verdict": "rising", "reason": "", "because": "",
        "window_start": "2022-01", "window_end": "2024-12", "first_documents": 31,
        "last_documents": 88, "fold": 2.0, "tested": True, "recent_documents": 45,
        "before_documents": 5,
    } | changed  # fmt: skip


def said(**changed: Any) -> str:
    return evidence(pd.DataFrame([row(**changed)])).iloc[0]


def test_a_rise_names_its_papers_and_its_interval() -> None:
    assert said() == (
        "Share doubled since Jan 2022, 31 to 88 papers a year; growth between 1.2-fold and "
        "2.4-fold a year (95% interval)."
    )


NOTHING = float("nan")


@pytest.mark.parametrize(
    ("verdict", "fold", "words"),
    [
        ("rising", NOTHING, "Share up from nothing since"),
        ("rising", 5.7, "Share grew 5.7-fold since"),
        ("rising", 1.3, "Share grew by 30% since"),
        ("rising", 1.0, "Share grew since"),
        ("rising", 0.97, "Share grew since"),
        ("fading", 0.8, "Share fell by 20% since"),
        ("fading", 0.5, "Share halved since"),
        ("fading", 0.25, "Share fell to 25% of what it was since"),
        ("fading", 1.03, "Share fell since"),
        ("fading", NOTHING, "Share fell since"),
    ],
)
def test_the_course_is_worded_as_people_say_it(verdict: str, fold: float, words: str) -> None:
    assert said(verdict=verdict, fold=fold).startswith(words)


UP, DOWN = r"\b(rose|grew|doubled|up|[0-9.]+-fold)\b", r"\b(fell|halved|down|fewer|lower)\b"


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
        "New: 45 of its 50 papers in finished periods are recent, the first of Mar 2022."
    )


def test_what_is_withdrawn_says_why_and_names_the_theme() -> None:
    table = pd.DataFrame([row(verdict="stable", reason="crowded", because="3")])
    named = evidence(table, labels={"3": "Video generation"}).iloc[0]
    assert "for Video generation changed the shares of all" in named
    turned = {"verdict": "unknown", "reason": "turned", "because": "2023"}
    assert said(**turned) == "Rose until 2023, then fell."
    assert said(**turned, growth=-0.2) == "Fell until 2023, then rose."
    assert "papers that hardly belong" in said(verdict="unknown", reason="doubtful papers")
    mixed = said(verdict="unknown", reason="mixture", because="ICML")
    assert "without ICML, which came or went" in mixed


@pytest.mark.parametrize("reason", ["few papers", "few periods"])
def test_too_little_is_no_direction(reason: str) -> None:
    words = said(verdict="unknown", reason=reason, growth=float("nan"))
    assert words.startswith("Too few")
    assert "interval" not in words


def test_luck_counts_the_family_and_only_findings_have_it() -> None:
    verdicts = ["rising"] * 8 + ["fading"] * 4 + ["emerging"] + ["stable"]
    told = luck(pd.DataFrame([row(verdict=verdict) for verdict in verdicts]), rate=0.1)
    assert told.iloc[0] == told.iloc[8] == "Of 12 such findings at most about 2 by luck."
    assert told.iloc[12].startswith("It is the only such finding")
    assert told.iloc[13] == ""


def test_a_list_says_how_many_were_tested() -> None:
    table = pd.DataFrame([row(), row(verdict="stable"), row(verdict="unknown", tested=False)])
    note = sentences.tested_note(table, of="themes", rate=0.1)
    assert note == "2 themes were tested for growth and 1 moves, of these at most about 1 by luck."
    one = sentences.tested_note(table.tail(2).assign(tested=[True, False]), of="themes", rate=0.1)
    assert one == "1 theme was tested for growth and none moves."
    none = sentences.tested_note(table.assign(tested=False), of="themes", rate=0.1)
    assert none == "None of the 3 themes has enough papers to be tested."


def test_what_luck_would_give_is_said_beside_what_is_here() -> None:
    table = pd.DataFrame([row(), row(verdict="fading"), row(verdict="stable")])
    copies = pd.DataFrame({"shuffle": range(1, 21), "verdict": ["rising", "emerging"] + 18 * ["x"]})
    note = sentences.shuffled_note(table, copies, of="themes")
    assert note == (
        "In 20 shuffled copies of these papers, on average 0.1 themes would have been called "
        "emerging, rising or fading; here 2 are."
    )
    none = sentences.shuffled_note(table.head(1), copies.assign(verdict="x"), of="themes")
    assert "none of the themes would have been called" in none
    assert none.endswith("here 1 is.")


def test_dates_are_said_as_people_say_them_and_falls_have_a_minus_sign() -> None:
    assert "since Q1 2022," in said(window_start="2022-Q1")
    assert "since 2022," in said(window_start="2022")
    fading = said(verdict="fading", growth_low=-0.82, growth_high=-0.431, fold=0.3)
    assert "growth between −82% and −43% a year" in fading
    assert signed_percent(-0.004) == "0%"
    assert signed_percent(12.5) == "+1,250%"

"""Verdicts in words: what a person reads must be what the columns say."""

import re
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.trends.factors import factor_range, factor_text, number_word, times_text
from analysis.trends.params import TrendParams
from analysis.trends.percent import signed_percent
from analysis.trends.verdicts import evidence_text as sentences
from analysis.trends.verdicts.evidence_text import evidence
from analysis.trends.verdicts.strength import finding_q, strength
from analysis.trends.verdicts.time_words import RecentTime, recent_time, window_ends
from analysis.trends.verdicts.verdicts import verdicts
from tests.support.factors import factors, stands_for
from tests.support.planted_trends import as_series

NOTHING = float("nan")
RECENT = RecentTime("twelve months", 0.33)


def row(**changed: Any) -> dict[str, Any]:
    return {
        "documents": 50, "growth": 0.6, "growth_low": 0.2, "growth_high": 1.4, "p": 0.001,
        "q": 0.01, "first_seen": "2022-03", "verdict": "rising", "reason": "", "because": "",
        "window_start": "2022-01", "window_end": "2024-12", "first_documents": 31,
        "last_documents": 88, "fold": 2.0, "tested": True, "recent_documents": 45,
        "before_documents": 5, "emergence_q": 0.5, "leaning": "", "peak": None, "votes": NOTHING,
        "votes_low": NOTHING, "votes_high": NOTHING,
    } | changed  # fmt: skip


def said(**changed: Any) -> str:
    return evidence(pd.DataFrame([row(**changed)]), recent=RECENT).iloc[0]


def test_a_rise_names_its_papers_and_its_interval() -> None:
    assert said(
        first_documents=8, last_documents=83, fold=7.05, growth_low=1.6, growth_high=15
    ) == (
        "From 8 papers in the first year to 83 in the last: seven times its share (likely between "
        "×2.6 and ×16 a year)."
    )


@pytest.mark.parametrize(
    ("verdict", "fold", "words"),
    [
        ("rising", NOTHING, "in the last (likely"),
        ("rising", 5.7, "six times its share (likely"),
        ("rising", 3.44, "3.4 times its share (likely"),
        ("rising", 1.3, "1.3 times its share (likely"),
        ("rising", 1.01, "in the last (likely"),
        ("rising", 0.97, "in the last (likely"),
        ("fading", 0.8, "80% of its share (likely"),
        ("fading", 0.25, "25% of its share (likely"),
        ("fading", 0, "in the last (likely"),
        ("fading", 1.03, "in the last (likely"),
        ("fading", NOTHING, "in the last (likely"),
    ],
)
def test_the_change_of_the_share_is_said_where_it_points_as_the_verdict_does(
    verdict: str, fold: float, words: str
) -> None:
    assert words in said(verdict=verdict, fold=fold)


def test_no_papers_and_one_paper_are_said_as_people_say_them() -> None:
    assert said(first_documents=0, fold=NOTHING).startswith("From no papers in the first year to")
    assert said(first_documents=1).startswith("From 1 paper in the first year to 88 in the last")
    assert "to none in the last (likely" in said(verdict="fading", last_documents=0, fold=0)


@pytest.mark.parametrize(
    ("start", "end", "ends"),
    [
        ("2022-01", "2024-12", ("first year", "last year")),
        ("2024-01", "2024-10", ("first five months", "last five months")),
        ("2024-Q1", "2024-Q3", ("first three months", "last three months")),
        ("2019", "2024", ("first year", "last year")),
    ],
)
def test_the_ends_of_a_window_are_as_long_as_what_is_counted(start, end, ends) -> None:
    """Half of a window that is shorter than two years: see `first_documents` of `verdicts`."""
    assert window_ends(start, end) == ends


@pytest.mark.parametrize(
    ("factor", "words"),
    [
        (0, "×0"), (0.004, "×0"), (0.13, "×0.13"), (0.4, "×0.4"), (0.86, "×0.86"), (1, "×1"),
        (0.997, "just below ×1"), (1.003, "just above ×1"), (1.02, "×1.02"), (1.84, "×1.8"),
        (2.0, "×2"), (9.96, "×10"), (15.7, "×16"), (100, "×100"), (191, "more than ×100"),
        (float("inf"), "more than ×100"),
    ],
)  # fmt: skip
def test_growth_is_a_factor_and_only_no_change_is_one(factor: float, words: str) -> None:
    assert factor_text(factor) == words


def test_an_interval_is_two_factors_or_one_where_both_read_alike() -> None:
    assert factor_range(0, 0.42) == "×0 to ×0.42"
    assert factor_range(7.9, 901) == "×7.9 to more than ×100"
    assert factor_range(120, 901) == "more than ×100"
    assert times_text(2.04) == "twice"
    assert [number_word(number) for number in (0, 7, 12, 1_500)] == [
        "no",
        "seven",
        "twelve",
        "1,500",
    ]


@given(ends=st.lists(st.floats(0, 1e6), min_size=3, max_size=3).map(sorted))
def test_no_printed_factor_lies_outside_its_printed_interval(ends: list[float]) -> None:
    """What is printed grows with what it stands for, and stands for it as exactly as it says."""
    printed = [factor_text(factor) for factor in ends]
    meant = [factors(text)[0] for text in printed]
    for factor, text, one in zip(ends, printed, meant, strict=True):
        assert stands_for(one, factor)
        assert (factor > 1) == (one[0] >= 1 and text != "×1")
    assert meant == sorted(meant)


@cache
def random_signals(seed: int) -> pd.DataFrame:
    """Verdicts on 40 series of every course and size, months and a few years of them."""
    rng = np.random.default_rng(seed)
    months = int(rng.integers(20, 80))
    years = np.arange(months) / 12
    sizes = 10 ** rng.uniform(-1.5, 1.5, 40)
    slopes = rng.normal(0, 0.6, 40) * rng.integers(0, 2, 40)
    peaks = rng.integers(0, 2, 40) * rng.uniform(0, 0.6, 40)
    means = sizes[:, None] * np.exp(slopes[:, None] * years - peaks[:, None] * years**2)
    counts = rng.poisson(np.minimum(means, 200))
    counts[rng.integers(0, 40, 4), : months - 5] = 0
    table = verdicts(as_series(counts, counts.sum(axis=0) + 300), params=TrendParams())
    return table.assign(
        documents=counts.sum(axis=1), votes=NOTHING, votes_low=NOTHING, votes_high=NOTHING
    )


@pytest.mark.parametrize("seed", range(12))
def test_evidence_never_contradicts_its_verdict_or_its_columns(seed: int) -> None:
    table = random_signals(seed)
    for one, words in zip(table.to_dict("records"), evidence(table, recent=RECENT), strict=True):
        said = factors(words)
        ends = [1 + one["growth_low"], 1 + one["growth_high"]]
        if one["verdict"] in ("rising", "fading") or one["leaning"]:
            assert len(said) in (1, 2)  # one where both ends read alike
            assert stands_for(said[0], ends[0])
            assert stands_for(said[-1], ends[1])
        rises = "rising" in (one["verdict"], one["leaning"])
        falls = "fading" in (one["verdict"], one["leaning"])
        assert not rises or said[0][0] >= 1
        assert not falls or said[-1][1] <= 1
        if one["verdict"] == "stable":
            assert said[0][0] <= 1 <= said[-1][1]
        times = re.search(r"([\w.%]+) (?:of|times) its share|twice its share", words)
        if times:
            assert ("%" in times[0]) == (one["verdict"] == "fading")
        assert ("tested together" in words) == bool(one["leaning"])


def test_the_random_signals_have_findings_of_every_kind() -> None:
    """Else the test above says nothing."""
    tables = pd.concat([random_signals(seed) for seed in range(12)])
    found = tables["verdict"].value_counts()
    assert (found[["rising", "fading", "emerging", "stable", "unknown"]] >= 5).all()
    assert (tables["leaning"] != "").sum() >= 5


@given(qs=st.lists(st.floats(0, 0.1), min_size=2, max_size=2).map(sorted))
def test_a_smaller_q_never_has_fewer_dots(qs: list[float]) -> None:
    small, large = map(strength, qs)
    assert 3 >= small >= large >= 1
    assert strength(NOTHING) == 0


def test_dots_are_those_of_the_test_that_found_it() -> None:
    table = pd.DataFrame(
        [
            row(q=0.0005),
            row(verdict="fading", q=0.005),
            row(verdict="emerging", q=0.9, emergence_q=0.05),
            row(verdict="unknown", q=0.0001, emergence_q=0.0001),
            row(verdict="dormant", q=0.0001, emergence_q=0.0001),
        ]
    )
    assert [strength(q) for q in finding_q(table)] == [3, 2, 1, 0, 0]


def test_a_new_one_says_how_much_of_it_is_recent_and_of_which_time() -> None:
    assert said(verdict="emerging") == "45 of its 50 papers are from the last twelve months."
    later = said(verdict="emerging", documents=53)
    assert later == "45 of its 50 papers until Dec 2024 are from the last twelve months."


def test_a_quiet_one_says_what_would_have_been_usual() -> None:
    quiet = {"verdict": "dormant", "before_documents": 33}
    assert said(**quiet, recent_documents=1) == (
        "33 papers until twelve months ago, 1 since. About 11 would have been usual."
    )
    assert "ago, none since." in said(**quiet, recent_documents=0)


@pytest.mark.parametrize(
    ("dates", "length"),
    [
        (pd.period_range("2018-01", "2023-12", freq="M").astype(str).repeat(30), "twelve months"),
        (pd.period_range("2021-10", "2023-12", freq="M").astype(str).repeat(30), "six months"),
        (pd.period_range("2012", "2023", freq="Y").astype(str).repeat(3), "one year"),
    ],
)
def test_the_recent_time_is_the_one_that_papers_are_counted_in(dates: Any, length: str) -> None:
    """Against the counts of a newcomer that has a paper in every period of its own."""
    documents = pd.DataFrame({"published": list(dates)})
    params = TrendParams(test_period="month" if "-" in dates[0] else "year")
    found = recent_time(documents, params=params)
    periods = sorted(set(dates))
    totals = np.array([(documents["published"] == period).sum() for period in periods])
    series = replace(
        as_series(np.ones((1, len(periods)), int), totals), periods=tuple(map(str, periods))
    )
    counted = verdicts(series, params=TrendParams()).iloc[0]
    assert found.length == length
    recent = int(counted["recent_documents"])
    assert number_word(recent) == length.split(maxsplit=1)[0]
    assert found.per_earlier == pytest.approx(totals[-recent:].sum() / totals[:-recent].sum())


def test_what_is_withdrawn_says_why_and_names_the_theme() -> None:
    table = pd.DataFrame([row(verdict="stable", reason="crowded", because="3")])
    named = evidence(table, recent=RECENT, labels={"3": "Video generation"}).iloc[0]
    assert "only mirrors Video generation, which shifted the shares of all others" in named
    turned = {"verdict": "unknown", "reason": "turned", "because": "2023"}
    assert said(**turned) == "Rose until 2023, then fell."
    assert said(**turned, growth=-0.2) == "Fell until 2023, then rose."
    assert "depends on borderline papers" in said(verdict="unknown", reason="doubtful papers")
    mixed = said(verdict="unknown", reason="mixture", because="venues")
    assert "not significant when papers are compared within venues only" in mixed


def test_what_leans_but_is_not_significant_says_why_it_may_be_chance() -> None:
    assert said(verdict="unknown", leaning="rising", growth_low=0.02, growth_high=0.4) == (
        "Likely between ×1.02 and ×1.4 a year; with 1 tested together, a rise of this strength can "
        "be chance."
    )
    falls = said(verdict="unknown", leaning="fading", growth_low=-0.4, growth_high=-0.2)
    assert "a fall of this strength" in falls


def test_what_was_not_tested_says_so() -> None:
    assert said(verdict="unknown", tested=False) == (
        "Likely between ×1.2 and ×2.4 a year; too few papers to be tested."
    )


@pytest.mark.parametrize(("peak", "when"), [("2023-05", "May 2023"), ("2021", "2021")])
def test_a_peak_is_named(peak: str, when: str) -> None:
    assert said(verdict="peaked", peak=peak) == (
        f"Its share, smoothed, rose until about {when} and has fallen since: "
        "88 papers in the last year."
    )


def test_votes_are_said_of_what_grows_with_their_interval() -> None:
    votes = {"votes": 0.61, "votes_low": 0.57, "votes_high": 0.65}
    assert said(**votes).endswith(
        "Its papers have more upvotes than others of their month: more in 61% of comparisons "
        "(likely 57% to 65%)."
    )
    assert "about as many upvotes as others" in said(**votes | {"votes_low": 0.49})
    assert "fewer upvotes than" in said(votes=0.4, votes_low=0.35, votes_high=0.45)
    assert "upvotes" not in said(**votes, verdict="fading")


@pytest.mark.parametrize("reason", ["few papers", "few periods"])
def test_too_little_is_no_direction(reason: str) -> None:
    words = said(verdict="unknown", reason=reason, growth=float("nan"))
    assert words.startswith("Too few")
    assert "likely" not in words


def test_tested_and_too_few_are_all_and_each_kind_has_its_rate_once() -> None:
    kinds = ["rising"] * 8 + ["fading"] * 5 + ["emerging"] * 2 + ["dormant", "stable"]
    table = pd.DataFrame([row(verdict=kind, tested=kind != "emerging") for kind in kinds])
    assert sentences.tested_note(table, of="themes", rate=0.1) == (
        "Of 17 themes, 15 have enough papers to be tested for growth and 2 have too few. 15 "
        "changed: 13 rise or fade, 2 are new; of each kind at most 10% are expected to be false. "
        "1 has gone quiet."
    )
    same = table.assign(verdict="stable", tested=True)
    assert sentences.tested_note(same, of="themes", rate=0.1) == (
        "All 17 themes have enough papers to be tested for growth. None clearly changed."
    )
    none = sentences.tested_note(same.assign(tested=False), of="themes", rate=0.1)
    assert none.startswith("None of the 17 themes has enough papers to be tested for growth.")


def test_shuffles_are_counted_together_and_in_whole_numbers() -> None:
    table = pd.DataFrame([row(), row(verdict="fading"), row(verdict="stable")])
    copies = pd.DataFrame({"shuffle": range(1, 21), "verdict": ["rising"] + 19 * ["x"]})
    note = sentences.shuffled_note(table, copies, of="themes", copies=20)
    assert note == (
        "Could it be chance? The tests find a change in 2 themes. In 20 copies with the "
        "months shuffled, the same tests find 1 in all."
    )
    none = sentences.shuffled_note(
        table.head(1), copies.assign(verdict="x"), of="themes", copies=20
    )
    assert "shuffled, the same tests find 0 in all" in none
    by_year = sentences.shuffled_note(
        table.assign(window_start="2019"), copies, of="themes", copies=20
    )
    assert "copies with the years shuffled" in by_year


def test_percentages_have_a_sign() -> None:
    assert signed_percent(-0.004) == "0%"
    assert signed_percent(12.5) == "+1,250%"
    assert signed_percent(-0.25) == "−25%"

"""Words, numbers and dates: plain, exact, and never markup."""

import pytest

from analysis.periods import readable_date, readable_period
from analysis.trends import verdict_codes
from dashboard.style.verdicts import VERDICTS, word_of
from dashboard.text.wording import (
    count,
    distinct,
    names,
    percent,
    plain,
    readable_moment,
    web_address,
)


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 papers"), (1, "1 paper"), (9873, "9,873 papers")]
)
def test_a_number_comes_with_its_noun(number, words):
    assert count(number, "paper") == words


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0, "0%"),
        (0.0004, "under 0.1%"),
        (0.004, "0.4%"),
        (0.07, "7%"),
        (0.0952, "9.5%"),
        (0.5, "50%"),
        (1, "100%"),
    ],
)
def test_shares_are_as_exact_as_they_need(share, words):
    assert percent(share) == words


@pytest.mark.parametrize(
    ("published", "words"),
    [
        ("2024", "2024"),
        ("2024-03", "Mar 2024"),
        ("2024-03-01", "1 Mar 2024"),
        (None, "no date"),
        (float("nan"), "no date"),
        ("soon", "no date"),
    ],
)
def test_dates_keep_their_precision(published, words):
    assert readable_date(published) == words


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2024", "2024"),
        ("2024-Q1", "Q1 2024"),
        ("2024-03", "Mar 2024"),
        ("2024-W09", "week of 26 Feb 2024"),
        ("2024-03-01", "1 Mar 2024"),
    ],
)
def test_periods_read_like_dates(period, words):
    assert readable_period(period) == words


def test_moments_say_that_they_are_utc():
    assert readable_moment("2026-11-23T15:42:10+00:00") == "23 Nov 2026, 15:42 UTC"


def test_many_authors_are_cut_short_and_few_are_not():
    assert names(["A", "B", "C", "D", "E"]) == "A, B, C, D, E"
    assert names(["A", "B", "C", "D", "E", "F"]) == "A, B, C, D and 2 more"
    assert names(None) == names([]) == ""


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://arxiv.org/abs/2311.01043", "https://arxiv.org/abs/2311.01043"),
        ("http://a.org/x(1)?q=a b", "http://a.org/x%281%29?q=a%20b"),
        ("javascript:alert(1)", None),
        ("JAVASCRIPT:alert(1)", None),
        (" data:text/html,<script>", None),
        ("//example.org", None),
        ("https://", None),
        ("http://[broken", None),
        (None, None),
        (float("nan"), None),
    ],
)
def test_only_web_addresses_become_links(url, address):
    assert web_address(url) == address


def test_the_same_label_twice_is_told_apart():
    assert distinct({1: "Image", 2: "Speech", 3: "Image"}) == {
        1: "Image (1)",
        2: "Speech",
        3: "Image (3)",
    }


def test_markup_is_escaped_and_control_characters_are_gone():
    assert plain("*a* [b](c) $d$") == r"\*a\* \[b\]\(c\) \$d\$"
    assert plain("a\x00b\u202ec\nd") == "a b c d"
    assert "\u2060" in plain(":tada:")
    assert "\u2060" not in plain("GPT: a review")


@pytest.mark.parametrize("text", ["https://x.org", "see WWW.x.org", "a@b.org", "ftp://x.org"])
def test_an_address_in_a_title_is_no_link(text):
    assert "\u2060" in plain(text)


def test_every_verdict_has_a_look_and_a_word_of_its_own():
    assert set(VERDICTS) == set(verdict_codes.VERDICTS)
    assert len({word_of(verdict, "") for verdict in VERDICTS}) == len(VERDICTS)

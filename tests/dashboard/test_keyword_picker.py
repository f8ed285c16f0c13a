"""Completion over a vocabulary that is too long to send to a browser."""

import pandas as pd
import pytest

from dashboard.components.keyword_picker import OFFERED, near_terms, offered, spelling


@pytest.fixture
def vocabulary() -> pd.DataFrame:
    rare = [f"rare term {i}" for i in range(50_000)]
    terms = ["LLM", "diffusion model", "mixture of experts", "quantization", *rare]
    return pd.DataFrame({"term": terms, "documents": [900, 700, 80, 60, *[10] * len(rare)]})


def test_the_browser_is_sent_the_most_frequent_ones_only(vocabulary):
    sent = offered(vocabulary, ["rare term 49999"])

    assert len(sent) <= OFFERED + 1
    assert sent[:2] == ["LLM", "diffusion model"]
    assert "rare term 49999" in sent


def test_any_keyword_is_found_however_it_is_typed(vocabulary):
    typed = ["llm", " Mixture  of Experts", "rare term 49999", "nonsense"]

    assert spelling(vocabulary, typed) == {
        "llm": "LLM",
        " Mixture  of Experts": "mixture of experts",
        "rare term 49999": "rare term 49999",
    }


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("mixture", "mixture of experts"),
        ("experts", "mixture of experts"),
        ("quantisation", "quantization"),
        ("RARE TERM 4999", "rare term 4999"),
    ],
)
def test_near_keywords_begin_with_hold_or_resemble_what_was_typed(vocabulary, typed, near):
    assert near in near_terms(vocabulary, typed)


@pytest.mark.parametrize("typed", ["", "   ", "x" * 10_000, "(*[", "∅"])
def test_what_is_near_nothing_has_no_near_keywords(vocabulary, typed):
    assert near_terms(vocabulary, typed) == []


@pytest.mark.parametrize("typed", ["Reinforcement Learning", "rl", "reinforcement learning (RL)"])
def test_a_joined_keyword_is_found_by_either_form(typed) -> None:
    terms = ["RLHF", "reinforcement learning (RL)", "world models"]
    vocabulary = pd.DataFrame({"term": terms, "documents": [3, 9, 5]})
    assert spelling(vocabulary, [typed]) == {typed: "reinforcement learning (RL)"}
    assert spelling(vocabulary, ["rl.*", "learning", ""]) == {}

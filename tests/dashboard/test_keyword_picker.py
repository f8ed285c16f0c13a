"""Completion over a vocabulary that is too long to send to a browser."""

from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.components.keyword_picker import matching_terms, near_terms, spelling


@pytest.fixture
def vocabulary() -> pd.DataFrame:
    rare = [f"rare term {i}" for i in range(50_000)]
    terms = ["LLM", "diffusion model", "mixture of experts", "quantization", *rare]
    return pd.DataFrame({"term": terms, "documents": [900, 700, 80, 60, *[10] * len(rare)]})


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


@pytest.fixture
def confusable() -> pd.DataFrame:
    """Frequent keywords that hold "rag" and "agent" inside, and rare ones that mean them."""
    terms = {
        "storage": 900, "agentic RAG": 30, "RAG systems": 12, "coverage": 800, "ranges": 700,
        "retrieval-augmented generation (RAG)": 90, "reagents": 600, "agents": 300,
        "agent skills": 350, "multi-agent systems": 400, "language agents": 20, "C++": 5,
    }  # fmt: skip
    return pd.DataFrame({"term": list(terms), "documents": list(terms.values())})


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("RAG", ["retrieval-augmented generation (RAG)", "RAG systems", "agentic RAG"]),
        ("rag ", ["retrieval-augmented generation (RAG)", "RAG systems", "agentic RAG"]),
        ("Retrieval augmented", ["retrieval-augmented generation (RAG)"]),
        ("generation retrieval", ["retrieval-augmented generation (RAG)"]),
        ("agents", ["agents", "language agents"]),
        (
            "agent",
            ["agents", "agent skills", "multi-agent systems", "agentic RAG", "language agents"],
        ),
        ("AGENTI", ["agentic RAG"]),
        ("c++", ["C++"]),
        ("storage", ["storage"]),
        ("torag", []),
        ("", []),
    ],
)
def test_words_come_before_beginnings_and_letters_inside_of_words_never(confusable, typed, found):
    assert matching_terms(confusable, typed) == found


def picker(app: AppTest) -> Any:
    return app.multiselect(key="pick-term")


def test_what_is_typed_becomes_a_keyword_and_the_next_is_added(shelves, open_page):
    app = open_page(shelves["normal"], "trends", show="keywords")
    assert picker(app).value == []

    picker(app).set_value(["SPEECH"]).run()
    assert picker(app).value == ["speech synthesis 1"]
    picker(app).set_value(["speech synthesis 1", "graph"]).run()
    assert picker(app).value == ["speech synthesis 1", "graph neural networks 1"]


def test_a_typed_word_names_what_else_it_finds_and_one_click_adds_it(shelves, open_page):
    app = open_page(shelves["normal"], "trends", show="keywords", term="diffusion models 1")
    picker(app).set_value(["diffusion models 1", "speech"]).run()
    (more,) = [pills for pills in app.get("button_group") if pills.label == "More keywords"]
    assert more.options[0] == "speech synthesis 2"
    more.set_value("speech synthesis 3").run()
    chosen = ["diffusion models 1", "speech synthesis 1", "speech synthesis 3"]
    assert picker(app).value == chosen


def test_both_sides_of_a_comparison_are_filled_by_typing(shelves, open_page):
    app = open_page(shelves["normal"], "compare", what="keywords")
    for key, typed, found in (
        ("pick-a", "speech", "speech synthesis 1"),
        ("pick-b", "graph", "graph neural networks 1"),
    ):
        field = app.multiselect(key=key)
        assert field.value
        field.set_value([*field.value, typed]).run()
        assert app.multiselect(key=key).value == [found]
        assert app.query_params[key[-1]] == found

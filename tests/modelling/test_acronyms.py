"""What acronyms stand for, from sentences as papers write them."""

import pytest

from analysis.modelling.acronyms import long_forms
from analysis.runs.store import Run


@pytest.mark.parametrize(
    ("sentence", "short", "long"),
    [
        ("We use large language models (LLMs) here.", "LLM", "large language models"),
        ("With Retrieval-Augmented Generation (RAG), it", "RAG", "retrieval-augmented generation"),
        ("by proximal policy optimization (PPO) and", "PPO", "proximal policy optimization"),
        ("the mixture-of-experts (MoE) layer", "MoE", "mixture-of-experts"),
        ("We study diffusion transformers (DiTs).", "DiT", "diffusion transformers"),
        ("of reinforcement learning from human feedback (RLHF)", "RLHF",
         "reinforcement learning from human feedback"),
        ("in Kullback-Leibler (KL) divergence", "KL", "kullback-leibler"),
        ("as in BLEU, optical character recognition (OCR)", "OCR", "optical character recognition"),
    ],
)  # fmt: skip
def test_an_acronym_is_known_by_its_explanation(sentence: str, short: str, long: str) -> None:
    assert long_forms([sentence] * 2) == {short: long}


@pytest.mark.parametrize(
    "sentence",
    [
        "as shown before (see Figure 2) and",
        "our results (Table) agree",
        "a bracket (XYZ) that nobody explains",
        "(LLM) at the very start",
        "measured in metres (m) only",
        "",
    ],
)
def test_what_explains_nothing_is_no_acronym(sentence: str) -> None:
    assert long_forms([sentence] * 2) == {}


def test_one_paper_alone_is_not_believed_and_most_papers_decide() -> None:
    texts = ["test-time scaling (TTS) is new"] * 3 + ["text to speech (TTS) is old"] * 2
    assert long_forms([*texts, "a very own acronym (AVOA) of"]) == {"TTS": "test-time scaling"}


def test_a_run_keeps_long_forms_beside_their_terms(fitted_run: Run) -> None:
    assert fitted_run.vocabulary.columns.tolist() == ["term", "documents", "long_form"]

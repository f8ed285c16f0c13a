"""The vocabulary of planted sentences: which terms survive, under which name, counted how often."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.modelling.keywords.vocabulary import Vocabulary, fit_vocabulary, vocabulary_of_papers
from analysis.modelling.keywords.word_roles import stop_words, words_of
from analysis.modelling.params import FitParams, read_params
from analysis.runs.store import Run

FILLER = "We watched clouds over Rome. The gardener met a painter at noon."


def limits(at_least: int = 2, at_most: float = 1.0) -> FitParams:
    settings = [f"min_term_documents={at_least}", f"max_term_share={at_most}"]
    return read_params(settings=settings).for_size(100)


def counted(vocabulary: Vocabulary, term: str) -> list[int]:
    """How often each document holds a term."""
    return vocabulary.counts[:, [vocabulary.terms.index(term)]].toarray().ravel().tolist()


@pytest.mark.parametrize(
    "term",
    [
        "time series",
        "question answering",
        "3D Gaussian splatting",
        "world models",
        "continual learning",
        "speech synthesis",
        "reinforcement learning",
        "LLM",
        "KV cache",
        "chain-of-thought",
        "visual reasoning",
        "graph neural networks",
    ],
)
def test_what_a_researcher_would_call_a_theme_is_a_term(term: str) -> None:
    sentences = ("We turn to {} in depth.", "Of {}, little is known.", "Here, {} is at stake.")
    vocabulary = fit_vocabulary([s.format(term) for s in sentences], params=limits())
    assert term in vocabulary.terms


@pytest.mark.parametrize(
    "boilerplate",
    [
        "In this paper, we propose a novel method that outperforms the state of the art.",
        "Extensive experiments demonstrate the effectiveness of our approach.",
        "Our code is publicly available at this URL, and so is the dataset.",
        "To address this challenge, existing methods and previous work have been presented.",
        "However, it is the case that they have not, and there were also several of them.",
    ],
)
def test_boilerplate_makes_no_term(boilerplate: str) -> None:
    assert fit_vocabulary([boilerplate] * 4, params=limits()).terms == []


def test_a_term_is_named_as_it_stands_alone() -> None:
    """Few write "medical image" but before "segmentation"."""
    texts = ["Of medical image segmentation, and of medical image registration, much is hard."] * 3
    texts += ["Doctors look at medical images.", "Of medical images, many are old."]
    vocabulary = fit_vocabulary(texts, params=limits())
    assert "medical images" in vocabulary.terms
    standalone = dict(zip(vocabulary.terms, vocabulary.standalone, strict=True))
    assert standalone["medical images"] == 2 / 8
    assert standalone["medical image segmentation"] == 1


def test_an_acronym_in_brackets_does_not_break_its_phrase() -> None:
    texts = ["Of vision-language-action (VLA) models, many learn on robots (see there) daily."] * 3
    terms = fit_vocabulary(texts, params=limits()).terms
    assert {"vision-language-action models", "VLA", "robots"} <= set(terms)


@pytest.mark.parametrize(
    ("spellings", "name"),
    [
        (["Policy Optimization"] * 5 + ["policy optimization"], "policy optimization"),
        (["Gaussian Splatting"] * 9 + ["gaussian splatting"], "Gaussian Splatting"),
        (["FLOPs"] * 3 + ["flops"], "FLOPs"),
    ],
)
def test_titles_do_not_make_capitals_and_acronyms_keep_theirs(
    spellings: list[str], name: str
) -> None:
    texts = [f"About {spelling}, little is known." for spelling in spellings]
    assert name in fit_vocabulary(texts, params=limits()).terms


@pytest.mark.parametrize(
    ("spellings", "name"),
    [
        (["fine-tuning", "fine tuning", "finetuning", "Fine-Tuning", "fine-tuning"], "fine-tuning"),
        (["LLM", "LLMs", "LLM", "LLMs"], "LLM"),
        (["diffusion model", "diffusion models", "Diffusion Models"], "diffusion model"),
        (["pre-training", "pretraining", "pretraining"], "pretraining"),
        (["KV cache", "KV-cache", "KV caches"], "KV cache"),
        (["anomaly", "anomalies", "anomaly"], "anomaly"),
        (["human behavior", "human behaviour", "human behaviors"], "human behavior"),
        (["tokenization", "tokenisation", "tokenization"], "tokenization"),
        (["data center", "data centre", "data centers"], "data center"),
        (
            ["prompt tuning curve", "prompt-tuned curve", "prompt tuning curve"],
            "prompt tuning curve",
        ),
    ],
)
def test_variants_are_one_term(spellings: list[str], name: str) -> None:
    texts = [f"About {spelling}, and again {spelling}." for spelling in spellings]
    vocabulary = fit_vocabulary(texts, params=limits(at_least=len(texts)))
    assert name in [
        term if name != "diffusion model" else term.rstrip("s") for term in vocabulary.terms
    ]
    own = next(term for term in vocabulary.terms if term.rstrip("s") == name)
    assert counted(vocabulary, own) == [2] * len(texts)
    folded = [re.sub("[- ]", "", term.lower()).rstrip("s") for term in vocabulary.terms]
    assert len(set(folded)) == len(folded)


def test_a_rare_spelling_counts_for_its_term() -> None:
    texts = ["on fine-tuning"] * 5 + ["on finetuning", "on fine tuning", FILLER]
    vocabulary = fit_vocabulary(texts, params=limits(at_least=4))
    assert counted(vocabulary, "fine-tuning") == [1, 1, 1, 1, 1, 1, 1, 0]


def test_words_that_only_look_like_plurals_keep_their_s() -> None:
    texts = ["on physics, of bias, in chess"] * 3
    terms = fit_vocabulary(texts, params=limits()).terms
    assert {"physics", "bias", "chess"} <= set(terms)


def test_case_follows_the_writers() -> None:
    texts = ["the BERT encoder", "the BERT encoder", "a Transformer", "a transformer", "Robots"]
    texts += ["some robots", "ImageNet", "ImageNet", "of BERT", "on BERT"]
    terms = fit_vocabulary(texts, params=limits()).terms
    assert {"BERT", "BERT encoder", "transformer", "robots", "ImageNet"} <= set(terms)


def test_limits_are_counts_of_documents() -> None:
    texts = [f"gravity and {'glaciers' if i < 7 else 'rivers'}" for i in range(40)]
    texts[0] += ", volcano, volcano, volcano"
    assert fit_vocabulary(texts, params=limits(at_least=8)).terms == ["gravity", "rivers"]
    assert "glaciers" in fit_vocabulary(texts, params=limits(at_least=7)).terms
    assert "volcano" not in fit_vocabulary(texts, params=limits(at_least=2)).terms
    few = fit_vocabulary(texts, params=limits(at_least=2, at_most=0.5)).terms
    assert few == ["glaciers"]  # 33 rivers and 40 gravities are more than half of 40
    assert "gravity" in fit_vocabulary(texts[:10], params=limits(at_most=0.1)).terms


def test_the_beginning_of_a_longer_term_is_no_term() -> None:
    texts = [f"the multimodal large language models of {who}" for who in ("Ada", "Bo", "Cy")]
    terms = fit_vocabulary(texts, params=limits()).terms
    assert "large language models" in terms or "multimodal large language models" in terms
    assert not {"multimodal large", "multimodal large language", "large language"} & set(terms)


def test_terms_stop_at_signs_and_documents() -> None:
    texts = ["deep ocean. Current maps", "deep ocean, current maps", "deep ocean"]
    terms = fit_vocabulary([*texts, "current maps"], params=limits()).terms
    assert not [term for term in terms if "ocean" in term and "maps" in term]


@given(st.lists(st.text(max_size=60), min_size=1, max_size=6))
@settings(max_examples=150)
def test_any_text_gives_a_vocabulary(texts: list[str]) -> None:
    vocabulary = fit_vocabulary(texts, params=limits(at_least=1))
    assert vocabulary.counts.shape == (len(texts), len(vocabulary.terms))
    assert len(set(vocabulary.terms)) == len(vocabulary.terms)
    assert vocabulary.terms == sorted(vocabulary.terms)
    assert not {term.lower() for term in vocabulary.terms} & stop_words()
    assert all(sum(c.isalpha() for c in term) >= 2 for term in vocabulary.terms)


@pytest.mark.parametrize(
    "texts",
    [
        [""],
        ["", ""],
        ["12 34", "3.14 and 2024"],
        ["the of and", "to in it"],
        ["😀 🎉 👩‍🔬", "😀"],
        ["__ -- ++ ''", "\x00 \x07"],
    ],
)
def test_texts_without_words_give_none(texts: list[str]) -> None:
    assert fit_vocabulary(texts, params=limits(at_least=1)).terms == []


def test_chinese_has_terms_of_whole_words() -> None:
    texts = ["本文研究深度学习。", "深度学习很重要，", "深度学习 and robots", "机器人"]
    vocabulary = fit_vocabulary(texts, params=limits())
    assert "深度学习" in vocabulary.terms
    assert counted(vocabulary, "深度学习") == [1, 1, 1, 0]
    assert not {"度学", "度学习"} & set(vocabulary.terms)


@given(st.text(st.characters(max_codepoint=0x2FF, exclude_characters="("), max_size=80))
@settings(max_examples=300)
def test_words_of_latin_texts_are_runs_of_letters_and_digits(text: str) -> None:
    """These words are those of all earlier fits, whose themes must not move."""
    words = re.findall(r"[^\W_]\w*(?:[-+]\w+)*|['’]s\b|[^\w\s]|_", text)
    assert words_of(text) == words


def test_texts_too_short_for_telling_keywords_have_the_commonest() -> None:
    texts = [f"Coral {word}." for word in ("mild", "dense", "novel", "acute", "early")] * 8
    found = vocabulary_of_papers(texts, params=limits(at_most=0.3), languages=["en"] * 40)
    assert found.terms == ["Coral"]


def test_right_to_left_text_has_terms() -> None:
    texts = ["التعلم العميق مهم", "مستقبل التعلم العميق"]
    assert "التعلم العميق" in fit_vocabulary(texts, params=limits()).terms


WORDS = ("glacier", "glaciers", "Sea-ice", "sea ice", "drought", "the", "propose", "walks", ".")


@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=12), min_size=2, max_size=8))
@settings(max_examples=150)
def test_counts_are_those_of_a_search_in_the_text(rows: list[list[str]]) -> None:
    texts = [" ".join(row) for row in rows]
    vocabulary = fit_vocabulary(texts, params=limits(at_least=1))
    patterns = {"glacier": r"\bglaciers?\b", "drought": r"\bdrought\b", "seaice": r"\bsea[- ]ice\b"}
    for term in vocabulary.terms:
        pattern = patterns.get(re.sub("[- ]", "", term.lower()).removesuffix("s"))
        if pattern:
            expected = [len(re.findall(pattern, text, re.IGNORECASE)) for text in texts]
            assert counted(vocabulary, term) == expected


def test_a_fit_counts_what_a_search_finds(fitted_run: Run) -> None:
    documents = fitted_run.documents
    texts = (documents["title"] + ". " + documents["abstract"]).str.lower()
    for term in ("sea ice", "court decision", "robot arm", "glacier"):
        row = fitted_run.vocabulary["term"].tolist().index(term)
        expected = np.flatnonzero(texts.str.contains(rf"\b{term}s?\b"))
        assert fitted_run.postings.documents_of(row).tolist() == expected.tolist()
        assert fitted_run.vocabulary["documents"][row] == len(expected)


def test_what_comes_later_is_counted_and_teaches_nothing() -> None:
    past = ["We grow plant cells.", "Of plant cells, all is said.", "The plant cell, again."]
    later = ["Plant Cells and quantum dots.", "Quantum dots!", "Quantum dots.", "PLANT CELLS."]
    alone = fit_vocabulary(past, params=limits())
    both = fit_vocabulary([*past, *later], params=limits(), past=len(past))
    assert both.terms == alone.terms
    assert (both.counts[: len(past)].toarray() == alone.counts.toarray()).all()
    assert both.standalone.tolist() == alone.standalone.tolist()
    assert counted(both, "plant cells") == [1, 1, 1, 1, 0, 0, 1]

"""What acronyms stand for, from sentences as papers write them."""

import numpy as np
import pandas as pd
import pytest

from analysis.modelling.keywords.acronyms import definitions, long_form, long_forms
from analysis.modelling.keywords.vocabulary import fit_vocabulary
from analysis.modelling.params import read_params
from analysis.runs.store import Run
from analysis.trends.params import TrendParams
from analysis.trends.postings import Postings
from analysis.trends.verdicts.signals import Corpus, term_signals


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
    assert long_forms(definitions([sentence] * 2)) == {short: long}


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
    assert long_forms(definitions([sentence] * 2)) == {}


def test_one_paper_alone_is_not_believed_and_most_papers_decide() -> None:
    texts = ["test-time scaling (TTS) is new"] * 3 + ["text to speech (TTS) is old"] * 2
    texts.append("a very own acronym (AVOA) of")
    assert long_forms(definitions(texts)) == {"TTS": "test-time scaling"}


def test_a_run_keeps_long_forms_beside_their_terms(fitted_run: Run) -> None:
    assert fitted_run.vocabulary.columns.tolist() == ["term", "documents", "long_form"]


def _split(years: int = 5, *, each: int = 12) -> tuple[list[str], list[str]]:
    """Monthly texts: an idea that grows while papers go from its long form to its acronym."""
    texts, dates = [], []
    for month in range(12 * years):
        date = f"{2015 + month // 12}-{month % 12 + 1:02d}-15"
        held = round(2 + 6 * month / (12 * years))
        late = month >= 6 * years
        form = "the QZN" if late else "the quantum zebra network"
        texts += [f"We turn to {form} in depth."] * held
        texts += ["We turn to clouds over the gardens."] * (each - held)
        dates += [date] * each
    explained = "We turn to quantum zebra networks (QZN) in depth."
    return [*texts[:-1], explained, explained], [*dates, dates[-1]]


def test_an_idea_split_over_its_two_forms_is_counted_once_and_rises() -> None:
    texts, dates = _split()
    params = read_params(settings=["min_term_documents=2", "max_term_share=1.0"]).for_size(
        len(texts)
    )
    vocabulary = fit_vocabulary(texts, params=params)
    (joined,) = [term for term in vocabulary.terms if "QZN" in term]
    assert long_form(joined).startswith("quantum zebra network")
    assert joined.endswith("(QZN)")
    assert long_form(joined) not in vocabulary.terms
    counts = vocabulary.counts[:, [vocabulary.terms.index(joined)]].toarray().ravel()
    holders = [i for i, text in enumerate(texts) if "QZN" in text or "quantum zebra" in text]
    assert np.flatnonzero(counts).tolist() == holders
    documents = pd.DataFrame(
        {
            "published": dates,
            "venue": None,
            "upvotes": None,
            "topic": 0,
            "authors": [[str(i)] for i in range(len(texts))],
        }
    ).assign(categories=pd.Series([[] for _ in texts]))
    found = Corpus(documents, np.zeros((len(texts), 2)), np.zeros(len(texts)), "month")
    apart = [[i for i in holders if ("QZN" in texts[i]) is acronym] for acronym in (True, False)]
    flat = [list(range(start, len(texts), 7)) for start in range(7)]
    said = [
        term_signals(found, "abcdefgh", postings=_postings([ids, *flat]), params=TrendParams())
        for ids in (holders, apart[1])
    ]
    assert said[0]["verdict"].tolist()[0] == "rising"
    assert said[1]["verdict"].tolist()[0] != "rising"


def _postings(held: list[list[int]]) -> Postings:
    ends = np.cumsum([0, *map(len, held)])
    return Postings(ends.astype(np.int32), np.concatenate(held).astype(np.int32))


def test_an_acronym_of_two_meanings_is_joined_with_neither() -> None:
    texts = ["We turn to test scaling (TS) now."] * 3 + ["We turn to tree search (TS) now."] * 3
    params = read_params(settings=["min_term_documents=2", "max_term_share=1.0"]).for_size(6)
    assert {"TS", "tree search"} <= set(fit_vocabulary(texts, params=params).terms)


@pytest.mark.parametrize(
    ("long", "short", "others"),
    [
        ("support vector machine", "SVM", ["support vector machines", "Support-Vector Machine"]),
        ("long short-term memory", "LSTM", ["long short term memory", "Long Short-Term Memory"]),
        ("named entity recognition and linking", "NERL", []),
    ],
)
def test_a_defined_long_form_is_one_keyword_whatever_words_it_holds(
    long: str, short: str, others: list[str]
) -> None:
    """`support`, `long`, `short` and `and` end any other term."""
    texts = [f"We turn to a {long} ({short}) of note."] * 3
    texts += [f"Here, a {form} is at stake." for form in [long, *others]] + [f"An {short} again."]
    params = read_params(settings=["min_term_documents=2", "max_term_share=1.0"]).for_size(
        len(texts)
    )
    vocabulary = fit_vocabulary(texts, params=params)
    (term,) = [term for term in vocabulary.terms if short in term]
    assert term == f"{long} ({short})"
    counts = vocabulary.counts[:, [vocabulary.terms.index(term)]].toarray().ravel()
    assert (counts > 0).all()
    parts = {"vector machine", "short-term memory", "memory", "machine", "entity recognition"}
    assert not parts & set(vocabulary.terms)

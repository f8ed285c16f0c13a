"""Terms that set papers apart, against a count by hand and against blind draws."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.trends.comparison.log_odds import telling_terms, term_contrast
from analysis.trends.postings import Postings


def postings_of(held):
    """`held` is a set of document numbers a term."""
    ids = [np.array(sorted(documents), np.int32) for documents in held]
    indptr = np.r_[0, np.cumsum([len(one) for one in ids])].astype(np.int32)
    return Postings(indptr, np.concatenate([*ids, np.zeros(0, np.int32)]).astype(np.int32))


def by_hand(held, chosen, documents):
    """The formulas of Monroe et al., term by term."""
    size = sum(len(one) for one in held)
    strength = max(10, min(len(chosen), documents - len(chosen))) * size / documents
    inside = [len(one & chosen) for one in held]
    outside = [len(one - chosen) for one in held]
    rows = []
    for term, one in enumerate(held):
        if not one:
            rows.append((0.0, 0.0))
            continue
        prior = strength * len(one) / size
        odds = [
            (y[term] + prior) / (sum(y) + strength - y[term] - prior) for y in (inside, outside)
        ]
        delta = math.log(odds[0]) - math.log(odds[1])
        variance = 1 / (inside[term] + prior) + 1 / (outside[term] + prior)
        rows.append((delta, delta / math.sqrt(variance)))
    return rows


@given(st.lists(st.sets(st.integers(0, 11)), min_size=2, max_size=8), st.sets(st.integers(0, 11)))
def test_contrast_is_what_a_count_by_hand_says(held, chosen):
    held = [*held, {0, 5}, {1}]
    selected = np.isin(np.arange(12), list(chosen))

    contrast = term_contrast(postings_of(held), selected)
    rows = by_hand(held, chosen, 12)
    assert contrast["log_odds"].tolist() == pytest.approx([delta for delta, _ in rows])
    assert contrast["z"].tolist() == pytest.approx([z for _, z in rows])
    assert contrast["inside"].tolist() == [len(one & chosen) for one in held]
    turned = term_contrast(postings_of(held), ~selected)
    assert turned["z"].tolist() == pytest.approx((-contrast["z"]).tolist())


def corpus(rng, papers=400, terms=300):
    """Terms in as many papers as words have: a few in many, many in a few."""
    shares = 0.5 / np.arange(1, terms + 1)
    return [set(np.flatnonzero(rng.random(papers) < share).tolist()) for share in shares]


def test_planted_terms_are_named_and_nested_ones_once():
    rng = np.random.default_rng(1)
    held = corpus(rng)
    chosen = set(range(40))
    held += [set(range(30)) | {100}, set(range(28)), set(range(0, 40, 2)) | {200, 300}]
    names = [f"word{i}" for i in range(300)] + ["speech", "speech synthesis", "vocoder"]
    vocabulary = pd.DataFrame({"term": names})

    telling = telling_terms(
        vocabulary, postings_of(held), selected=np.isin(np.arange(400), list(chosen))
    )
    assert telling["term"].tolist() == ["speech", "vocoder"]
    assert telling["inside"].tolist() == [30, 20]


def test_what_most_papers_have_sets_them_apart_from_a_few():
    rng = np.random.default_rng(3)
    held = [*corpus(rng), set(range(300))]
    vocabulary = pd.DataFrame({"term": [f"word{i}" for i in range(300)] + ["common"]})

    telling = telling_terms(vocabulary, postings_of(held), selected=np.arange(400) < 300)
    assert telling["term"].tolist() == ["common"]


def test_papers_drawn_blindly_have_nothing_to_tell():
    rng = np.random.default_rng(2)
    postings = postings_of(corpus(rng, papers=4000, terms=2000))
    vocabulary = pd.DataFrame({"term": [f"word{i}" for i in range(2000)]})
    named = [
        len(telling_terms(vocabulary, postings, selected=rng.permutation(4000) < size))
        for size in (5, 40, 200, 2000, 3900)
        for _ in range(50)
    ]
    assert np.mean(np.array(named) > 0) < 0.08


@pytest.mark.parametrize("selected", [np.ones(12, bool), np.zeros(12, bool)])
def test_all_papers_and_none_have_no_rest(selected):
    held = [{0, 1}, {2}]
    vocabulary = pd.DataFrame({"term": ["a", "b"]})
    assert telling_terms(vocabulary, postings_of(held), selected=selected).empty

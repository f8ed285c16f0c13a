"""A run as people corrected it: what was asked for, in every table, and whole."""

import numpy as np
import pandas as pd
import pytest
from bertopic.vectorizers import ClassTfidfTransformer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import sparse

from analysis.runs.corrections.split_theme import halves_by_keyword, halves_by_meaning
from analysis.runs.store import Run, open_run
from analysis.trends.prevalence import prevalence
from tests.support.builders import build_run, make_older
from tests.support.corrections import (
    assert_same,
    assert_whole,
    edit,
    merge,
    move,
    seen_through,
    split,
)


@pytest.fixture(scope="module")
def fitted(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run for everybody: corrections of it are not written."""
    folder = tmp_path_factory.mktemp("runs")
    return open_run(folder / build_run(folder, papers=300, topics=6))


def sizes(run: Run) -> dict:
    return run.documents["topic"].value_counts().sort_index().to_dict()


def test_a_new_name_is_everywhere_and_says_who_gave_it(fitted) -> None:
    named = seen_through(fitted, edit(fitted, "rename", 2, label="Talking machines"))
    row = named.topics.set_index("topic").loc[2]
    assert (row["label"], row["label_source"]) == ("Talking machines", "person")
    assert named.hierarchy.set_index("node")["label"][2] == "Talking machines"
    assert sizes(named) == sizes(fitted)
    pd.testing.assert_frame_equal(named.topic_signals, fitted.topic_signals)
    assert_whole(named)


def test_merged_themes_have_the_papers_and_keywords_of_both(fitted) -> None:
    merged = seen_through(fitted, merge(fitted, 1, 3))
    before = sizes(fitted)
    assert sizes(merged) == {
        topic: number + (before[3] if topic == 1 else 0)
        for topic, number in before.items()
        if topic != 3
    }
    best = merged.terms[merged.terms["topic"] == 1].nsmallest(4, "rank")["term"]
    assert {term.rsplit(" ", 1)[0] for term in best} == {
        "diffusion models",
        "graph neural networks",
    }
    assert_whole(merged)


def test_keywords_of_merged_themes_weigh_as_those_of_fitted_ones(fitted) -> None:
    """By BERTopic's own transformer, learned from the fitted themes."""
    topic = fitted.documents["topic"].to_numpy()
    held = np.zeros((len(topic), len(fitted.vocabulary)))
    for place in range(held.shape[1]):
        held[fitted.postings.documents_of(place), place] = 1
    themes = np.array([held[topic == one].sum(axis=0) for one in np.unique(topic)])
    weigh = ClassTfidfTransformer(bm25_weighting=True).fit(sparse.csr_matrix(themes))
    both = held[np.isin(topic, [1, 3])].sum(axis=0)
    weights = weigh.transform(sparse.csr_matrix(both)).toarray()[0]
    expected = dict(zip(fitted.vocabulary["term"], weights, strict=True))

    terms = seen_through(fitted, merge(fitted, 1, 3)).terms.query("topic == 1")
    assert len(terms)
    np.testing.assert_allclose(terms["weight"], terms["term"].map(expected), rtol=1e-5)


def test_a_split_by_meaning_parts_what_was_planted_as_two(fitted) -> None:
    joined = seen_through(fitted, merge(fitted, 1, 3))
    ids = halves_by_meaning(joined, 1)
    truth = fitted.documents["topic"][ids]
    assert len(set(truth)) == 1
    parted = seen_through(fitted, merge(fitted, 1, 3), split(joined, 1, ids))
    new = parted.topics["topic"].max()
    assert sizes(parted)[new] == len(ids) == sizes(fitted)[truth.iloc[0]]
    words = parted.terms.query("topic == @new")["term"].str.rsplit(n=1).str[0]
    assert set(words) == {fitted.topics.set_index("topic")["label"][truth.iloc[0]].lower()}
    assert_whole(parted)


def test_a_split_by_keyword_takes_the_papers_that_have_it(fitted) -> None:
    ids = halves_by_keyword(fitted, 0, term="large language models 3")
    held = fitted.postings.documents_of(
        fitted.vocabulary["term"].tolist().index("large language models 3")
    )
    assert ids.tolist() == held.tolist()
    assert halves_by_keyword(fitted, 1, term="large language models 3").size == 0
    assert halves_by_keyword(fitted, 1, term="no such keyword").size == 0
    assert_whole(seen_through(fitted, split(fitted, 0, ids)))


def test_a_hidden_theme_is_in_no_list_but_in_the_denominator(fitted) -> None:
    hidden = seen_through(fitted, edit(fitted, "hide", 0))
    assert 0 not in set(hidden.topics["topic"])
    assert len(hidden.documents) == len(fitted.documents)
    before = prevalence(fitted.documents, period="quarter").query("topic == 1")
    after = prevalence(hidden.documents, period="quarter").query("topic == 1")
    np.testing.assert_array_equal(before["prevalence"], after["prevalence"])
    assert_whole(hidden)


def test_an_area_is_gone_when_its_last_theme_joins_another_area(fitted) -> None:
    one, other = fitted.areas["area"]
    inside = fitted.topics.query("area == @other")["topic"]
    joining = [merge(fitted, 0, topic) for topic in inside]
    almost = seen_through(fitted, *joining[:-1])
    assert almost.areas["area"].tolist() == [one, other]
    joined = seen_through(fitted, *joining)
    assert joined.areas["area"].tolist() == [one]
    assert set(joined.topics["area"]) == {-1, one}
    assert joined.areas["documents"].sum() == (fitted.documents["topic"] >= 0).sum()
    assert_whole(joined)


@pytest.mark.parametrize("topic", range(6))
def test_a_part_stays_in_the_area_of_its_whole(fitted, topic) -> None:
    parted = seen_through(fitted, split(fitted, topic, halves_by_meaning(fitted, topic)))
    areas = parted.topics.set_index("topic")["area"]
    (new,) = set(areas.index) - set(fitted.topics["topic"])
    assert areas[new] == areas[topic] == fitted.topics.set_index("topic")["area"][topic]
    pd.testing.assert_frame_equal(parted.areas, fitted.areas)
    assert parted.topics.set_index("topic")["stability"][[topic, new]].isna().all()
    assert_whole(parted)


def test_a_run_from_before_areas_can_be_corrected(tmp_path) -> None:
    folder = tmp_path / build_run(tmp_path, papers=60, topics=3)
    make_older(folder)
    run = open_run(folder)
    merged = merge(run, 0, 1)
    inside = np.flatnonzero(run.documents["topic"] == 2)
    for edits in (
        [merged], [split(run, 2, inside[::2])], [edit(run, "hide", 1)],
        [edit(run, "rename", 1, label="Named")], [move(run, 0, 2), merged],
    ):  # fmt: skip
        corrected = seen_through(run, *edits)
        assert corrected.areas.empty
        assert corrected.topics[["area", "stability"]].isna().all(axis=None)
        assert_whole(corrected)


def test_verdicts_are_those_of_the_corrected_papers(fitted) -> None:
    moves = [move(fitted, doc_id, 5) for doc_id in fitted.documents.index[:40]]
    corrected = seen_through(fitted, *moves)
    topics = corrected.documents["topic"]
    counted = corrected.topic_signals.set_index("topic")["documents"].drop(-1, errors="ignore")
    assert counted.to_dict() == topics[topics >= 0].value_counts().sort_index().to_dict()
    assert not corrected.topic_signals["growth"].equals(fitted.topic_signals["growth"])
    assert_whole(corrected)


CORRECTIONS = st.lists(
    st.tuples(
        st.sampled_from(["rename", "merge", "split", "hide", "move"]),
        st.integers(0, 5),
        st.integers(0, 5),
    ),
    max_size=5,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(corrections=CORRECTIONS)
def test_any_corrections_leave_a_whole_run_and_mean_the_same_every_time(
    fitted: Run, corrections
) -> None:
    edits = []
    for kind, topic, other in corrections:
        there = seen_through(fitted, *edits)
        if not {topic, other} <= set(there.topics["topic"]):
            continue
        inside = there.documents.index[there.documents["topic"] == topic].to_numpy()
        edits.append(
            {
                "rename": lambda t, a, b, _: edit(t, "rename", a, label=f"Named {b}"),
                "merge": lambda t, a, b, _: merge(t, a, b),
                "split": lambda t, a, _, ids: split(t, a, ids[: len(ids) // 2]),
                "hide": lambda t, a, _, __: edit(t, "hide", a),
                "move": lambda t, a, b, _: move(t, 7 * b, a),
            }[kind](there, topic, other, inside)
        )
    once = seen_through(fitted, *edits)
    assert_whole(once)
    assert_same(once, seen_through(fitted, *edits))


def test_after_a_merge_themes_still_stand_by_size(fitted) -> None:
    by_size = fitted.topics[fitted.topics["topic"] >= 0]["topic"].tolist()
    merged = seen_through(fitted, merge(fitted, by_size[-2], by_size[-1]))
    named = merged.topics[merged.topics["topic"] >= 0]
    assert named["documents"].is_monotonic_decreasing
    assert merged.topics["topic"].tolist()[0] == -1
    grown = sizes(fitted)[by_size[-2]] + sizes(fitted)[by_size[-1]]
    assert sizes(merged)[by_size[-2]] == grown > sizes(fitted)[by_size[-3]]
    assert named["topic"].tolist().index(by_size[-2]) < len(by_size) - 2


def test_what_a_correction_does_not_touch_is_the_run_s_own(fitted) -> None:
    """One copy in memory, read and checked once, however many corrections there are."""
    for one in (
        seen_through(fitted, edit(fitted, "rename", 2, label="Talking machines")),
        seen_through(fitted, merge(fitted, 1, 3)),
    ):
        for name in (
            *("vocabulary", "postings", "embeddings", "neighbours", "search_path"),
            "term_signals",
        ):
            assert getattr(one, name) is getattr(fitted, name), name
        texts = [run.documents["abstract"].array for run in (one, fitted)]
        one_text, fitted_text = (np.frombuffer(_buffer(text), np.uint8) for text in texts)
        assert np.shares_memory(one_text, fitted_text)


def _buffer(text) -> memoryview:
    return memoryview(text.__arrow_array__().chunk(0).buffers()[2])

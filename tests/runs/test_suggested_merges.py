"""Themes that may be one are found, and what they would be is what a merge makes of them."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.runs.corrections.suggested_merges import (
    merge_of,
    merged_signal,
    suggested_merges,
)
from analysis.runs.store import Run, open_run, write_run
from tests.support.builders import run_parts
from tests.support.corrections import edit, seen_through


def planted(tmp_path, labels: dict[int, str], *, twins: tuple[int, int] | None) -> Run:
    """Six themes far from each other, but two that are one cut in half."""
    tables, vectors, manifest = run_parts(papers=600, topics=6)
    topic = tables.documents["topic"].to_numpy()
    rng = np.random.default_rng(1)
    centres = np.linalg.qr(rng.normal(size=(16, 16)))[0][:7]
    if twins:
        centres[twins[1]] = centres[twins[0]]
    near = centres[topic] + rng.normal(0, 0.1, (len(topic), 16))
    vectors.embeddings[:] = near / np.linalg.norm(near, axis=1, keepdims=True)
    for number, label in labels.items():
        tables.topics.loc[tables.topics["topic"] == number, "label"] = label
    return open_run(tmp_path / write_run(tables, vectors, manifest=manifest, runs=tmp_path))


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Run:
    names = {1: "Hallucination detection", 4: "Hallucinations and their detection"}
    return planted(tmp_path_factory.mktemp("runs"), names, twins=(1, 4))


def test_a_planted_twin_is_found_and_nothing_else(twins) -> None:
    (found,) = suggested_merges(twins)
    sizes = twins.documents["topic"].value_counts()
    assert {found.topic, found.other} == {1, 4}
    assert sizes[found.topic] >= sizes[found.other]
    assert found.words == ("detection", "hallucination")


@pytest.mark.parametrize(
    ("names", "alike"),
    [
        ({1: "Hallucination detection", 4: "Speech recognition"}, (1, 4)),
        ({1: "Hallucination detection", 4: "Hallucination detection"}, None),
        ({1: "The state of the art", 4: "A map of the brain"}, (1, 4)),
    ],
)
def test_a_name_or_a_place_alone_makes_no_pair(tmp_path, names, alike) -> None:
    assert suggested_merges(planted(tmp_path, names, twins=alike)) == []


def test_the_verdict_is_that_of_the_merged_theme(twins) -> None:
    (found,) = suggested_merges(twins)
    merged = seen_through(twins, merge_of(twins, found))
    there: Any = merged.topic_signals.set_index("topic").loc[found.topic]
    said = pd.Series(merged_signal(twins, found)).drop("topic")
    assert said["documents"] == (twins.documents["topic"].isin([1, 4])).sum()
    pd.testing.assert_series_equal(said, there, check_names=False, check_dtype=False)
    assert suggested_merges(merged) == []


def test_a_corrected_run_is_asked_as_it_is_seen(twins) -> None:
    named = seen_through(twins, edit(twins, "rename", 4, label="Robots"))
    assert suggested_merges(named) == []
    moved = seen_through(twins, edit(twins, "hide", 0))
    (found,) = suggested_merges(moved)
    assert merged_signal(moved, found)["documents"] == 180

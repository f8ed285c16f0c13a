"""`update`: new papers join the themes that stand, and open one where they fit none."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest

from analysis.runs.schema import OUTLIER
from analysis.runs.store import open_run
from tests.support.commands import command, refused
from tests.support.lineages import LATE, planted_lineage, run_id, write_rows


@pytest.fixture(scope="module")
def lineage(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAPERTIDES_DATA", str(tmp_path_factory.mktemp("data")))
        yield planted_lineage(tmp_path_factory.mktemp("lineage"))


def both_of(lineage) -> pd.DataFrame:
    """The papers of the parent, with their columns in both runs (`_then` and `_now`)."""
    then, now = (run.documents.set_index("title") for run in (lineage.parent, lineage.child))
    return then.add_suffix("_then").join(now.add_suffix("_now"))


def test_no_paper_of_a_fit_changes_theme_or_place(lineage):
    both = both_of(lineage)
    assert len(both) == 120
    fitted = both[both["topic_then"] != OUTLIER]
    assert (fitted["topic_now"] == fitted["topic_then"]).all()
    assert (fitted["assigned_now"] == fitted["assigned_then"]).all()
    assert np.array_equal(both[["x_now", "y_now"]], both[["x_then", "y_then"]])


def test_themes_keep_name_and_hue(lineage):
    then, now = (run.topics.set_index("topic") for run in (lineage.parent, lineage.child))
    kept = now.loc[then.index]
    assert kept["label"].equals(then["label"])
    assert np.allclose(kept["hue"].dropna(), then["hue"].dropna())
    assert kept["area"].equals(then["area"])


def test_papers_that_were_there_are_not_doubled(lineage):
    titles = lineage.child.documents["title"]
    assert len(titles) == 200
    assert titles.is_unique
    assert lineage.child.manifest.update["papers"] == 80


def test_late_papers_of_a_known_theme_join_it(lineage):
    documents = lineage.child.documents
    known = documents["title"].isin(lineage.parent.documents["title"])
    truth = documents["title"].map(lineage.themes)
    for theme in set(lineage.themes.values()) - {LATE}:
        home = Counter(documents["topic"][known & (truth == theme)]).most_common(2)
        late = documents[~known & (truth == theme) & (documents["topic"] != OUTLIER)]
        assert len(late) >= 5
        assert late["topic"].isin([topic for topic, _ in home]).mean() >= 0.9
        assert set(late["assigned"]) == {"placed"}


def test_a_new_theme_opens_under_a_number_of_its_own(lineage):
    opened = lineage.child.manifest.update["opened"]
    assert opened
    assert min(opened) > lineage.parent.topics["topic"].max()
    assert lineage.child.manifest.next_topic == max(opened) + 1
    documents = lineage.child.documents
    truth = documents["title"].map(lineage.themes)
    late = documents["topic"][truth == LATE]
    assert late.isin(opened).mean() >= 0.8
    assert (truth[documents["topic"].isin(opened)] == LATE).mean() >= 0.9
    labels = [lineage.child.labels[topic] for topic in opened]
    assert all(label in lineage.said.stderr for label in labels)


def test_tables_speak_of_the_same_themes(lineage):
    run = lineage.child
    topics = set(run.topics["topic"])
    assert set(run.documents["topic"]) <= topics
    assert set(run.terms["topic"]) == topics - {OUTLIER}
    assert set(run.topic_signals["topic"]) == topics - {OUTLIER}
    assert set(run.topic_periods["topic"]) <= topics
    leaves = set(run.hierarchy["node"]) - set(run.hierarchy["parent"])
    assert leaves == topics - {OUTLIER}
    assert set(run.topics["area"]) - {OUTLIER} == set(run.areas["area"])
    sizes = run.documents["topic"].value_counts()
    assert dict(zip(run.topics["topic"], run.topics["documents"], strict=True)) == {
        topic: sizes.get(topic, 0) for topic in topics
    }
    assert run.topics["documents"].iloc[1:].is_monotonic_decreasing


def test_the_run_names_its_parent(lineage):
    manifest = lineage.child.manifest
    assert manifest.parent == lineage.parent.run_id
    assert [one["run_id"] for one in manifest.lineage] == [lineage.parent.run_id]


def test_an_update_without_a_new_paper_writes_nothing(lineage):
    again = lineage.update(lineage.child, "later.jsonl")
    assert run_id(again) == lineage.child.run_id
    assert "Already there" in again.stderr
    same = lineage.update(lineage.parent, "later.jsonl")
    assert run_id(same) == lineage.child.run_id


def test_a_corrected_text_replaces_the_old_one_in_the_same_theme(lineage):
    paper = lineage.parent.documents[lineage.parent.documents["topic"] != OUTLIER].iloc[0]
    new = paper["abstract"] + " A correction adds this sentence."
    path = lineage.folder / "corrected.jsonl"
    write_rows(path, [{"title": paper["title"], "abstract": new, "published": paper["published"]}])
    corrected = lineage.update(lineage.parent, path.name)
    run = open_run(lineage.child.path.parent / run_id(corrected))
    there = run.documents.set_index("paper_id").loc[paper["paper_id"]]
    assert there["abstract"] == new
    assert there["topic"] == paper["topic"]
    assert len(run.documents) == len(lineage.parent.documents)


def test_vectors_of_ones_own_have_none_for_new_papers(lineage):
    rows = lineage.folder / "first.jsonl"
    vectors = lineage.folder / "own.npy"
    np.save(vectors, np.random.default_rng(0).normal(size=(120, 8)))
    fitted = command("fit", rows, "--embeddings", vectors, "--no-backtest")
    said = refused(
        command("update", run_id(fitted), lineage.folder / "later.jsonl"), "--embeddings"
    )
    assert "Fit all papers again" in said


def test_a_handful_of_papers_stays_one_theme(tmp_path):
    rows = [
        {
            "title": f"Paper {word}",
            "abstract": f"About {word} and {other}.",
            "published": "2024-05-01",
        }
        for word, other in (("ice", "sea"), ("law", "court"), ("voice", "speech"), ("arm", "grip"))
    ]
    write_rows(tmp_path / "three.jsonl", rows[:3])
    write_rows(tmp_path / "fourth.jsonl", rows[3:])
    runs = tmp_path / "runs"
    options = ("--encoder", "lsa", "--no-backtest", "--runs", runs)
    fitted = run_id(command("fit", tmp_path / "three.jsonl", *options))
    updated = run_id(command("update", fitted, tmp_path / "fourth.jsonl", "--runs", runs))
    assert open_run(runs / updated).documents["topic"].tolist() == [0] * 4

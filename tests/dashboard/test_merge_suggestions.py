"""The offer to merge themes that may be one: what it would be, done and undone."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analysis.runs.corrections.overlay import add_edit, read_overlay
from analysis.runs.corrections.suggested_merges import merged_signal, suggested_merges
from analysis.runs.store import Run
from dashboard.style.verdicts import word_of
from tests.runs.test_suggested_merges import planted
from tests.support.corrections import edit

NAMES = {1: "Hallucination *detection*", 4: "Detection of hallucinations"}


def offer(path: str) -> None:
    from dashboard.components.merge_suggestions import merge_suggestions
    from dashboard.data.loading import load_run
    from dashboard.state.address import keep_run

    keep_run(path)
    merge_suggestions(load_run(path))


@pytest.fixture
def run(tmp_path, monkeypatch) -> Run:
    run = planted(tmp_path, NAMES, twins=(1, 4))
    monkeypatch.setenv("PAPERTIDES_RUNS", str(tmp_path))
    return run


def opened(run: Run) -> AppTest:
    app = AppTest.from_function(offer, default_timeout=60, args=(run.run_id,)).run()
    assert not app.exception
    return app


def words_of(app: AppTest) -> str:
    return "\n".join(str(one.value) for one in [*app.markdown, *app.caption])


def test_a_pair_is_shown_with_what_it_would_be_merged_and_undone(run) -> None:
    app = opened(run)
    (found,) = suggested_merges(run)
    app.selectbox[0].select_index(0).run()
    words = words_of(app)
    both = run.documents["topic"].isin([1, 4]).sum()
    assert f"{both} papers" in words
    row = merged_signal(run, found)
    assert word_of(row["verdict"], row["reason"]) in words.split("Merged into")[1]
    assert r"Hallucination \*detection\*" in words

    app.button(key="suggestion-merge").click().run()
    (done,) = read_overlay(run).standing
    assert done.kind == "merge"
    assert not app.selectbox
    app.button(key="suggestion-undo").click().run()
    assert read_overlay(run).standing == ()
    assert len(app.selectbox) == 1


def test_who_is_late_is_told_and_nothing_is_merged(run: Run, tmp_path: Path) -> None:
    app = opened(run)
    app.selectbox[0].select_index(0).run()
    add_edit(run, edit(run, "rename", 0, label="By somebody else"), seen=0)
    app.button(key="suggestion-merge").click().run()
    assert "Somebody else has corrected this run" in app.error[0].value
    assert [one.kind for one in read_overlay(run).edits] == ["rename"]


def test_a_run_without_such_pairs_shows_nothing(tmp_path, monkeypatch) -> None:
    run = planted(tmp_path, {}, twins=None)
    monkeypatch.setenv("PAPERTIDES_RUNS", str(tmp_path))
    app = opened(run)
    assert not app.selectbox
    assert not app.markdown

"""Corrections in place: what was seen is what is corrected, and what was done can be undone."""

from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

from analysis.runs.corrections.overlay import Rename, add_edit, read_overlay
from analysis.runs.store import Run, open_run
from tests.support.builders import build_run
from tests.support.corrections import edit


def test_who_types_while_somebody_else_corrects_is_told_and_may_repeat_it(
    tmp_path: Path, open_page: Callable[..., AppTest]
) -> None:
    run = open_run(tmp_path / build_run(tmp_path, papers=60, topics=3))
    app = open_page(tmp_path, "themes", topic="1", change="rename")
    add_edit(run, edit(run, "rename", 1, label="By one"), seen=0)
    (name,) = [field for field in app.text_input if field.label == "New name"]
    name.set_value("By two").run()
    _press(app, "Rename")
    assert "Somebody else has corrected this run in the meantime" in app.error[0].value
    assert _names_given(run) == ["By one"]
    _press(app, "Rename")
    assert "Renamed" in app.success[0].value
    assert _names_given(run) == ["By one", "By two"]


def test_what_was_just_done_is_taken_back_beside_its_message(
    tmp_path: Path, open_page: Callable[..., AppTest]
) -> None:
    run = open_run(tmp_path / build_run(tmp_path, papers=60, topics=3))
    app = open_page(tmp_path, "themes", topic="1", change="rename")
    (name,) = [field for field in app.text_input if field.label == "New name"]
    name.set_value("Another name").run()
    _press(app, "Rename")
    assert app.title[0].value == "Another name"
    assert any(f"Renamed from “{run.labels[1]}”" in one.value for one in app.markdown)
    _press(app, "Undo")
    assert "Undone" in app.success[0].value
    assert app.title[0].value == run.labels[1]
    assert not any(one.label == "Undo" for one in app.button)


def _names_given(run: Run) -> list[str]:
    return [one.label for one in read_overlay(run).edits if isinstance(one, Rename)]


def _press(app: AppTest, label: str) -> None:
    (button,) = [one for one in app.button if one.label == label]
    button.click().run()

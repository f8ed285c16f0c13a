"""The file of corrections: undone to the byte, never lost, found again in a refit."""

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from pydantic import TypeAdapter

from analysis.errors import InputError
from analysis.runs.corrections.apply_edits import KINDS, described
from analysis.runs.corrections.carry_over import carry_over
from analysis.runs.corrections.corrected import conflicts_of, open_corrected
from analysis.runs.corrections.overlay import (
    Edit,
    Rename,
    StaleOverlayError,
    add_edit,
    overlay_path,
    read_overlay,
    undo_edit,
    usable_overlay,
)
from analysis.runs.store import Run, open_run, write_run
from tests.support.builders import build_run, run_parts
from tests.support.corrections import assert_same, edit, merge, split
from tests.support.sources import ROOT

BY_HAND = (
    '{"run_id": "x", "edits": [{"kind": "rename", "theme": ["a"], "was": "b", "when": "WHEN",'
    ' "label": "LABEL"}]}'
)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A run that may be corrected."""
    return open_run(tmp_path / build_run(tmp_path, papers=120, topics=4))


def test_undone_corrections_leave_the_tables_as_they_were_fitted(run) -> None:
    files = {path: path.read_bytes() for path in run.path.rglob("*") if path.is_file()}
    edits = [edit(run, "rename", 0, label="X"), merge(run, 1, 2), edit(run, "hide", 3)]
    for seen, one in enumerate(edits):
        add_edit(run, one, seen=seen)
    changed, conflicts = open_corrected(run.path)
    assert not conflicts
    assert changed.manifest.counts.topics == 2
    for seen, place in enumerate((1, 0, 2), start=3):
        undo_edit(run, place, seen=seen)
    again, _ = open_corrected(run.path)
    assert_same(again, open_run(run.path))
    overlay = read_overlay(run)
    assert overlay.version == 6
    assert [bool(one.undone) for one in overlay.edits] == [True] * 3
    assert {path: path.read_bytes() for path in files} == files


def test_two_writers_lose_nothing_of_each_other(run) -> None:
    """Each of two processes adds 15 corrections, and looks again where the other came first."""
    script = """
import sys
from analysis.runs.corrections.overlay import (
    Rename, StaleOverlayError, add_edit, read_overlay, surest,
)
from analysis.runs.store import open_run
run, who, left = open_run(sys.argv[1]), sys.argv[2], 15
while left:
    seen = read_overlay(run).version
    theme = surest(run.documents, 0)
    try:
        add_edit(run, Rename(theme=theme, was="x", label=f"{who} {left}"), seen=seen)
        left -= 1
    except StaleOverlayError:
        continue
"""
    writers = [
        subprocess.Popen([sys.executable, "-c", script, str(run.path), who], cwd=ROOT)
        for who in ("Ada", "Bo")
    ]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0]
    overlay = read_overlay(run)
    assert overlay.version == len(overlay.edits) == 30
    for who in ("Ada", "Bo"):
        renamed = [one.label for one in overlay.edits if isinstance(one, Rename)]
        labels = [label for label in renamed if label.startswith(who)]
        assert labels == [f"{who} {left}" for left in range(15, 0, -1)]


def test_who_saw_an_older_version_is_told_and_changes_nothing(run) -> None:
    add_edit(run, edit(run, "rename", 0, label="First"), seen=0)
    before = overlay_path(run.path).read_bytes()
    with pytest.raises(StaleOverlayError, match="check them, and repeat"):
        add_edit(run, edit(run, "rename", 0, label="Second"), seen=0)
    assert overlay_path(run.path).read_bytes() == before


def test_undoing_what_somebody_took_out_of_the_file_changes_nothing(run) -> None:
    for seen in range(2):
        add_edit(run, edit(run, "rename", seen, label="X"), seen=seen)
    shorter = read_overlay(run).model_copy(update={"edits": read_overlay(run).edits[:1]})
    overlay_path(run.path).write_text(shorter.model_dump_json())
    with pytest.raises(StaleOverlayError, match="check them, and repeat"):
        undo_edit(run, 1, seen=2)
    assert read_overlay(run) == shorter


def test_a_deleted_run_gets_no_corrections(run) -> None:
    one = edit(run, "hide", 0)
    shutil.rmtree(run.path)
    with pytest.raises(InputError, match="no longer exists: its folder was deleted"):
        add_edit(run, one, seen=0)
    assert not overlay_path(run.path).exists()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "cannot be read"),
        ("[]", "cannot be read"),
        ('{"run_id": "x", "edits": [{"kind": "sing"}]}', "cannot be read"),
        ('{"schema_version": 99, "new": 1}', "newer Papertides"),
        ("\x00\xff", "cannot be read"),
        ("[" * 100_000, "cannot be read"),
        ('{"run_id": "20200101T000000Z-00000"}', "belongs to the run 20200101T000000Z-00000"),
        (BY_HAND.replace("WHEN", "yesterday").replace("LABEL", "X"), "Invalid isoformat"),
        (BY_HAND.replace("WHEN", "").replace("LABEL", " "), "rename without a label"),
        (BY_HAND.replace("WHEN", "").replace("LABEL", "X" * 121), "at most 120"),
    ],
)
def test_a_damaged_file_is_named_and_never_written_over(run, text, why) -> None:
    overlay_path(run.path).write_bytes(text.encode("latin-1"))
    opened, problems = open_corrected(run.path)
    assert opened == open_run(run.path)
    assert why in problems[0]
    assert overlay_path(run.path).name in problems[0]
    assert usable_overlay(run)[0].edits == ()
    with pytest.raises(InputError, match=why):
        add_edit(run, edit(run, "rename", 0, label="X"), seen=0)
    assert overlay_path(run.path).read_bytes() == text.encode("latin-1")


def refit(run: Run, *, papers: int = 120) -> Run:
    """The same papers (or fewer) in the same themes under other numbers, one paper elsewhere."""
    tables, vectors, manifest = run_parts(papers=120, topics=4)
    other = np.array([2, 3, 1, 0, -1])
    tables.documents["topic"] = other[tables.documents["topic"]]
    tables.documents.loc[0, "topic"] = other[1]
    names = tables.topics["label"][1:].to_numpy()
    tables.topics.loc[1:, "label"] = names[np.argsort(other[:4])]
    tables.documents["paper_id"] = tables.documents["paper_id"].where(
        tables.documents.index < papers, "new-" + tables.documents["paper_id"]
    )
    return open_run(
        run.path.parent / write_run(tables, vectors, manifest=manifest, runs=run.path.parent)
    )


def test_a_refit_with_other_numbers_keeps_the_corrections(run) -> None:
    ids = run.documents.index[run.documents["topic"] == 2].to_numpy()[:9]
    edits = [edit(run, "rename", 0, label="Talkers"), split(run, 2, ids), edit(run, "hide", 3)]
    for seen, one in enumerate(edits):
        add_edit(run, one, seen=seen)
    undo_edit(run, 2, seen=3)
    again = refit(run)
    assert carry_over(again) == [f"Carried over 2 of 2 corrections of run {run.run_id}."]
    opened, conflicts = open_corrected(again.path)
    assert not conflicts
    labels = opened.topics.set_index("topic")["label"]
    assert labels[2] == "Talkers"
    part = opened.documents["topic"][ids]
    assert set(labels[part]) == {"Part"}
    assert carry_over(again) == [], "it has its own by now"


def test_what_does_not_find_its_theme_is_said_and_not_applied(run) -> None:
    add_edit(run, edit(run, "rename", 0, label="Talkers"), seen=0)
    add_edit(run, edit(run, "rename", 3, label="Learners"), seen=1)
    again = refit(run, papers=60)
    said = carry_over(again)
    assert said[0].startswith("Carried over 1 of 2 corrections")
    assert "Renaming “Graph neural networks” to “Learners” was not applied" in said[1]
    opened, conflicts = open_corrected(again.path)
    assert conflicts == said[1:] == conflicts_of(opened)
    assert "Learners" not in set(opened.topics["label"])


def test_other_papers_get_no_corrections(run) -> None:
    add_edit(run, edit(run, "rename", 0, label="Talkers"), seen=0)
    stranger = refit(run, papers=0)
    assert carry_over(stranger) == []
    assert not overlay_path(stranger.path).exists()


# A file as earlier versions wrote it, with the fields of every kind in every correction.
FLAT = """
{
 "schema_version": 1,
 "run_id": "RUN",
 "version": 6,
 "edits": [
  {"kind": "rename", "theme": ["p1", "p2"], "was": "Old", "label": "New", "other": [],
   "other_was": "", "papers": [], "who": "Ada", "when": "2026-11-01T10:00:00+00:00", "undone": ""},
  {"kind": "merge", "theme": ["p1"], "was": "New", "label": "", "other": ["p3", "p4"],
   "other_was": "Small", "papers": [], "who": "", "when": "2026-11-01T10:01:00+00:00",
   "undone": "2026-11-01T10:05:00+00:00"},
  {"kind": "split", "theme": ["p1"], "was": "New", "label": "Part", "other": [], "other_was": "",
   "papers": ["p1", "p2"], "who": "", "when": "2026-11-01T10:02:00+00:00", "undone": ""},
  {"kind": "hide", "theme": ["p5"], "was": "Noise", "label": "", "other": [], "other_was": "",
   "papers": [], "who": "", "when": "2026-11-01T10:03:00+00:00", "undone": ""},
  {"kind": "move", "theme": ["p5"], "was": "Noise", "label": "", "other": [],
   "other_was": "A title", "papers": ["p9"], "who": "", "when": "2026-11-01T10:04:00+00:00",
   "undone": ""}
 ]
}
"""


def test_a_file_of_an_earlier_version_is_read_and_gets_more_corrections(run) -> None:
    overlay_path(run.path).write_text(FLAT.replace("RUN", run.run_id))
    overlay = read_overlay(run)
    assert [described(one) for one in overlay.edits] == [
        "Renaming “Old” to “New”",
        "Merging “Small” into “New”",
        "Splitting “Part” (2 papers) off “New”",
        "Hiding “Noise”",
        "Moving “A title” to “Noise”",
    ]
    assert [bool(one.undone) for one in overlay.edits] == [False, True, False, False, False]
    assert overlay.edits[0].who == "Ada"
    add_edit(run, edit(run, "rename", 0, label="Another"), seen=6)
    assert read_overlay(run).edits[:5] == overlay.edits
    misplaced = FLAT.replace("RUN", run.run_id).replace('"Noise", "label": ""', '"N", "label": "X"')
    overlay_path(run.path).write_text(misplaced)
    with pytest.raises(InputError, match="cannot be read"):
        read_overlay(run)


@pytest.mark.parametrize("label", ["", "  ", "X" * 121, "\ud800"])
def test_a_name_that_could_not_be_read_again_is_refused_and_nothing_written(run, label) -> None:
    add_edit(run, edit(run, "rename", 0, label="Good"), seen=0)
    before = overlay_path(run.path).read_bytes()
    unchecked = edit(run, "rename", 0, label="X").model_copy(update={"label": label})
    with pytest.raises(InputError, match=r"Nothing was changed: .*label"):
        add_edit(run, unchecked, seen=1)
    assert overlay_path(run.path).read_bytes() == before


def test_every_kind_of_correction_can_be_applied() -> None:
    kinds = TypeAdapter(Edit).json_schema()["discriminator"]["mapping"]
    assert set(kinds) == set(KINDS)

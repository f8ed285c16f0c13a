"""The card of the run: its name, what is in it, what was corrected, and the ways from it."""

from types import SimpleNamespace
from typing import cast

import pytest

from analysis.runs.corrections.overlay import Move, add_edit, read_overlay
from analysis.runs.store import Run, open_run
from dashboard.text.run_facts import corpus_name
from tests.dashboard.test_page_corrections import _press
from tests.support.builders import build_run, run_parts
from tests.support.corrections import edit


def said(app):
    return [one.value for one in [*app.sidebar.markdown, *app.sidebar.caption]]


@pytest.mark.parametrize(
    ("files", "name"),
    [
        (["hf_daily.parquet"], "Hf daily"),
        (["a/b/My papers.csv", "more_papers.bib"], "My papers and 1 more file"),
        (["same.csv", "x/same.csv"], "Same"),
        ([], "Sample"),
    ],
)
def test_a_run_is_called_after_its_files(files, name):
    tables, _, manifest = run_parts(papers=20, topics=2)
    papers = {"name": "sample.txt", "files": [{"name": file} for file in files]}
    run = SimpleNamespace(
        manifest=manifest.model_copy(update={"papers": papers}), documents=tables.documents
    )
    assert corpus_name(cast("Run", run)) == name


def test_the_card_counts_and_dates_the_papers(shelves, open_page):
    (path,) = shelves["normal"].iterdir()
    dates = open_run(path).documents["published"]
    assert (dates.min()[:7], dates.max()[:7]) == ("2022-01", "2024-06")

    app = open_page(shelves["normal"], "papers")
    assert "120 papers, 6 themes" in said(app)
    assert "Jan 2022 to Jun 2024" in said(app)
    assert "no dates" in said(open_page(shelves["no dates"], "papers"))
    assert [one.label for one in app.sidebar.get("download_button")] == ["Report"]
    assert [link.label for link in app.sidebar.page_link] == ["Details"]


def test_another_run_is_offered_only_where_there_are_several(tmp_path, open_page):
    first = build_run(tmp_path, papers=20, topics=2)
    assert not [box for box in open_page(tmp_path, "papers").selectbox if box.key == "pick-run"]

    second = build_run(tmp_path, papers=30, topics=2)
    app = open_page(tmp_path, "papers")
    assert app.selectbox(key="pick-run").value == second
    app.selectbox(key="pick-run").set_value(first).run()
    assert app.query_params["run"] == first
    assert "20 papers, 2 themes" in said(app)


def test_a_correction_is_counted_on_the_card_and_undone_among_the_details(tmp_path, open_page):
    run = open_run(tmp_path / build_run(tmp_path, papers=60, topics=3))
    add_edit(run, edit(run, "rename", 1, label="By noise"), seen=0)
    app = open_page(tmp_path, "about")

    assert "1 correction" in [link.label for link in app.sidebar.page_link]
    assert "Corrections" in [header.value for header in app.header]
    _press(app, "Undo")
    assert app.success[0].value == "Undone\\."
    assert read_overlay(run).edits[0].undone
    assert "1 correction" not in [link.label for link in app.sidebar.page_link]


def test_a_paper_is_moved_on_its_own_page(tmp_path, open_page):
    run = open_run(tmp_path / build_run(tmp_path, papers=60, topics=3))
    paper = run.documents[run.documents["topic"] == 1].iloc[0]
    app = open_page(tmp_path, "papers", paper=paper["paper_id"], change="move")
    (box,) = [one for one in app.selectbox if one.label == "Move to"]
    box.set_value(2).run()
    _press(app, "Move")

    assert "Moved" in app.success[0].value
    assert "was moved to" in "\n".join(one.value for one in app.markdown)
    (moved,) = read_overlay(run).edits
    assert isinstance(moved, Move)
    assert moved.papers == (paper["paper_id"],)


def test_runs_are_told_apart_by_their_day_or_by_their_moment_on_one_day(tmp_path, open_page):
    for _ in range(2):
        build_run(tmp_path, papers=20, topics=2)
    (box,) = [box for box in open_page(tmp_path, "papers").selectbox if box.key == "pick-run"]
    assert len(set(box.options)) == 2
    assert all("UTC" in label for label in box.options)

"""Runs that are damaged, and searches for odd things."""

import pytest

from tests.dashboard.test_pages import words_of
from tests.support.builders import build_run


def test_a_damaged_run_is_named_and_skipped(tmp_path, open_page):
    whole = build_run(tmp_path, papers=20, topics=2)
    damaged = build_run(tmp_path, papers=30, topics=2)
    (tmp_path / damaged / "terms.parquet").write_bytes(b"cut")

    app = open_page(tmp_path)

    assert app.query_params["run"] == whole
    assert any(damaged in caption.value.replace("\\", "") for caption in app.caption)
    assert not app.exception


def test_damage_found_while_reading_is_a_sentence_not_a_traceback(tmp_path, open_page):
    run = build_run(tmp_path, papers=20, topics=2)
    file = tmp_path / run / "terms.parquet"
    file.write_bytes(bytes(file.stat().st_size))

    app = open_page(tmp_path, "themes")

    assert not app.exception
    assert "terms.parquet does not match its checksum" in app.error[0].value


def test_an_older_run_says_that_there_is_a_newer_one(tmp_path, open_page):
    first = build_run(tmp_path, papers=20, topics=2)
    build_run(tmp_path, papers=30, topics=2)

    app = open_page(tmp_path, run=first)
    assert app.query_params["run"] == first
    assert any("There is a newer run" in caption.value for caption in app.caption)


def test_a_run_of_other_papers_is_no_newer_one(tmp_path, open_page):
    first = build_run(tmp_path, papers=20, topics=2)
    manifest = tmp_path / build_run(tmp_path, papers=30, topics=2) / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace('"synthetic"', '"my_own-papers.csv"'))

    app = open_page(tmp_path, run=first)
    assert not any("There is a newer run" in caption.value for caption in app.caption)
    (choice,) = (box for box in app.sidebar.selectbox if box.label == "Run")
    assert [label.split(",")[0] for label in choice.options] == ["My own papers", "Synthetic"]


ODD_SEARCHES = {
    "long": "phlogiston " * 1_000,
    "one word": "x" * 10_000,
    "quotes": '"""\'"',
    "operators": "NOT OR AND NEAR( * ^ title:",
    "punctuation": "?!… -- ;;; ()",
}


@pytest.mark.parametrize("query", ODD_SEARCHES.values(), ids=ODD_SEARCHES)
@pytest.mark.parametrize("view", ["papers", "topic_map"])
@pytest.mark.parametrize("kind", ["normal", "one paper"])
def test_an_odd_search_is_answered_in_words(kind, view, query, shelves, open_page):
    app = open_page(shelves[kind], view, q=query)

    assert not app.exception
    assert not app.error
    assert "No paper" in words_of(app)

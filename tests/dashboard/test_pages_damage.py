"""Runs that are damaged, and files that are dropped."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st

from analysis.papers.readers import read_papers
from dashboard.shell import welcome
from dashboard.state.address import CHECKED_FILE
from tests.dashboard.conftest import APP
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


@pytest.mark.parametrize("shelf", ["no run", "normal"])
def test_a_dropped_file_is_checked_and_its_command_shown(shelf, shelves, open_page):
    app = open_page(shelves[shelf])
    table = "title,abstract,year\nTides,On the tides of the sea and of papers.,2024\nEmpty,,2024\n"
    app.file_uploader[0].upload("my papers.csv", table.encode()).run()

    assert not app.exception
    assert (
        "1 paper to model, 1 with a date. 2 rows read, 0 duplicates merged, 1 rejected."
        in app.success[0].value.replace("\\", "")
    )
    assert app.code[-1].value == "python -m analysis fit 'my papers.csv'"
    assert app.dataframe[-1].value["row"].tolist() == [3]


def test_a_dropped_file_that_is_no_table_is_refused_in_words(shelves, open_page):
    app = open_page(shelves["normal"])
    app.file_uploader[0].upload("holiday.png", b"\x89PNG\r\n\x1a\n\x00\x00").run()

    assert not app.exception
    assert "holiday.png" in app.error[0].value


def test_a_dropped_file_is_read_once_and_forgotten_with_it(shelves, open_page, monkeypatch):
    """However often the page runs; another file, and the same one dropped again, are read anew."""
    read: list[str] = []

    def counted(paths: Sequence[Path]) -> pd.DataFrame:
        read.extend(path.name for path in paths)
        return read_papers(paths)

    monkeypatch.setattr(welcome, "read_papers", counted)
    app = open_page(shelves["normal"])
    table = b"title,abstract,year\nTides,On the tides of the sea and of papers.,2024\n"
    app.file_uploader[0].upload("tides.csv", table).run()
    for _ in range(10):
        assert "1 paper to model" in app.run().success[0].value
    assert read == ["tides.csv"]

    app.file_uploader[0].clear().run()
    assert not app.success
    assert app.session_state[CHECKED_FILE] is None
    app.file_uploader[0].upload("holiday.png", b"\x89PNG\r\n\x1a\n\x00\x00").run()
    for _ in range(3):
        assert "holiday.png" in app.run().error[0].value
    assert read == ["tides.csv", "holiday.png"]


def test_what_may_be_dropped_and_what_to_do_with_more_is_said(shelves, open_page, monkeypatch):
    settings = (APP.parent / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    most = tomllib.loads(settings)["server"]["maxUploadSize"]
    assert most == 100
    monkeypatch.setattr(st, "get_option", {"server.maxUploadSize": most}.get)
    app = open_page(shelves["no run"])
    assert "up to 100 MB" in app.file_uploader[0].label
    (caption,) = (one.value for one in app.caption if "analysis check" in one.value)
    assert caption == "A file of more than 100 MB: `python -m analysis check FILE` in a terminal."


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

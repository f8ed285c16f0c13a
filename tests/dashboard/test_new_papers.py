"""New papers: what is dropped is checked, named, kept and fitted, and nothing else happens."""

import ast
import os
import resource
import shutil
import signal
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox

from analysis.errors import InputError
from analysis.jobs import Job, list_jobs, read_job, start_job, stop_job, wait_for_job
from analysis.papers.columns import ALIASES
from analysis.papers.readers import read_papers
from dashboard.jobs import paper_check
from dashboard.jobs.column_choice import FIELDS
from dashboard.jobs.commands import start
from dashboard.jobs.paper_folders import free_name
from dashboard.jobs.progress import problem, readable_seconds
from tests.dashboard.conftest import APP, OpenPage
from tests.dashboard.test_pages import words_of
from tests.support.commands import command, value_of
from tests.support.jobs import LONG, wait_until
from tests.support.sources import sources

TABLE = b"title,abstract,year\nTides,On the tides of the sea and of papers.,2024\nEmpty,,2024\n"
FOREIGN = b"Paper title,Summary,Year published,Shelf\nTides,On the tides of the sea.,2024,B4\n"
ODD = b"Paper Name,What is said,Yr,Date added\nTides,On the tides of the sea.,1998,2024\n"

OpenDialog = Callable[..., AppTest]


@pytest.fixture
def shelves(shelves: dict[str, Path], tmp_path: Path) -> dict[str, Path]:
    """Folders of runs that are this test's alone: its fits write into them."""
    own = tmp_path / "shelves"
    shutil.copytree(shelves["normal"], own / "normal")
    return shelves | {kind: own / kind for kind in ("normal", "no run")}


@pytest.fixture
def open_dialog(open_page: OpenPage, shelves, monkeypatch) -> OpenDialog:
    """The dialog for new papers, opened from the sidebar where it may do something."""
    monkeypatch.setenv("PAPERTIDES_ALLOW_FITS", "1")

    def open_dialog(shelf: str = "normal") -> AppTest:
        app = open_page(shelves[shelf])
        return app.button(key="new-papers-sidebar").click().run()

    return open_dialog


def said(app: AppTest) -> str:
    assert not app.exception, app.exception
    notes = "\n".join(one.value for one in (*app.error, *app.info))
    return f"{words_of(app)}\n{notes}".replace("\\", "")


def find_themes(app: AppTest) -> AppTest:
    (button,) = (one for one in app.button if one.label.startswith("Find themes"))
    assert not button.disabled
    return button.click().run()


def taken_for(app: AppTest) -> dict[str, str]:
    """What the columns of a file are said to be taken for."""
    (columns,) = (one.value for one in app.dataframe if "Taken for" in one.value)
    return dict(zip(columns["Column"], columns["Taken for"].fillna(""), strict=True))


def choice_of(app: AppTest, field: str) -> Selectbox:
    (box,) = (one for one in app.selectbox if one.label == field)
    return box


@pytest.mark.parametrize("shelf", ["no run", "normal"])
def test_a_dropped_file_is_checked_and_what_is_read_as_what_is_shown(shelf, open_dialog) -> None:
    app = open_dialog(shelf)
    app.file_uploader[0].upload("my papers.csv", TABLE).run()
    assert (
        "1 paper to model, 1 with a date. 2 rows read, 0 duplicates merged, 1 rejected."
        in app.success[0].value
    )
    assert app.dataframe[-1].value["row"].tolist() == [3]
    assert "What to do" in app.dataframe[-1].proto.columns
    assert "Download CSV" in [button.label for button in app.get("download_button")]
    app.file_uploader[0].clear().upload("other.csv", FOREIGN).run()
    assert taken_for(app) == {
        "Paper title": "Title",
        "Summary": "Abstract",
        "Year published": "Date",
        "Shelf": "",
    }
    (first,) = (one.value for one in app.dataframe if "Abstract" in one.value)
    assert first["Title"].tolist() == ["Tides"]
    assert first["Date"].tolist() == ["2024"]
    assert app.text_input(key="papers-name").value == "other"


def test_two_files_are_one_corpus_in_which_their_duplicates_are_merged(open_dialog) -> None:
    app = open_dialog()
    app.file_uploader[0].upload("a.csv", TABLE).upload("a.csv", FOREIGN).run()
    assert "1 paper to model" in app.success[0].value
    assert "1 duplicate merged" in app.success[0].value
    (columns,) = (one.value for one in app.dataframe if "Taken for" in one.value)
    titles = columns[columns["Taken for"] == "Title"]
    assert titles["File"].tolist() == ["a.csv", "a 2.csv"]
    assert titles["Column"].tolist() == ["title", "Paper title"]


def test_a_file_with_odd_names_is_read_once_its_columns_are_chosen(
    open_dialog, data_dir: Path, jobs: Path, shelves
) -> None:
    app = open_dialog()
    app.file_uploader[0].upload("odd.csv", ODD).run()
    assert "Choose a column for each." in app.warning[0].value
    assert not [one for one in app.button if one.label.startswith("Find themes")]
    choice_of(app, "Column of the title").select("Paper Name").run()
    assert not app.success
    choice_of(app, "Column of the abstract").select("What is said").run()
    assert "1 paper to model, 0 with a date" in app.success[0].value
    choice_of(app, "Date").select("Yr").run()
    assert "1 paper to model, 1 with a date" in app.success[0].value
    (first,) = (one.value for one in app.dataframe if "Abstract" in one.value)
    assert first["Date"].tolist() == ["1998"]
    assert taken_for(app) == {
        "Paper Name": "Title",
        "What is said": "Abstract",
        "Yr": "Date",
        "Date added": "",
    }
    find_themes(app)
    (job,) = list_jobs(jobs)
    result = command("check", job.command[1], *job.command[2:5], "--json")
    assert value_of(result)["columns"]["odd.csv"] == {
        "title": ["Paper Name"],
        "abstract": ["What is said"],
        "published": ["Yr"],
    }


def test_another_column_than_that_of_the_name_can_be_chosen_and_given_back(open_dialog) -> None:
    app = open_dialog()
    app.file_uploader[0].upload("other.csv", FOREIGN).run()
    assert choice_of(app, "Column of the title").options[0] == "Automatic: Paper title"
    assert choice_of(app, "Authors").options[0] == "Automatic: none"
    choice_of(app, "Column of the title").select("Shelf").run()
    assert taken_for(app)["Shelf"] == "Title"
    assert choice_of(app, "Column of the title").value == "Shelf"
    choice_of(app, "Column of the title").select(None).run()
    assert taken_for(app)["Paper title"] == "Title"
    choice_of(app, "Column of the abstract").select("Paper title").run()
    assert "Choose a column for each." in app.warning[0].value
    choice_of(app, "Column of the abstract").select(None).run()
    assert app.text_input(key="papers-name").value == "other"


def test_a_column_without_a_usable_row_is_said_and_can_be_given_back(open_dialog) -> None:
    app = open_dialog()
    content = b"title,summary,Notes\nTides,On the tides of the sea.,\n"
    app.file_uploader[0].upload("empty.csv", content).run()
    choice_of(app, "Column of the abstract").select("Notes").run()
    assert "No usable paper was found" in said(app)
    assert not [one for one in app.button if one.label.startswith("Find themes")]
    choice_of(app, "Column of the abstract").select(None).run()
    assert "1 paper to model" in app.success[0].value


def test_a_choice_is_of_the_files_it_was_made_for(open_dialog) -> None:
    app = open_dialog()
    app.file_uploader[0].upload("other.csv", FOREIGN).run()
    choice_of(app, "Column of the title").select("Shelf").run()
    app.file_uploader[0].clear().upload("more.csv", FOREIGN).run()
    assert taken_for(app)["Paper title"] == "Title"


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("holiday.png", b"\x89PNG\r\n\x1a\n\x00\x00", "holiday.png"),
        ("nothing.csv", b"", "nothing.csv is empty"),
        ("prose.txt", b"Call me Ishmael. " * 50, "prose.txt is text in an unknown format"),
        ("cut.parquet", b"PAR1" + bytes(2000), "cut.parquet"),
        ("[x](http://y.example).csv", b"\x00\x01", "x_(http_y.example).csv is"),
    ],
)
def test_what_is_no_file_of_papers_is_refused_in_words(name, content, expected, open_dialog):
    app = open_dialog()
    app.file_uploader[0].upload(name, content).run()
    assert not app.exception
    assert expected in app.error[0].value.replace("\\", "")
    assert not [one for one in app.button if one.label.startswith("Find themes")]


def test_a_dropped_file_is_read_once_and_forgotten_with_it(open_dialog, monkeypatch) -> None:
    """However often the page runs; another file, and the same one dropped again, are read anew."""
    read: list[str] = []

    def counted(paths: Sequence[Path], **options: Any) -> pd.DataFrame:
        read.extend(path.name for path in paths)
        return read_papers(paths, **options)

    monkeypatch.setattr(paper_check, "read_papers", counted)
    app = open_dialog()
    app.file_uploader[0].upload("tides.csv", TABLE).run()
    for _ in range(5):
        assert "1 paper to model" in app.run().success[0].value
    assert read == ["tides.csv"]
    app.file_uploader[0].clear().run()
    assert not app.success
    app.file_uploader[0].upload("tides.csv", TABLE).run()
    assert read == ["tides.csv"] * 2


def test_how_much_may_be_dropped_is_said(open_dialog, monkeypatch) -> None:
    settings = (APP.parent / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    most = tomllib.loads(settings)["server"]["maxUploadSize"]
    assert most == 100
    monkeypatch.setattr(st, "get_option", {"server.maxUploadSize": most}.get)
    app = open_dialog("no run")
    assert "up to 100 MB each" in app.file_uploader[0].label
    assert "A file of more than 100 MB: split it" in said(app)


def test_papers_are_kept_under_their_name_and_a_fit_of_them_is_started(
    open_dialog, data_dir: Path, jobs: Path, shelves
) -> None:
    app = open_dialog()
    app.file_uploader[0].upload("../../etc/my papers.csv", TABLE).run()
    app.text_input(key="papers-name").set_value("Tides of 2024").run()
    app = find_themes(app)
    folder = data_dir / "papers" / "Tides of 2024"
    assert "Finding themes in “Tides of 2024”" in said(app)
    assert [(path.name, path.read_bytes()) for path in folder.iterdir()] == [
        ("etc_my papers.csv", TABLE)
    ]
    (job,) = list_jobs(jobs)
    assert job.command == ("fit", str(folder), "--runs", str(shelves["normal"]))
    assert [path.name for path in (data_dir / "papers").iterdir()] == ["Tides of 2024"]
    assert not [one for one in app.button if one.label.startswith("Find themes")]


def test_a_taken_name_is_refused_with_a_free_one_and_nothing_is_overwritten(
    open_dialog, data_dir: Path, jobs: Path
) -> None:
    kept = data_dir / "papers" / "tides" / "kept.csv"
    kept.parent.mkdir(parents=True)
    kept.write_text("kept")
    app = open_dialog()
    app.file_uploader[0].upload("tides.csv", TABLE).run()
    assert app.text_input(key="papers-name").value == "tides 2"
    app.text_input(key="papers-name").set_value("tides").run()
    assert "There are papers called “tides” already. “tides 2” is free." in said(app)
    (button,) = (one for one in app.button if one.label.startswith("Find themes"))
    assert button.disabled
    assert kept.read_text() == "kept"
    assert list_jobs(jobs) == []


def test_of_two_who_press_at_once_under_one_name_the_second_is_told(
    open_dialog, data_dir: Path, jobs: Path
) -> None:
    first, second = open_dialog(), open_dialog()
    for app in (first, second):
        app.file_uploader[0].upload("tides.csv", TABLE).run()
        assert app.text_input(key="papers-name").value == "tides"
    find_themes(first)
    second = find_themes(second)
    assert "There are papers called “tides” already. “tides 2” is free." in said(second)
    assert len(list_jobs(jobs)) == 1
    second.text_input(key="papers-name").set_value("tides 2").run()
    second = find_themes(second)
    assert len(list_jobs(jobs)) == 2
    assert sorted(path.name for path in (data_dir / "papers").iterdir()) == ["tides", "tides 2"]


HOSTILE = [
    "../../etc/passwd",
    "..",
    ".",
    "",
    "/",
    "a/b",
    "a\\b",
    ".hidden",
    "x\0y",
    "-rf",
    "é" * 300,
    "x" * 300 + ".csv",
    "a." + "b" * 300,
    "\u202egnp.csv",
    "a\nb",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_leaves_the_folder_or_hides_in_it(name: str, tmp_path: Path) -> None:
    free = free_name(name, tmp_path)
    path = tmp_path / free
    path.write_text("")  # the file system takes it
    assert path.resolve().parent == tmp_path.resolve()
    assert free[0] not in ".-"
    assert free_name(name, tmp_path) != free
    assert free_name(free, tmp_path / "elsewhere") == free


@pytest.mark.parametrize("name", ["../elsewhere", "a/b", ".hidden", " "])
def test_a_typed_name_that_is_not_safe_is_refused(name, open_dialog, data_dir: Path) -> None:
    app = open_dialog()
    app.file_uploader[0].upload("tides.csv", TABLE).run()
    app.text_input(key="papers-name").set_value(name).run()
    assert "A name has up to 60 letters" in said(app)
    (button,) = (one for one in app.button if one.label.startswith("Find themes"))
    assert button.disabled
    assert not (data_dir / "papers").exists()


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """The operating system refuses to write more into any file, as a full disk would."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_where_nothing_can_be_written_it_is_said_and_nothing_is_left(
    open_dialog, data_dir: Path, jobs: Path
) -> None:
    app = open_dialog()
    app.file_uploader[0].upload("tides.csv", TABLE).run()
    with files_of_at_most(10):
        app = find_themes(app)
    assert "cannot be written" in said(app)
    assert "Nothing was saved" in said(app)
    assert list((data_dir / "papers").iterdir()) == []
    assert list_jobs(jobs) == []
    # With room again the same papers go through.
    find_themes(app.run())
    assert len(list_jobs(jobs)) == 1


def test_where_no_job_can_be_written_the_name_is_free_again(
    open_dialog, data_dir: Path, jobs: Path
) -> None:
    app = open_dialog()
    app.file_uploader[0].upload("tides.csv", TABLE).run()
    jobs.write_text("in the way")
    app = find_themes(app)
    assert "cannot be written: Not a directory" in said(app)
    assert list((data_dir / "papers").iterdir()) == []
    jobs.unlink()


def test_who_comes_back_sees_the_work_of_before_and_can_stop_it(
    open_page: OpenPage, shelves, planted_corpus, jobs: Path, monkeypatch
) -> None:
    monkeypatch.setenv("PAPERTIDES_ALLOW_FITS", "1")
    words = ["fit", str(planted_corpus.path), "--encoder", "lsa", "--runs"]
    path = start_job([*words, str(jobs.parent / "runs")], folder=jobs)
    second = start_job([*words, str(jobs.parent / "runs")], folder=jobs)
    wait_until(path, lambda job: any("Finding themes" in line for line in job.messages))
    app = open_page(shelves["normal"], "papers")
    assert said(app).count("Finding themes in “papers.jsonl”") == 2
    (bar, waiting) = (one.proto for one in app.sidebar.get("progress"))
    assert bar.text.replace("\\", "").startswith("Finding themes …")
    assert bar.text.endswith(" s of about 26 s")  # 120 papers
    assert "Waiting for: Finding themes in “papers.jsonl”" in waiting.text.replace("\\", "")
    stops = [one for one in app.sidebar.button if one.label == "Stop"]
    assert len(stops) == 2
    stops[0].click().run()
    assert wait_for_job(path, seconds=LONG).state == "stopped"
    stop_job(second)


def test_who_may_not_start_anything_is_told_who_may(open_page: OpenPage, shelves) -> None:
    for shelf in ("normal", "no run"):
        app = open_page(shelves[shelf])
        app.button(key="new-papers-sidebar").click().run()
        assert "New runs are made on the machine that serves this dashboard" in said(app)
        assert not app.file_uploader
        assert not app.code
    with pytest.raises(InputError, match="New runs are made on the machine"):
        start(["runs"])


def test_why_a_fit_failed_is_said_and_it_can_be_tried_again(
    open_dialog, data_dir: Path, jobs: Path
) -> None:
    folder = data_dir / "papers" / "tides"
    folder.mkdir(parents=True)
    (folder / "tides.csv").write_bytes(b"title,abstract\n,\n")
    job = start_job(["fit", str(folder), "--runs", str(data_dir / "runs")], folder=jobs)
    assert wait_for_job(job, seconds=LONG).state == "failed"
    app = open_dialog()
    assert "Finding themes in “tides”: No usable paper was found" in said(app)
    (again,) = (one for one in app.button if one.label == "Try again")
    again.click().run()
    assert [one.command for one in list_jobs(jobs)] == [read_job(job).command] * 2


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="finds the process by /proc")
@pytest.mark.parametrize("victim", ["analysis", "analysis.jobs"])
def test_a_job_whose_process_is_killed_is_said_to_have_been_ended_from_outside(
    victim: str, open_dialog, planted_corpus, data_dir: Path, jobs: Path
) -> None:
    words = ["fit", str(planted_corpus.path), "--runs", str(data_dir / "runs")]
    path = start_job(words, folder=jobs)
    wait_until(path, lambda job: bool(job.messages))
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        told = process.read_bytes().decode(errors="replace").split("\0")
        is_of_it = str(path) in told or str(planted_corpus.path) in told
        if told[1:3] == ["-m", victim] and is_of_it and victim == told[2]:
            os.kill(int(process.parent.name), signal.SIGKILL)
    assert wait_for_job(path, seconds=LONG).state in ("failed", "lost")
    assert "It was ended from outside" in said(open_dialog())


def test_pages_are_shown_while_the_data_folder_is_taken_away(
    open_dialog, data_dir: Path, jobs: Path
) -> None:
    app = open_dialog()
    app.file_uploader[0].upload("tides.csv", TABLE).run()
    app = find_themes(app)
    wait_for_job(list_jobs(jobs)[0].path, seconds=LONG)
    shutil.rmtree(data_dir)
    app = app.run()
    assert "Finding themes" not in said(app)
    data_dir.mkdir()


def test_no_page_tells_its_reader_to_type_a_command() -> None:
    of_pages = [
        s for s in sources() if s.name.startswith("dashboard/") and "__main__" not in s.name
    ]
    nodes = [(s.name, node) for s in of_pages for node in ast.walk(s.tree)]
    documented = {id(node.value) for _, node in nodes if isinstance(node, ast.Expr)}
    said = [
        f"{name}: {node.value}"
        for name, node in nodes
        if isinstance(node, ast.Constant) and id(node) not in documented
        if isinstance(node.value, str) and "python -m" in node.value
    ]
    assert said == []


def test_how_an_ended_job_is_explained() -> None:
    made = Job(Path(), ("fit", "x"), "", None, "failed", False, (), "")
    assert problem(made).startswith("It was ended from outside")
    told = Job(Path(), ("fit", "x"), "", None, "failed", False, ("Error: a *b*", "  c"), "")
    assert problem(told) == "a \\*b\\*  \nc"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(8.4, "8 s"), (59.7, "1 min"), (240, "4 min"), (3599, "1 h 0 min"), (4800, "1 h 20 min")],
)
def test_a_duration_in_words(seconds: float, words: str) -> None:
    assert readable_seconds(seconds) == words


def test_every_field_that_a_column_may_hold_can_be_chosen() -> None:
    assert list(FIELDS) == list(ALIASES)

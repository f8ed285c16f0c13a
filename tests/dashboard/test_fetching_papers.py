"""New papers of a service: asked for in the dialog, fetched in the background, shown, fitted."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analysis.jobs import list_jobs, start_job, stop_job, wait_for_job
from analysis.papers.sources.registry import SERVICES
from tests.dashboard.conftest import OpenPage
from tests.dashboard.test_new_papers import find_themes, said
from tests.support.commands import command, refused
from tests.support.jobs import LONG, wait_until
from tests.support.services import worlds
from tests.support.services.papers import papers
from tests.support.services.server import Answer, Asked, FakeServer, World, saying, serving

TODAY = datetime.now(UTC).date()
MONDAY, TUESDAY = date(2026, 9, 14), date(2026, 9, 15)
KEYS = ("OPENALEX_API_KEY", "S2_API_KEY", "NCBI_API_KEY", "HF_TOKEN")

OpenDialog = Callable[[], AppTest]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[FakeServer]:
    """The services, of which Hugging Face has two papers on Monday and two on Tuesday."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in KEYS:
        monkeypatch.delenv(name, raising=False)
    there = papers(4, first=MONDAY, days=2)
    with serving(worlds.hugging_face(there, today=TODAY)) as fake:
        monkeypatch.setenv("PAPERTIDES_SERVICES", fake.url)
        yield fake


@pytest.fixture
def open_dialog(
    open_page: OpenPage, server: FakeServer, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> OpenDialog:
    """The dialog as a new visit opens it, where there is no run yet."""
    monkeypatch.setenv("PAPERTIDES_ALLOW_FITS", "1")

    def open_dialog() -> AppTest:
        app = open_page(data_dir / "runs")
        return app.button(key="new-papers-sidebar").click().run()

    return open_dialog


def choose(app: AppTest, service: str) -> AppTest:
    return app.pills(key="papers-from").set_value(service).run()


def press(app: AppTest, label: str) -> AppTest:
    (button,) = (one for one in app.button if one.label == label)
    return button.click().run()


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def asking_for(app: AppTest, since: date, until: date) -> AppTest:
    """Hugging Face, asked for some days."""
    app = choose(app, "huggingface")
    app.date_input[0].set_value(since)
    return app.date_input[1].set_value(until).run()


def ended(app: AppTest, jobs: Path) -> AppTest:
    """The dialog once the latest job has ended."""
    wait_for_job(list_jobs(jobs)[0].path, seconds=LONG)
    return app.run()


def test_files_come_first(open_dialog: OpenDialog) -> None:
    app = open_dialog()
    assert app.pills(key="papers-from").options == [
        "Files", *(service.title for service in SERVICES.values())
    ]  # fmt: skip
    assert len(app.file_uploader) == 1


@pytest.mark.parametrize(
    ("service", "asked"),
    [
        ("arxiv", {"Query": "waves", "Categories": "cs.CL"}),
        ("huggingface", {}),
        ("openalex", {"Query": "waves", "Categories": "T10028"}),
        ("semanticscholar", {"Query": "waves", "Categories": "Physics"}),
        ("pubmed", {"Query": "waves", "Categories": "Neoplasms, Experimental"}),
        ("biorxiv", {"Categories": "ecology"}),
    ],
)
def test_a_service_is_asked_on_screen_for_what_its_command_takes(
    service: str,
    asked: dict[str, str],
    open_dialog: OpenDialog,
    server: FakeServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And then says what the command says of its requests, without sending one."""
    monkeypatch.setenv("OPENALEX_API_KEY", "key-of-a-test")
    plan = ["fetch", service, "-o", str(tmp_path / "p.parquet"), "--dry-run"]
    app = choose(open_dialog(), service)
    boxes = {box.label: box for box in app.text_input if box.label != "Name"}
    assert boxes.keys() == asked.keys()
    words = []
    for label, flag in {"Query": "--query", "Categories": "--category"}.items():
        if label in boxes:
            boxes[label].set_value(asked[label])
            words += [flag, asked[label]]
        else:
            refused(command(*plan, flag, "x"), "leave it out")
    app = app.run()
    printed = command(*plan, *words).stdout.splitlines()
    assert printed[-1] in said(app)
    assert app.code[0].value.splitlines() == printed[:-1][:10]
    assert "Fetch papers" in labels(app)
    assert server.asked == []


def test_what_a_service_cannot_be_asked_is_said_in_place_of_the_button(
    open_dialog: OpenDialog, data_dir: Path
) -> None:
    app = choose(open_dialog(), "openalex")
    assert "OpenAlex needs a query or a category, or both." in app.info[0].value.replace("\\", "")
    app.text_input[0].set_value("waves").run()
    assert "Put it into OPENALEX_API_KEY." in said(app)
    assert "none is typed here" in said(app)
    app = choose(app, "arxiv")
    (box,) = (one for one in app.text_input if one.label == "Categories")
    box.set_value("cs.CL; ../x").run()
    assert "The category ../x: expected one such as cs.CL or math." in said(app)
    assert "Fetch papers" not in labels(app)
    assert not (data_dir / "papers").exists()


def test_papers_are_fetched_shown_and_then_fitted(
    open_dialog: OpenDialog, jobs: Path, data_dir: Path, server: FakeServer
) -> None:
    server.faults.append(
        saying('[{"paper": {"id": "2609.1", "title": "Ripples without an abstract"}}]')
    )
    app = asking_for(open_dialog(), MONDAY, TUESDAY)
    (name,) = (one for one in app.text_input if one.label == "Name")
    assert name.value == "papers from Hugging Face"
    name.set_value("Ripples").run()
    app = press(app, "Fetch papers")
    assert "Fetching papers from Hugging Face for “Ripples”" in said(app)
    app = ended(app, jobs)
    assert "3 records found, 2 kept. Skipped: no title or abstract 1." in said(app)
    assert "2 papers to model, 2 with a date." in app.success[0].value
    (given,) = (one.value for one in app.caption if one.value.startswith("Taken from"))
    assert given.startswith("Taken from Hugging Face: Title, Abstract, Authors, Date")
    assert "DOI" not in given
    assert not [one for one in app.dataframe if "Taken for" in one.value]
    (first,) = (one.value for one in app.dataframe if "Abstract" in one.value)
    assert first["Title"].str.startswith("Ripples of kind").tolist() == [True, True]
    assert [job.command[0] for job in list_jobs(jobs)] == ["fetch"]  # nothing is fitted unasked
    # Whoever comes back finds them waiting, too.
    assert "2 papers to model" in open_dialog().success[0].value
    find_themes(app)
    fit = list_jobs(jobs)[0]
    folder = data_dir / "papers" / "Ripples"
    assert fit.command == ("fit", str(folder), "--runs", str(data_dir / "runs"))
    assert command("check", folder).exit_code == 0
    stop_job(fit.path)
    wait_for_job(fit.path, seconds=LONG)
    assert open_dialog().pills(key="papers-from").value == "files"


def test_an_empty_fetch_says_why_as_the_command_does_and_leaves_nothing(
    open_dialog: OpenDialog, jobs: Path, data_dir: Path
) -> None:
    app = asking_for(open_dialog(), date(2026, 9, 19), date(2026, 9, 20))
    app = ended(press(app, "Fetch papers"), jobs)
    assert "Hugging Face lists no papers on weekends" in said(app)
    assert "Try again" in labels(app)
    assert not [label for label in labels(app) if label.startswith("Find themes")]
    app = press(app, "Fetch other papers")
    assert "Fetch papers" in labels(app)
    assert list((data_dir / "papers").iterdir()) == []


def test_a_failed_fetch_says_why_and_goes_on_where_it_was(
    open_dialog: OpenDialog, jobs: Path, server: FakeServer
) -> None:
    server.faults.extend([None, saying('{"error": "Invalid date"}', 400)])
    app = asking_for(open_dialog(), MONDAY, TUESDAY)
    app = ended(press(app, "Fetch papers"), jobs)
    assert "Invalid date (400)" in said(app)
    assert "weekend" not in said(app)
    app = ended(press(app, "Try again"), jobs)
    assert "4 records found, 4 kept." in said(app)
    assert [asked.given["date"] for asked in server.asked] == [
        str(MONDAY), str(TUESDAY), str(TUESDAY)
    ]  # fmt: skip


def test_a_failed_fetch_and_a_failed_fit_can_each_be_tried_again(
    open_dialog: OpenDialog, jobs: Path, server: FakeServer, tmp_path: Path
) -> None:
    server.faults.append(saying('{"error": "Invalid date"}', 400))
    app = asking_for(open_dialog(), MONDAY, TUESDAY)
    app = ended(press(app, "Fetch papers"), jobs)
    empty = tmp_path / "empty"
    empty.mkdir()
    fit = start_job(["fit", str(empty)], folder=jobs)
    assert wait_for_job(fit, seconds=LONG).state == "failed"
    app = open_dialog()
    assert "Invalid date (400)" in said(app)
    assert "contains no readable file" in said(app)
    assert labels(app).count("Try again") == 2


def test_a_fetch_can_be_watched_and_stopped(
    open_dialog: OpenDialog, jobs: Path, server: FakeServer
) -> None:
    go_on = threading.Event()

    def held_up(asked: Asked, world: World) -> Answer:
        go_on.wait(LONG)
        return world(asked)

    server.faults.extend([None, held_up])
    app = asking_for(open_dialog(), MONDAY, TUESDAY)
    app = press(app, "Fetch papers")
    (job,) = list_jobs(jobs)
    wait_until(job.path, lambda job: any("more to ask" in line for line in job.messages))
    app = app.run()
    bars = [one.proto for one in app.get("progress")]
    assert {bar.value for bar in bars} == {50}  # a day of two
    assert all("2 records so far" in bar.text for bar in bars)
    next(button for button in app.button if button.label == "Stop").click().run()
    go_on.set()
    assert wait_for_job(job.path, seconds=LONG).state == "stopped"
    app = app.run()
    assert "What was finished is kept" in said(app)
    assert "Try again" in labels(app)


def test_who_has_closed_the_dialog_is_told_in_the_sidebar_what_came(
    open_dialog: OpenDialog, jobs: Path
) -> None:
    app = asking_for(open_dialog(), MONDAY, TUESDAY)
    app = press(app, "Fetch papers")
    del app.session_state["new-papers"]  # as closing it does
    app = ended(app, jobs)
    assert "4 records found, 4 kept." in app.sidebar.success[0].value
    app = press(app, "Look at them")
    assert "4 papers to model" in app.success[0].value
    assert not app.sidebar.success

"""From a file of one's own to its map, without a terminal; and who may not go there."""

import csv
import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from analysis.jobs import list_jobs, stop_job, wait_for_job
from tests.e2e.conftest import SLOW, environment, free_port, wait_for
from tests.support.commands import started
from tests.support.planted import PlantedCorpus

A_FIT = 120_000  # milliseconds that one may take on a busy machine
COUNT_CLICKS = """window.clicks = Number(sessionStorage.clicks || 0);
addEventListener("click", event => {
  if (event.isTrusted) sessionStorage.clicks = ++window.clicks;
}, true);"""


@pytest.fixture
def page(tab: Page) -> Page:
    """A tab that waits as long as a person would, in front of no server yet."""
    expect.set_options(timeout=SLOW)
    tab.set_default_timeout(SLOW)
    return tab


@pytest.fixture
def table(planted_corpus: PlantedCorpus, tmp_path: Path) -> Path:
    """The planted papers as a spreadsheet saves them, with column names of its own."""
    papers = [json.loads(line) for line in planted_corpus.path.read_text("utf-8").splitlines()]
    path = tmp_path / "My papers.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["Paper title", "Summary", "Year published"])
        rows.writerows([p["title"], p["abstract"], p["published"]] for p in papers)
    return path


@contextmanager
def dashboard(*words: str, cwd: Path) -> Iterator[int]:
    """The port of a dashboard without a run."""
    port = free_port()
    command = [sys.executable, "-m", "dashboard", "serve", "--port", str(port), *words]
    with started(command, cwd=cwd, env=environment()) as process:
        wait_for(f"http://127.0.0.1:{port}/_stcore/health", process)
        yield port


def test_from_a_file_to_its_map_in_four_clicks(
    page: Page, table: Path, data_dir: Path, tmp_path: Path
) -> None:
    page.context.add_init_script(COUNT_CLICKS)
    with dashboard(cwd=tmp_path) as port:
        page.goto(f"http://127.0.0.1:{port}")
        page.get_by_test_id("stSidebar").get_by_role("button", name="New papers").click()
        dialog = page.get_by_role("dialog")
        with page.expect_file_chooser() as chooser:
            dialog.locator("button", has_text="Upload").click()
        chooser.value.set_files(table)
        expect(dialog.get_by_text("120 papers to model, 120 with a date")).to_be_visible()
        title = dialog.get_by_label("Column of the title")
        expect(title).to_have_value("Automatic: Paper title")
        expect(dialog.get_by_label("Name")).to_have_value("My papers")
        dialog.get_by_role("button", name="Find themes").click()
        expect(dialog.get_by_text("Finding themes in “My papers”")).to_be_visible()

        with page.context.new_page() as other:  # as who comes back after closing the tab
            other.goto(f"http://127.0.0.1:{port}")
            beside = other.get_by_test_id("stSidebar")
            expect(beside.get_by_text("Finding themes in “My papers”")).to_be_visible(timeout=SLOW)
            expect(beside.get_by_role("button", name="Stop")).to_be_visible()

        expect(page).to_have_url(re.compile(r"\?run="), timeout=A_FIT)
        expect(dialog).to_be_hidden()
        (made,) = (path.name for path in (data_dir / "runs").iterdir() if path.is_dir())
        assert f"run={made}" in page.url
        with page.expect_response(re.compile(f"/runs/{made}[^/]*/map/x")) as column:
            sidebar = page.get_by_test_id("stSidebarNav")
            sidebar.get_by_role("link", name=re.compile("map", re.IGNORECASE)).click()
        assert len(column.value.body()) == 4 * 120  # a number for every paper
        assert page.evaluate("sessionStorage.clicks") == "4"
        kept = data_dir / "papers" / "My papers" / "My papers.csv"
        assert kept.read_bytes() == table.read_bytes()
    for job in list_jobs(data_dir / "jobs"):
        stop_job(job.path)
        wait_for_job(job.path, seconds=60)


@pytest.mark.parametrize(
    ("words", "hosts"),
    [
        # The last is a name as a proxy, or a hostile page, may use.
        ((), {"127.0.0.1": True, "localhost": True, "papers.localhost": False}),
        (("--host", "0.0.0.0"), {"127.0.0.1": False}),
        (("--host", "0.0.0.0", "--allow-fits"), {"papers.localhost": True}),
    ],
)
def test_only_who_is_at_the_machine_starts_anything_unless_all_may(
    words, hosts: dict[str, bool], page: Page, data_dir: Path, tmp_path: Path
) -> None:
    with dashboard(*words, cwd=tmp_path) as port:
        for host, may in hosts.items():
            page.goto(f"http://{host}:{port}")
            expect(page.get_by_role("heading", name="Welcome to Papertides")).to_be_visible()
            sample = page.get_by_role("button", name="Try it with 84 sample papers")
            expect(sample).to_be_visible() if may else expect(sample).to_have_count(0)
            page.get_by_test_id("stSidebar").get_by_role("button", name="New papers").click()
            dialog = page.get_by_role("dialog")
            if may:
                expect(dialog.locator("button", has_text="Upload")).to_be_visible()
            else:
                told = "New runs are made on the machine that serves this dashboard"
                expect(dialog.get_by_text(told)).to_be_visible()
                expect(dialog.locator("input")).to_have_count(0)
    assert list_jobs(data_dir / "jobs") == []

"""What every test may ask for: a data folder of its own, a browser, and another machine."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import settings
from playwright.sync_api import Browser, Page
from typer.testing import CliRunner

from analysis.__main__ import app
from analysis.encoding.lsa import Lsa
from analysis.encoding.minilm import MiniLM
from analysis.modelling import inputs
from analysis.runs.store import Run, open_run
from tests.support.browser import MISSING, find_browser, is_required
from tests.support.planted import PlantedCorpus, plant
from tests.support.shaking import shaken_encode


def pytest_configure() -> None:
    """No example has a deadline: a busy machine is slow, not wrong."""
    settings.register_profile("any machine", deadline=None)
    settings.load_profile("any machine")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Tests must hold on any machine: `--shaken` makes of this one another."""
    parser.addoption(
        "--shaken",
        action="store_true",
        help="add noise as of another machine's rounding to every embedding, and shuffle papers",
    )


@pytest.fixture(autouse=True, scope="session")
def shaken(request: pytest.FixtureRequest) -> Iterator[None]:
    """With `--shaken`: noise of 1e-6, the same for the same text, and papers in another order."""
    with pytest.MonkeyPatch.context() as patch:
        if request.config.getoption("--shaken"):
            for encoder in (MiniLM, Lsa):
                patch.setattr(encoder, "encode", shaken_encode(encoder.encode))
            order = inputs.in_content_order
            patch.setattr(
                inputs,
                "in_content_order",
                lambda papers: order(papers.sample(frac=1, random_state=1)),
            )
        yield


@pytest.fixture(autouse=True, scope="session")
def tables_made_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Where `tests.support.builders` keeps the tables that take long."""
    folder = _for_all_processes(tmp_path_factory) / "tables"
    folder.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAPERTIDES_TEST_TABLES", str(folder))
        yield


def _for_all_processes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of runs and caches, this test's alone, for its subprocesses too."""
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setenv("PAPERTIDES_DATA", str(folder))
    monkeypatch.setenv("PAPERTIDES_BACKTEST", "0")  # a test that means one says so
    return folder


@pytest.fixture(scope="session")
def planted_corpus(tmp_path_factory: pytest.TempPathFactory) -> PlantedCorpus:
    """120 papers of five known themes, for everybody: do not write to it."""
    return plant(tmp_path_factory.mktemp("planted") / "papers.jsonl")


@pytest.fixture(scope="session")
def planted_fit(
    planted_corpus: PlantedCorpus, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, str, Path]:
    """What `fit` printed for the planted corpus, results and the rest, and its folder of data.

    A real fit, made once for all processes of these tests.
    """
    data = _for_all_processes(tmp_path_factory) / "data-of-the-planted"
    said = data.with_suffix(".json")
    with FileLock(data.with_suffix(".lock")), pytest.MonkeyPatch.context() as patch:
        if not said.exists():
            patch.setenv("PAPERTIDES_DATA", str(data))
            patch.setenv("PAPERTIDES_BACKTEST", "0")
            done = CliRunner().invoke(app, ["fit", str(planted_corpus.path)])
            assert done.exit_code == 0, done.output
            said.write_text(json.dumps([done.stdout, done.stderr]), encoding="utf-8")
    results, rest = json.loads(said.read_text(encoding="utf-8"))
    return results, rest, data


@pytest.fixture(scope="session")
def fitted_run(planted_fit: tuple[str, str, Path]) -> Run:
    """The run of the planted corpus, opened: read it, change nothing."""
    results, _, data = planted_fit
    return open_run(data / "runs" / results.split()[-1])


@pytest.fixture(scope="session")
def browser_path() -> Path:
    """The machine's Chromium or Chrome; skips the test, or fails it where a browser is required."""
    path = find_browser()
    if path is None:
        (pytest.fail if is_required() else pytest.skip)(MISSING)
    return path


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], browser_path: Path
) -> dict[str, Any]:
    """Playwright drives that browser, not one of its own; root and containers need the flags."""
    flags = ["--no-sandbox", "--disable-dev-shm-usage"]
    return {**browser_type_launch_args, "executable_path": str(browser_path), "args": flags}


@pytest.fixture(scope="module")
def tab(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Page]:
    """One for all tests of a file: what its process has compiled of a page's scripts, it has."""
    with browser.new_context(**browser_context_args) as context:
        yield context.new_page()


@pytest.fixture
def page(tab: Page) -> Page:
    """The tab, as new: empty, of the usual size and look, with nothing allowed or in its way."""
    tab.goto("about:blank")
    tab.unroute_all()
    tab.context.clear_cookies()
    tab.context.clear_permissions()
    tab.set_viewport_size({"width": 1280, "height": 720})
    tab.emulate_media(media="null", color_scheme="light", reduced_motion="no-preference")
    return tab


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what was left out for want of a browser."""
    skipped = [
        report.nodeid
        for report in terminalreporter.stats.get("skipped", [])
        if "Chromium" in str(report.longrepr)
    ]
    if skipped:
        terminalreporter.section(f"{len(skipped)} BROWSER TESTS WERE NOT RUN", red=True, bold=True)
        terminalreporter.line(MISSING)
        for nodeid in skipped:
            terminalreporter.line(f"  {nodeid}")

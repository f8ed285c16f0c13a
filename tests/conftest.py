"""What every test may ask for: a data folder of its own, a browser, and another machine."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from typer.testing import CliRunner, Result

from analysis.__main__ import app
from analysis.encoding.lsa import Lsa
from analysis.encoding.minilm import MiniLM
from analysis.modelling import inputs
from analysis.runs.store import Run, open_run
from tests.support.browser import MISSING, find_browser, is_required
from tests.support.planted import PlantedCorpus, plant
from tests.support.shaking import shaken_encode


def pytest_configure() -> None:
    """A busy machine is slow, not wrong: Hypothesis sets no deadline."""
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


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of runs and caches, this test's alone, for its subprocesses too."""
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setenv("PAPERTIDES_DATA", str(folder))
    return folder


@pytest.fixture(scope="session")
def planted_corpus(tmp_path_factory: pytest.TempPathFactory) -> PlantedCorpus:
    """120 papers of five known themes, for everybody: do not write to it."""
    return plant(tmp_path_factory.mktemp("planted") / "papers.jsonl")


@pytest.fixture(scope="session")
def planted_fit(
    planted_corpus: PlantedCorpus, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Result, Path]:
    """What `fit` said of the planted corpus, and its folder of data. A real fit, made once."""
    data = tmp_path_factory.mktemp("data-of-the-planted")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAPERTIDES_DATA", str(data))
        return CliRunner().invoke(app, ["fit", str(planted_corpus.path)]), data


@pytest.fixture(scope="session")
def fitted_run(planted_fit: tuple[Result, Path]) -> Run:
    """The run of the planted corpus, opened: read it, change nothing."""
    result, data = planted_fit
    assert result.exit_code == 0, result.output
    return open_run(data / "runs" / result.stdout.split()[-1])


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

"""A dashboard that runs as people run it, and a browser that looks at it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, WebError, expect

from tests.support import builders
from tests.support.commands import started

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 60
SLOW = 20_000  # milliseconds that a person would still wait on a busy machine
HOSTILE = {
    0: "<b>Bold</b> <script>alert(1)</script> *stars* and [a link](https://example.org)",
    1: "Why $E = mc^2$ costs $5 :tada: :red[alert] -> here",
    2: "الشبكات العصبية والترجمة الآلية",
    3: '=HYPERLINK("https://example.org")',
    4: "Endless" * 70,
}


@pytest.fixture(scope="session")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one run, in which a few papers have titles that mean mischief."""
    folder = tmp_path_factory.mktemp("runs")
    with pytest.MonkeyPatch.context() as patch:
        make = builders._documents

        def with_mischief(*args: Any, **options: Any) -> pd.DataFrame:
            documents = make(*args, **options)
            documents["title"] = documents["title"].mask(
                documents.index.isin(HOSTILE), documents.index.map(HOSTILE)
            )
            documents["url"] = documents["url"].where(documents.index != 1, "javascript:alert(1)")
            documents.loc[0, "assigned"] = "reassigned"
            return documents

        patch.setattr(builders, "_documents", with_mischief)
        builders.build_run(folder, papers=240, topics=6)
    return folder


@pytest.fixture(scope="session")
def server(runs: Path) -> Iterator[str]:
    """The address of `python -m dashboard serve`, in a process that ends with the tests."""
    port = free_port()
    command = [sys.executable, "-m", "dashboard", "serve", "--port", str(port), "--runs", str(runs)]
    with started(command, cwd=runs, env=environment()) as process:
        wait_for(f"http://127.0.0.1:{port}/_stcore/health", process)
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def page(page: Page, server: str) -> Page:
    """The tab in front of a dashboard that it does not remember."""
    page.goto(f"{server}/_stcore/health")
    page.evaluate("localStorage.clear(), sessionStorage.clear()")
    expect.set_options(timeout=SLOW)
    page.set_default_timeout(SLOW)
    return page


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser's console complains about while the page is looked at."""
    with heard(page.context) as found:
        yield found


@contextmanager
def heard(context: BrowserContext) -> Iterator[list[str]]:
    """A list that fills with the errors and warnings of every page of a browser."""
    found: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not _is_not_ours(message):
            found.append(message.text)

    def catch(error: WebError) -> None:
        found.append(str(error.error))

    context.on("console", listen)
    context.on("weberror", catch)
    yield found
    context.remove_listener("console", listen)
    context.remove_listener("weberror", catch)


def _is_not_ours(message: ConsoleMessage) -> bool:
    # Opened below a path, Streamlit asks there for its health before it asks at the root: not
    # found. A graphics driver without a card says how slow it is.
    return "/_stcore/" in message.location["url"] or "GL Driver Message" in message.text


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        assert process.poll() is None, f"the server ended with {process.returncode}"
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"nothing answers at {address} after {SECONDS_TO_START} s")


def settled(page: Page) -> None:
    """Wait until the page is whole: drawn, and drawn anew with what the browser remembers."""
    page.wait_for_function("Object.keys(localStorage).some(key => key.startsWith('papertides:'))")
    expect(page.locator("[data-testid=stApp]")).to_have_attribute(
        "data-test-script-state", "notRunning"
    )


def titles(page: Page) -> Locator:
    """The titles in a list of papers."""
    return page.locator('[class*="st-key-entry"] a[href*="paper="]')

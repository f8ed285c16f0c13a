"""A browser to measure with: pages opened, points seen on a canvas, memory weighed."""

import functools
import http.server
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.support.browser import MISSING, find_browser

SLOW = 240_000  # milliseconds
# Whether a canvas of Plotly's has anything on it: asked of the canvas itself, whoever drew it.
POINTS_ARE_SEEN = """() => [...document.querySelectorAll('.gl-canvas')].some(canvas => {
    if (!canvas.width) return false
    const small = document.createElement('canvas').getContext('2d', {willReadFrequently: true})
    small.drawImage(canvas, 0, 0, 300, 150)
    return small.getImageData(0, 0, 300, 150).data.some(value => value) })"""


@contextmanager
def browser() -> Iterator[Browser]:
    """The machine's Chromium, without a screen."""
    path = find_browser()
    if path is None:
        raise SystemExit(MISSING)
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-dev-shm-usage", "--enable-precise-memory-info"]
        opened = playwright.chromium.launch(executable_path=path, args=flags)
        yield opened
        opened.close()


@contextmanager
def files(folder: Path) -> Iterator[str]:
    """The address of a server of the files in `folder`."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def seconds_to_points(page: Page, act: Callable[[], object]) -> float:
    """How long after `act` the first points are on the screen."""
    started = time.perf_counter()
    act()
    page.wait_for_function(POINTS_ARE_SEEN, timeout=SLOW)
    return time.perf_counter() - started


def settle(page: Page) -> None:
    """Wait until a page of the dashboard is whole and its browser at rest."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=SLOW)
    page.wait_for_load_state("networkidle", timeout=SLOW)
    page.evaluate("() => new Promise(done => requestIdleCallback(done))")


def heap_megabytes(page: Page) -> float:
    """What JavaScript uses, with its arrays, after a collection."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    usage = session.send("Runtime.getHeapUsage")
    return (usage["usedSize"] + usage.get("backingStorageSize", 0)) / 1e6


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the base's name)
        """Say nothing."""

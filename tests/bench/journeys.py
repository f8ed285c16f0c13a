"""The figures of the first screen: what is in view, and how many clicks and keys tasks take."""

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page

from tests.bench.browsing import SLOW, browser, settle
from tests.bench.rows import Row
from tests.bench.served import Served, served

ROUNDS = 5


def journey_rows(runs: Path) -> Iterator[Row]:
    """Rows of a run of about 10,000 papers that move, in a window of 1440 x 900, warm."""
    with served(runs) as dashboard, browser() as opened:
        tab = _tab(opened, 1440)
        tab.goto(dashboard.address)
        settle(tab)
        yield _headline(tab, dashboard)
        yield _height(tab, most=1_800)
        yield from _map(tab, dashboard)
        yield _rose_last_quarter(tab, dashboard)
        yield _to_an_abstract(tab, dashboard)
        narrow = _tab(opened, 390)
        narrow.goto(dashboard.address)
        settle(narrow)
        yield _height(narrow, most=3_600)


def _tab(opened: Browser, width: int) -> Page:
    tab = opened.new_context(viewport={"width": width, "height": 900}).new_page()
    tab.set_default_timeout(SLOW)
    return tab


def _headline(tab: Page, dashboard: Served) -> Row:
    seconds = []
    for _ in range(ROUNDS):
        tab.goto("about:blank")
        started = time.perf_counter()
        tab.goto(dashboard.address, wait_until="commit")
        tab.locator(".st-key-headline h2").wait_for()
        seconds.append(time.perf_counter() - started)
    found = median(seconds)
    return Row("overview: first headline on screen, median", "at most 1.2 s", f"{found:.2f} s",
               found <= 1.2)  # fmt: skip


def _height(tab: Page, *, most: int) -> Row:
    tab.wait_for_timeout(2_000)
    tall = tab.locator("[data-testid=stMain]").evaluate("main => main.scrollHeight")
    width = tab.viewport_size["width"] if tab.viewport_size else 0
    return Row(f"overview: height at {width} pixels", f"at most {most:,} px", f"{tall:,} px",
               tall <= most)  # fmt: skip


def _map(tab: Page, dashboard: Served) -> Iterator[Row]:
    tab.goto(f"{dashboard.address}/map")
    settle(tab)
    box = tab.locator(".st-key-map-place .plot-container").first.bounding_box()
    assert box is not None
    seen = min(box["y"] + box["height"], 900) - box["y"]
    yield Row("map: its top edge", "at most 120 px", f"{box['y']:.0f} px", box["y"] <= 120)
    yield Row("map: height in view", "at least 700 px", f"{seen:.0f} px", seen >= 700)


def _rose_last_quarter(tab: Page, dashboard: Served) -> Row:
    tab.goto(dashboard.address)
    settle(tab)
    clicks = 0
    for act in (
        tab.get_by_role("link", name="and their evidence"),
        tab.get_by_text("last quarter", exact=True),
    ):
        act.click()
        clicks += 1
        settle(tab)
    papers = (
        tab.locator('[class*="st-key-card-topic"]')
        .first.get_by_role("button", name="Save", exact=True)
        .count()
    )
    return Row("from the overview to three papers of what rose last quarter", "at most 2 clicks",
               f"{clicks} clicks, {papers} papers", clicks <= 2 and papers == 3)  # fmt: skip


def _to_an_abstract(tab: Page, dashboard: Served) -> Row:
    tab.goto(dashboard.address)
    settle(tab)
    keys = ("/", "Enter", "Tab", "Enter")
    for key in keys:
        tab.keyboard.press(key)
        if key == "/":
            tab.keyboard.type("agent memory")
        tab.wait_for_timeout(2_000)
    tab.locator(".st-key-abstract").wait_for()
    return Row("keyboard from the overview to an abstract", "at most 8 keys beside the words",
               f"{len(keys)} keys", len(keys) <= 8)  # fmt: skip

"""Who cannot see well, or uses no mouse, is not kept out of any page."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import heard
from tests.e2e.shots import PAGES

SLOW = 20_000
PAGES_TO_CHECK = {**PAGES, "found": "papers?q=study", "paper": "papers?paper=arxiv:2201.00000"}
GRAVE = ("serious", "critical")


def findings(page: Page) -> list[str]:
    """What axe-core finds grave on a page, a line each."""
    return [
        f"{found['id']}: {node['target']} {node['failureSummary']}"
        for found in Axe().run(page).response["violations"]
        if found["impact"] in GRAVE
        for node in found["nodes"]
    ]


def survey(
    browser: Browser, address: str, *, scheme: str
) -> tuple[dict[str, list[str]], list[str]]:
    """Of every page of a dashboard: grave findings by page, and complaints of the console."""
    dark = "dark" if scheme == "dark" else "light"
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, color_scheme=dark, reduced_motion="reduce"
    )
    found, complaints = {}, heard(context)
    for name, path in PAGES_TO_CHECK.items():
        page = context.new_page()
        page.set_default_timeout(SLOW)
        page.goto(f"{address}/{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=SLOW)
        expect(page.locator("[data-testid=stApp]")).to_have_attribute(
            "data-test-script-state", "notRunning", timeout=SLOW
        )
        expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0, timeout=SLOW)
        if lines := findings(page):
            found[name] = lines
        page.close()
    context.close()
    return found, complaints


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_keeps_people_out_or_complains(browser: Browser, server: str, scheme: str) -> None:
    found, complaints = survey(browser, server, scheme=scheme)
    assert found == {}
    assert complaints == []


def test_the_keyboard_reaches_the_papers_and_shows_where_it_is(page: Page, server: str) -> None:
    page.goto(f"{server}/papers")
    expect(page.get_by_text("1 to 10 of 240 papers")).to_be_visible(timeout=SLOW)
    expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0, timeout=SLOW)
    unseen, title = [], ""
    for _ in range(40):
        page.keyboard.press("Tab")
        kind, title, seen = page.evaluate(
            """() => { const one = document.activeElement, look = getComputedStyle(one);
            const ring = look.outlineStyle !== 'none' || look.boxShadow !== 'none';
            return [one.tagName, one.innerText, ring] }"""
        )
        unseen += [title] if kind == "A" and not seen else []
        if title.startswith("Paper 2"):
            break
    assert unseen == []
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title, timeout=SLOW)

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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_keeps_people_out_or_complains(browser: Browser, server: str, scheme) -> None:
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    found, complaints = {}, heard(context)
    for name, path in PAGES_TO_CHECK.items():
        page = context.new_page()
        page.set_default_timeout(SLOW)
        page.goto(f"{server}/{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=SLOW)
        expect(page.locator("[data-testid=stApp]")).to_have_attribute(
            "data-test-script-state", "notRunning", timeout=SLOW
        )
        expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0, timeout=SLOW)
        if lines := findings(page):
            found[name] = lines
        page.close()
    assert found == {}
    assert complaints == []
    context.close()

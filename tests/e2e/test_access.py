"""Who cannot see well, or uses no mouse, is not kept out of any page."""

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.conftest import settled
from tests.e2e.shots import PAGES

PAGES_TO_CHECK = {**PAGES, "found": "papers?q=study", "paper": "papers?paper=arxiv:2201.00000"}
GRAVE = ("serious", "critical")
# The colour of a page in either scheme.
BACKGROUNDS: dict[Literal["light", "dark"], str] = {
    "light": "rgb(255, 255, 255)",
    "dark": "rgb(14, 17, 23)",
}


def findings(page: Page) -> list[str]:
    """What axe-core finds grave on a page, a line each."""
    return [
        f"{found['id']}: {node['target']} {node['failureSummary']}"
        for found in Axe().run(page).response["violations"]
        if found["impact"] in GRAVE
        for node in found["nodes"]
    ]


def is_whole(page: Page) -> None:
    """Wait until the page is drawn."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    settled(page)
    expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0)


def survey(page: Page, address: str) -> list[str]:
    """What is grave on the page at `address`, in light and after the system has turned dark."""
    page.goto(address)
    found = []
    for scheme, background in BACKGROUNDS.items():
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        app = page.locator("[data-testid=stApp]")
        expect(app).to_have_css("background-color", background)
        is_whole(page)
        found += [f"{scheme}: {line}" for line in findings(page)]
    return found


@pytest.mark.parametrize("name", PAGES_TO_CHECK)
def test_no_page_keeps_people_out_or_complains(
    page: Page, server: str, complaints: list[str], name: str
) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    assert survey(page, f"{server}/{PAGES_TO_CHECK[name]}") == []
    assert complaints == []


def test_the_keyboard_reaches_the_papers_and_shows_where_it_is(page: Page, server: str) -> None:
    page.goto(f"{server}/papers")
    expect(page.get_by_text("1 to 10 of 240 papers")).to_be_visible()
    expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0)
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
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_the_dialog_for_new_papers_can_be_read_in_the_dark(page: Page, server: str) -> None:
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.goto(server)
    is_whole(page)
    page.get_by_test_id("stSidebar").get_by_role("button", name="New papers").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("A file of more than")).to_be_visible()
    assert findings(page) == []
    dialog.get_by_text("Hugging Face").click()
    expect(dialog.get_by_role("button", name="Fetch papers")).to_be_visible()
    assert findings(page) == []

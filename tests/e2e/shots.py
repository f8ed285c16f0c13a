"""Pictures of every page: `python -m tests.e2e.shots ADDRESS FOLDER`, of a running dashboard.

Each page in light and dark, 1440, 800 and 390 pixels wide, as tall as it is. To be looked at.
"""

import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.support.browser import find_browser

PAGES = {
    "overview": "",
    "map": "map",
    "themes": "themes",
    "theme": "themes?topic=1",
    "trends": "trends",
    "trends-keywords": "trends?show=keywords",
    "trends-words": "trends?show=general+words",
    "bursts": "trends?show=bursts",
    "peaks": "themes?show=peaks",
    "ranks": "themes?show=ranks",
    "flows": "themes?show=flows",
    "tree": "themes?show=tree",
    "places": "themes?show=places",
    "correcting": "themes?topic=1&change=merge",
    "compare-themes": "compare",
    "trends-between": "trends?window=between",
    "compare-keywords": "compare?what=keywords",
    "keywords": "trends?show=keywords&term=world+models",
    "papers": "papers",
    "found": "papers?q=learning",
    "upvoted": "papers?show=upvoted",
    "saved": "papers?show=saved",
    "about": "about",
}
TALLEST = 6_000


def shoot(browser: Browser, address: str, *, folder: Path, width: int, scheme: str) -> None:
    """Save one picture a page."""
    dark = "dark" if scheme == "dark" else "light"
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=dark)
    page = context.new_page()
    page.goto(f"{address}/papers")
    paper = page.locator("a[href*='paper=']").first.get_attribute("href")
    for name, path in {**PAGES, "paper": str(paper).removeprefix("/")}.items():
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{address}/{path}")
        page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
        page.wait_for_timeout(1500)
        tall = page.locator("[data-testid=stMain]").evaluate("main => main.scrollHeight")
        page.set_viewport_size({"width": width, "height": min(max(900, tall), TALLEST)})
        page.wait_for_timeout(1500)
        page.screenshot(path=folder / f"{name}-{width}-{scheme}.png")
    context.close()


def main(address: str, folder: Path) -> None:
    """Save every picture."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        path = find_browser()
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for scheme in ("light", "dark"):
            for width in (1440, 800, 390):
                shoot(browser, address.rstrip("/"), folder=folder, width=width, scheme=scheme)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))

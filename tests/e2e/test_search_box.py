"""The frame of every page: the search by keyboard alone, and the menu of a telephone."""

import re

from playwright.sync_api import expect

from tests.e2e.conftest import settled


def test_eight_keys_beside_the_words_lead_from_the_overview_to_an_abstract(
    page, server, complaints
):
    page.goto(server)
    settled(page)
    keys = ["/", *"autonomous driving", "Enter"]
    for key in keys:
        page.keyboard.press(key)
    found = page.locator(".st-key-search-found")
    expect(found.get_by_role("link", name="All 36 papers")).to_be_visible()
    for key in ("Tab", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    expect(found.get_by_role("link").first).to_be_focused()
    page.keyboard.press("Enter")

    abstract = page.locator(".st-key-abstract")
    expect(abstract.get_by_text("We study autonomous driving at length.")).to_be_visible()
    expect(page).to_have_url(re.compile("paper="))
    expect(found).to_have_count(0)
    expect(page.get_by_label("Search everything")).to_have_value("")
    assert complaints == []


def test_the_list_closes_with_escape_and_all_papers_follow_a_second_search(
    page, server, complaints
):
    page.goto(f"{server}/papers?q=speech")
    settled(page)
    search, found = page.get_by_label("Search everything"), page.locator(".st-key-search-found")
    page.keyboard.press("Control+k")
    expect(search).to_be_focused()
    page.keyboard.press("Escape")
    search.click()
    search.fill("autonomous driving")
    page.keyboard.press("Enter")
    expect(found).to_be_visible()
    page.keyboard.press("Escape")
    expect(found).to_be_hidden()

    page.keyboard.press("/")
    found.get_by_role("link", name="All 36 papers").click()
    expect(page.get_by_text("1 to 10 of 36 papers")).to_be_visible()
    expect(page).to_have_url(re.compile(r"q=autonomous\+driving"))
    expect(page.get_by_label("Search titles, abstracts and authors")).to_have_value(
        "autonomous driving"
    )
    assert complaints == []


def test_the_menu_of_a_telephone_closes_once_a_page_is_chosen(page, server, complaints):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server}/papers")
    settled(page)
    page.get_by_test_id("stExpandSidebarButton").click()
    themes = page.get_by_role("link", name="Themes", exact=True)
    themes.click()
    expect(page.get_by_role("heading", name="Themes", level=1)).to_be_in_viewport()
    expect(themes).not_to_be_in_viewport()
    assert complaints == []


def test_the_menu_leads_from_a_paper_to_all_papers(page, server, complaints):
    page.goto(f"{server}/papers?paper=arxiv:2201.00000&period=year")
    settled(page)
    expect(page.locator(".st-key-abstract")).to_be_visible()
    menu = page.get_by_test_id("stSidebarNav")
    menu.get_by_role("link", name="Papers").click()
    expect(page.get_by_text("1 to 10 of 240 papers")).to_be_visible()
    expect(page).not_to_have_url(re.compile("paper="))
    assert complaints == []

"""Leafing through times and setting things side by side: the address follows every step."""

import re

from playwright.sync_api import expect

from tests.e2e.conftest import settled


def test_papers_are_leafed_through_by_year_and_month_and_back(page, server, complaints):
    page.goto(f"{server}/papers?show=upvoted&when=2023&page=2")
    settled(page)
    heading = page.get_by_role("heading", level=2)
    expect(heading).to_have_text("2023")
    page.get_by_role("button", name="Earlier: 2022").click()
    expect(heading).to_have_text("2022")
    expect(page).not_to_have_url(re.compile("page=2"))
    page.get_by_text("month", exact=True).last.click()
    expect(heading).to_have_text("Dec 2022")
    expect(page).to_have_url(re.compile("when=2022-12"))
    page.get_by_role("button", name="Earlier: Nov 2022").click()
    expect(heading).to_have_text("Nov 2022")

    page.go_back()
    expect(heading).to_have_text("Dec 2022")
    page.go_back()
    expect(heading).to_have_text("2022")
    assert complaints == []


def test_a_comparison_is_a_link(page, server, complaints):
    page.goto(f"{server}/compare")
    settled(page)
    page.get_by_label("Other theme", exact=True).click()
    page.get_by_role("option", name="Speech synthesis").click()
    expect(page).to_have_url(re.compile("b=2"))
    expect(page.get_by_text("speech synthesis 1: 36 and 0 papers")).to_be_visible()

    page.goto(page.url)
    settled(page)
    expect(page.get_by_label("Other theme", exact=True)).to_have_value("Speech synthesis")
    page.get_by_text("keywords", exact=True).click()
    expect(page.get_by_role("heading", name="Papers in both")).to_be_visible()
    expect(page).not_to_have_url(re.compile("b=2"))
    assert complaints == []


def test_back_returns_in_one_press_to_what_was_left(page, server, complaints):
    page.goto(f"{server}/papers?q=learning&page=2")
    settled(page)
    page.get_by_text("saved", exact=True).click()
    expect(page.get_by_text("Papers are saved in this browser only")).to_be_visible()
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Themes").click()
    expect(page.get_by_role("heading", name="Themes", exact=True)).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Papers are saved in this browser only")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Search titles, abstracts and authors")).to_have_value("learning")
    expect(page).to_have_url(re.compile("page=2"))
    page.go_back()
    expect(page).to_have_url(re.compile("_stcore/health"))
    assert complaints == []

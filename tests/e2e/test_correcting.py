"""A correction, made in a real browser, seen on other pages, and taken back."""

from playwright.sync_api import expect

from tests.e2e.conftest import settled


def test_a_theme_is_renamed_for_everybody_and_gets_its_name_back(page, server, complaints):
    page.goto(f"{server}/themes?topic=4")
    settled(page)
    page.get_by_text("Edit", exact=True).click()
    name = page.get_by_label("New name")
    expect(name).to_have_value("Continual learning")
    name.fill("Never-ending <b>*learning*</b>")
    name.press("Enter")
    page.get_by_role("button", name="Rename").click()
    done = page.get_by_test_id("stAlertContentSuccess")
    expect(done).to_have_text("Renamed “Continual learning” to “Never-ending <b>*learning*</b>”.")

    page.goto(f"{server}/map")
    settled(page)
    expect(page.locator(".js-plotly-plot")).to_contain_text("Never-ending")
    page.reload()
    settled(page)
    expect(page.locator(".js-plotly-plot")).to_contain_text("Never-ending")
    page.goto(f"{server}/themes?topic=4")
    settled(page)
    expect(page.get_by_text("Renamed from “Continual learning”")).to_be_visible()

    page.get_by_role("link", name="Details").click()
    undo = page.get_by_role("button", name="Undo", exact=True)
    undo.click()
    expect(done).to_have_text("Undone.")
    expect(undo).to_have_count(0)
    page.goto(f"{server}/themes?topic=4")
    settled(page)
    expect(page.get_by_role("heading", name="Continual learning", level=1)).to_be_visible()
    assert complaints == []

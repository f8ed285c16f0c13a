"""The tour: once, by keyboard, for who comes without a link to a view."""

from playwright.sync_api import expect

from tests.e2e.conftest import settled


def test_the_tour_is_taken_by_keyboard_and_never_comes_back(page, server, complaints):
    page.goto(f"{server}/?period=month")
    page.wait_for_function("Object.keys(localStorage).some(key => key.startsWith('papertides:'))")
    settled(page)
    tour = page.locator(".st-key-tour")
    expect(tour).to_have_count(0)

    page.goto(server)
    expect(tour).to_contain_text("Overview.")
    tour.get_by_role("button", name="Next").focus()
    for step in ("Map.", "Themes and Trends.", "Papers and Compare."):
        page.keyboard.press("Enter")
        expect(tour).to_contain_text(step)
    page.keyboard.press("Enter")
    expect(tour).to_have_count(0)
    page.wait_for_function("localStorage.getItem('papertides:tour') !== null")

    page.reload()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    settled(page)
    expect(tour).to_have_count(0)
    assert complaints == []

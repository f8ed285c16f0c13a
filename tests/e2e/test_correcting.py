"""A correction, made in a real browser, seen on other pages, and taken back."""

from playwright.sync_api import expect

SLOW = 20_000


def test_a_theme_is_renamed_for_everybody_and_gets_its_name_back(page, server, complaints):
    expect.set_options(timeout=SLOW)
    page.goto(f"{server}/themes?topic=4")
    page.get_by_role("link", name="Correct it").click()
    name = page.get_by_label("New name")
    expect(name).to_have_value("Continual learning")
    name.fill("Never-ending <b>*learning*</b>")
    name.press("Enter")
    page.get_by_role("button", name="Rename").click()
    expect(page.get_by_text("“Never-ending <b>*learning*</b>”: done.")).to_be_visible()

    page.goto(f"{server}/map")
    expect(page.locator(".js-plotly-plot")).to_contain_text("Never-ending")
    page.reload()
    expect(page.locator(".js-plotly-plot")).to_contain_text("Never-ending")
    page.goto(f"{server}/themes?topic=4")
    expect(page.get_by_text("the model has these papers in “Continual learning”")).to_be_visible()

    page.goto(f"{server}/corrections")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone.")).to_be_visible()
    page.goto(f"{server}/themes?topic=4")
    expect(page.get_by_role("heading", name="Continual learning", level=1)).to_be_visible()
    assert complaints == []

"""What people do with the dashboard, in a real browser, and what they see at the end of it."""

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import FloatRect, Locator, expect

from tests.e2e.conftest import HOSTILE, settled, titles

PAPER = "papers?paper=arxiv:2201.00000"


def test_a_shared_link_opens_what_it_names(page, server, complaints):
    page.goto(f"{server}/themes?topic=3&period=month")
    settled(page)

    expect(page.get_by_role("heading", name="Graph neural networks", level=1)).to_be_visible()
    expect(page.get_by_role("heading", name="Neighbouring themes")).to_be_visible()
    settled(page)
    assert "topic=3" in page.url
    assert "run=" in page.url
    assert complaints == []


def test_a_filter_is_still_there_after_a_reload_and_gone_after_back(page, server, complaints):
    page.goto(f"{server}/papers")
    settled(page)
    page.get_by_label("Theme", exact=True).click()
    page.get_by_role("option", name="Speech synthesis").click()
    expect(page.get_by_text("1 to 10 of 36 papers")).to_be_visible()
    expect(page).to_have_url(re.compile("topic=2"))

    page.reload()
    settled(page)
    expect(page.get_by_text("1 to 10 of 36 papers")).to_be_visible()
    expect(page.get_by_label("Theme", exact=True)).to_have_value(re.compile("^Speech synthesis · "))

    settled(page)
    page.go_back()
    expect(page.get_by_text("1 to 10 of 240 papers")).to_be_visible()
    assert complaints == []


def test_a_theme_is_opened_from_the_list_without_a_mouse(page, server, complaints):
    page.goto(server)
    settled(page)
    page.get_by_role("link", name="Themes", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Themes", level=1)).to_be_visible()
    page.get_by_label("Theme", exact=True).focus()
    page.keyboard.type("Continual")
    expect(page.get_by_role("option")).to_have_text([re.compile("^Continual learning · ")])
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Most typical papers")).to_be_visible()
    expect(page.get_by_role("heading", name="Continual learning", level=1)).to_be_visible()
    assert complaints == []


def test_keywords_are_compared_and_the_chart_is_saved(page, server, complaints):
    page.goto(f"{server}/keywords")
    settled(page)
    box = page.get_by_label("Keywords to compare")
    box.fill("speech synthesis 3")
    box.press("Enter")
    line = page.locator(".annotation-text").get_by_text("speech synthesis 3").filter(visible=True)
    expect(line).to_be_visible()
    expect(page).to_have_url(re.compile("term=speech"))

    page.keyboard.press("Escape")
    settled(page)
    # The innermost block around the chart and its menu: the page has other charts.
    menu = page.get_by_role("button", name="Download chart")
    chart = page.get_by_test_id("stVerticalBlock").filter(has=line).filter(has=menu).last
    chart.get_by_role("button", name="Download chart").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="HTML").click()
    saved = Path(download.value.path()).read_text("utf-8")
    assert "speech synthesis 3" in saved
    assert re.search(r"speech synthesis 3.+ run 2\w+-ababa of 20[\d-]+ \S+ exported 20", saved)
    name = download.value.suggested_filename
    assert re.search(r"^keyword_trends-speech_synthesis_3-20\d\d-.*ababa\.html$", name)
    assert complaints == []


@pytest.mark.parametrize(("path", "share"), [("themes", "share"), ("trends", "last_share")])
def test_a_table_is_saved_with_numbers_and_no_buttons(page, server, path, share):
    page.goto(f"{server}/{path}")
    settled(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").last.click()
    saved = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text("utf-8"))))
    assert not {"open", "interval"} & set(saved[0])
    assert all(0 <= float(row[share]) <= 1 for row in saved)
    assert max(float(row[share]) for row in saved) > 0.05


def test_hostile_titles_are_shown_letter_for_letter(page, server, complaints):
    page.goto(f"{server}/papers?sort=oldest+first")
    settled(page)
    expect(titles(page)).to_have_count(10)

    shown = [text.replace("\u2060", "") for text in titles(page).all_inner_texts()]
    assert set(HOSTILE.values()) <= set(shown)
    expect(page.get_by_text("borderline")).to_be_visible()
    assert page.locator('a[href^="javascript"]').count() == 0
    titles(page).filter(has_text="stars").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("<script>alert(1)</script>")
    assert page.get_by_text("[a link](").locator("a").count() == 0
    assert complaints == []


def test_full_text_search_leads_to_a_paper_and_its_likes(page, server, complaints):
    page.goto(f"{server}/papers?page=3")
    settled(page)
    expect(page.get_by_text("21 to 30 of 240 papers")).to_be_visible()
    search = page.get_by_label("Search titles, abstracts and authors")
    search.press_sequentially("autonomous driving", delay=60)
    expect(page.get_by_text("1 to 10 of 36 papers")).to_be_visible()
    searched = re.compile(r"\?(?!.*page=3).*q=autonomous\+driving")
    expect(page).to_have_url(searched)
    expect(titles(page)).to_have_count(10)
    first = titles(page).first
    name = first.inner_text()
    first.click()

    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    abstract = page.locator(".st-key-abstract")
    expect(abstract.get_by_text("We study autonomous driving at length.")).to_be_visible()
    expect(page.get_by_role("heading", name="Most similar papers")).to_be_visible()
    expect(page).to_have_url(re.compile("paper="))
    page.reload()
    settled(page)
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    expect(page.get_by_text("Marked: what you searched for")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("1 to 10 of 36 papers")).to_be_visible()
    expect(search).to_have_value("autonomous driving")
    expect(page).to_have_url(searched)
    page.go_forward()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    assert complaints == []


def test_a_paper_is_kept_on_one_page_and_saved_from_the_list_after_a_reload(
    page, server, complaints
):
    page.goto(f"{server}/themes?topic=2")
    settled(page)
    entry = page.locator("[class*=st-key-entry-typical]").first
    title = entry.locator("a[href*='paper=']").inner_text()
    entry.get_by_role("button", name="Save", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Saved").first).to_be_visible()
    page.wait_for_function("Object.keys(localStorage).some(key => key.startsWith('papertides:'))")

    page.goto(f"{server}/papers?show=saved")
    settled(page)
    page.reload()
    settled(page)
    expect(titles(page)).to_have_text([title])
    page.get_by_role("button", name="Cite").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="BibTeX").click()
    saved = Path(download.value.path()).read_text("utf-8")
    assert f"title = {{{title}}}" in saved
    assert re.search(r"-reading-list-\d{4}-\d\d-\d\d\.bib$", download.value.suggested_filename)
    assert complaints == []


def test_a_citation_is_copied_from_the_page_of_a_paper(page, server, complaints):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{server}/{PAPER}")
    settled(page)
    expect(page.get_by_role("heading", name="Cite it")).to_be_visible()
    page.get_by_text("APA", exact=True).click()
    expect(page.get_by_test_id("stCode")).to_contain_text("Author0, A., & Writer, B. (2022).")
    page.get_by_test_id("stCode").hover()
    page.get_by_role("button", name="Copy to clipboard").click()

    copied = page.wait_for_function("navigator.clipboard.readText()").json_value()
    assert copied.startswith(f"Author0, A., & Writer, B. (2022). {HOSTILE[0]}")
    assert copied.endswith("https://doi.org/10.48550/arXiv.2201.00000")
    expect(page).to_have_url(re.compile("cite=APA"))
    assert complaints == []


def titles_below_a_toolbar(page):
    """The titles of charts that the toolbar of their chart lies over."""
    return page.evaluate(
        """() => [...document.querySelectorAll('.gtitle')].filter(title => {
            const bar = title.closest('.js-plotly-plot').querySelector('.modebar'),
                place = bar.getBoundingClientRect()
            return place.width > 0 && title.getBoundingClientRect().right >= place.left
        }).map(title => title.textContent)"""
    )


@pytest.mark.parametrize(
    "path",
    [
        "",
        "map",
        "themes",
        "themes?topic=1",
        "themes?show=peaks",
        "papers",
        "papers?show=upvoted",
        "papers?show=saved",
        PAPER,
        "about",
    ],
)
def test_nothing_runs_off_a_narrow_page(page, server, path):
    page.set_viewport_size({"width": 800, "height": 900})
    page.emulate_media(color_scheme="dark")
    page.goto(f"{server}/{path}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    settled(page)
    if path == "themes?topic=1":
        expect(page.locator(".js-plotly-plot:visible .gtitle").first).to_be_visible()
    for width in (800, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        expect(page.locator("[data-testid=stApp]")).to_have_css("width", f"{width}px")
        page.wait_for_function(
            "(e => e.scrollWidth <= e.clientWidth)(document.querySelector('[data-testid=stMain]'))"
        )
        if width >= 390:
            assert titles_below_a_toolbar(page) == []
    background = page.evaluate(
        "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
    )
    assert sum(map(int, background[4:-1].split(","))) < 200


def test_on_a_telephone_charts_and_tables_have_a_form_for_it(page, server, complaints):
    """Everything is seen without moving it sideways, and the search while the page is scrolled."""
    page.set_viewport_size({"width": 390, "height": 844})
    touch = page.context.new_cdp_session(page)
    touch.send("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 1})
    table, rows = page.get_by_test_id("stDataFrame"), page.locator("[class*=st-key-entry-narrow]")
    page.goto(f"{server}/themes")
    settled(page)
    expect(rows.first).to_be_visible()
    expect(table.first).to_be_hidden()
    for link in (rows.first.get_by_role("link"), page.get_by_role("radio").first):
        assert box(link)["height"] >= 40
    page.set_viewport_size({"width": 1280, "height": 844})
    expect(table.first).to_be_visible()
    expect(rows.first).to_be_hidden()

    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server}/themes?show=ranks")
    settled(page)
    plot = page.locator(".js-plotly-plot:visible")
    for place in (plot, page.get_by_role("button", name="Download chart"), plot.locator(".gtitle")):
        assert 0 <= box(place)["x"] <= box(place)["x"] + box(place)["width"] <= 390

    page.goto(f"{server}/compare")
    settled(page)
    plot = page.locator(".js-plotly-plot:visible").first
    expect(plot).to_be_visible()
    assert box(plot.locator(".nsewdrag"))["width"] >= 240
    search = page.get_by_label("Search everything")
    page.mouse.wheel(0, 600)
    expect(search).to_be_in_viewport()
    search.fill("speech")
    found = page.locator(".st-key-search-found")
    expect(found).to_be_visible()
    assert box(found)["width"] >= 350
    assert complaints == []


def test_on_a_telephone_papers_come_before_filters_and_links_fit_fingers(page, server, complaints):
    page.set_viewport_size({"width": 390, "height": 844})
    touch = page.context.new_cdp_session(page)
    touch.send("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 1})
    page.goto(f"{server}/papers")
    settled(page)
    theme, fold = page.get_by_label("Theme"), page.get_by_text("Filters", exact=True)
    expect(theme).to_be_hidden()
    papers = page.locator("[class*=st-key-entry] a[href*='paper=']")
    assert all(box(link)["height"] >= 40 for link in papers.all())
    fold.click()
    expect(theme).to_be_visible()
    page.goto(f"{server}/papers?topic=1")
    expect(theme).to_be_visible()  # what narrows the list is in sight
    page.set_viewport_size({"width": 1280, "height": 844})
    expect(fold).to_be_hidden()
    expect(theme).to_be_visible()
    assert complaints == []


def test_on_a_telephone_the_tree_is_a_list_whose_chart_can_be_saved(page, server, complaints):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server}/themes?show=tree")
    settled(page)
    expect(page.locator("[class*=st-key-entry-narrow]").first).to_be_visible()
    expect(page.locator(".js-plotly-plot")).to_be_hidden()
    page.get_by_role("button", name="Download chart").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="HTML, to look at in a browser").click()
    assert Path(download.value.suggested_filename).match("hierarchy-*.html")
    assert complaints == []


def test_on_a_telephone_bursts_are_saved_with_what_their_table_has(page, server, complaints):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server}/trends?show=bursts")
    settled(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").click()
    saved = csv.DictReader(io.StringIO(Path(download.value.path()).read_text("utf-8")))
    assert {"term", "burst_start", "burst_end", "documents"} <= set(saved.fieldnames or ())
    assert complaints == []


@pytest.mark.parametrize(("width", "height"), [(390, 844), (800, 900), (1440, 900)])
def test_the_map_of_the_overview_is_no_higher_than_its_papers_fill(page, server, width, height):
    page.set_viewport_size({"width": width, "height": height})
    page.goto(server)
    settled(page)
    plot = page.locator(".st-key-growth-map .js-plotly-plot")
    expect(plot).to_be_visible()
    place = box(plot)
    # Above and below the papers there is room for a title and the scale, and for no more.
    assert place["height"] <= 0.75 * place["width"] + 180


def box(element: Locator) -> FloatRect:
    """Where an element is, in pixels of the window."""
    place = element.bounding_box()
    assert place is not None
    return place

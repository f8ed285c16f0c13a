"""What people do with the map, in a real browser, and what they see at the end of it."""

import csv
import io
import shutil
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import settled, titles
from tests.support.builders import build_run


def test_a_loop_on_the_map_lists_papers_and_saves_them(page, server, complaints):
    page.goto(f"{server}/map")
    settled(page)
    plot = map_plot(page).locator(".nsewdrag").first
    plot.scroll_into_view_if_needed()
    page.locator('.modebar-btn[data-title="Lasso: loop round papers"]').click()
    around(page, plot)

    expect(page.get_by_role("heading", name="papers picked on the map")).to_be_visible()
    expect(titles(page).first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").click()
    saved = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text("utf-8"))))
    heading = page.get_by_role("heading", name="papers picked on the map").inner_text()
    assert len(saved) == int(heading.split()[0]) > 100
    assert {row["title"][:1] for row in saved if "HYPERLINK" in row["title"]} == {"'"}

    plot.scroll_into_view_if_needed()
    around(page, plot, inset=80)
    expect(page.get_by_role("heading", name="picked on the map")).not_to_have_text(heading)
    outlines = map_plot(page).locator(".shapelayer path")
    page.go_back()
    expect(page.get_by_role("heading", name="picked on the map")).to_have_text(heading)
    page.go_back()
    expect(page.get_by_role("heading", name="picked on the map")).to_be_hidden()
    expect(outlines).to_have_count(0)
    page.go_forward()
    expect(page.get_by_role("heading", name="picked on the map")).to_have_text(heading)
    expect(outlines).to_have_count(1)

    page.goto(page.url)  # as somebody does who was sent the link
    settled(page)
    expect(page.get_by_role("heading", name="papers picked on the map")).to_have_text(heading)
    expect(map_plot(page).locator(".shapelayer path")).to_have_count(1)
    page.get_by_role("button", name="Let go").click()
    expect(page.get_by_role("heading", name="papers picked on the map")).to_be_hidden()
    assert complaints == []


def test_a_click_on_the_map_lists_the_paper(page, server, complaints):
    page.set_viewport_size({"width": 1280, "height": 1100})
    page.goto(f"{server}/map")
    settled(page)
    plot = map_plot(page)
    x, y = plot.evaluate(
        """plot => { const {xaxis, yaxis} = plot._fullLayout, trace = plot._fullData[1],
        box = plot.getBoundingClientRect(); return [box.x + xaxis._offset + xaxis.d2p(trace.x[5]),
        box.y + yaxis._offset + yaxis.d2p(trace.y[5])] }"""
    )
    page.mouse.move(x, y)
    card = page.locator(".live-map-card")
    expect(card).to_contain_text("Paper ")
    title = card.locator("span").last.inner_text()
    page.mouse.click(x, y)

    expect(page.get_by_role("heading", name="1 paper picked on the map")).to_be_visible()
    expect(titles(page)).to_have_text([title])
    assert complaints == []


def test_a_map_in_a_narrow_window_is_no_strip_between_empty_halves(page, server, complaints):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{server}/map")
    settled(page)
    plot = map_plot(page)
    page.set_viewport_size({"width": 800, "height": 900})
    page.wait_for_function(
        """() => { const {width, height} = document.querySelector('.js-plotly-plot')._fullLayout;
        return width < 600 && Math.abs(height - width - 80) <= 1 }""",
    )
    # How much of the plot the papers fill, from left to right and from bottom to top.
    filled = """plot => ['x', 'y'].map(axis => {
        const [low, high] = plot._fullLayout[axis + 'axis'].range
        const papers = plot._fullData.filter(trace => trace.type === 'scattergl')
        const all = papers.flatMap(trace => [...trace[axis]])
        return [Math.min(...all), Math.max(...all)].map(end => (end - low) / (high - low)) })"""
    (left, right), (bottom, top) = plot.evaluate(filled)
    assert 0 < left < 0.1
    assert 0.9 < right < 1
    assert 0 < bottom < 0.2
    assert 0.8 < top < 1
    menu = page.get_by_role("button", name="Download chart")
    edges = "([plot, menu]) => menu.getBoundingClientRect().y - plot.getBoundingClientRect().bottom"
    assert page.evaluate(edges, [plot.element_handle(), menu.element_handle()]) < 100
    assert complaints == []


def test_a_search_lights_up_the_map_and_zooming_in_names_more_themes(page, server, complaints):
    """What lights up stands before the rest; the names that are there stay."""
    page.set_viewport_size({"width": 430, "height": 900})
    page.goto(f"{server}/map")
    settled(page)
    plot = map_plot(page)
    page.get_by_label("Light up papers about").fill("autonomous driving")
    expect(page.get_by_role("heading", name="36 papers lit up")).to_be_visible()
    page.wait_for_function(
        """() => document.querySelector('.live-map-plot')._fullData
        .filter(trace => trace.marker?.opacity === 1)
        .reduce((sum, trace) => sum + trace.x.length, 0) === 36"""
    )
    names = plot.locator(".annotation-text")
    before = set(names.all_inner_texts())
    plot.scroll_into_view_if_needed()
    plot.hover()
    for _ in range(12):
        page.mouse.wheel(0, -300)
    expect(names).not_to_have_count(len(before))
    assert complaints == []


def test_a_search_on_the_map_of_a_run_that_was_deleted_says_so(page, server, runs, complaints):
    """The map runs again alone, without the rest of the page."""
    run = build_run(runs, papers=60, topics=3)
    page.goto(f"{server}/map?run={run}")
    settled(page)
    map_plot(page)
    shutil.rmtree(runs / run)
    page.get_by_label("Light up papers about").fill("diffusion models")

    expect(page.get_by_test_id("stAlert")).to_contain_text(f"The run {run} no longer exists")
    expect(page.get_by_test_id("stException")).to_have_count(0)
    assert complaints == []


def map_plot(page: Page) -> Locator:
    """The plot of the map, once it is drawn."""
    settled(page)
    expect(page.locator(".live-map-note")).to_be_hidden()
    plot = page.locator(".live-map-plot")
    expect(plot.locator(".nsewdrag").first).to_be_visible()
    return plot


def around(page: Page, plot: Locator, *, inset: int = 5) -> None:
    """Draw a loop around everything on a plot that is so many pixels from its edges."""
    box = plot.bounding_box()
    assert box is not None
    left, top = box["x"] + inset, box["y"] + inset
    right, bottom = box["x"] + box["width"] - inset, box["y"] + box["height"] - inset
    page.mouse.move(left, top)
    page.mouse.down()
    for x, y in ((right, top), (right, bottom), (left, bottom), (left, top)):
        page.mouse.move(x, y, steps=5)
    page.mouse.up()

"""What people do with the map, in a real browser, and what they see at the end of it."""

import csv
import io
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from analysis.runs.store import open_run
from tests.e2e.conftest import settled, titles
from tests.support.builders import build_run

# How many papers stand out on the map, in the browser.
STAND_OUT = """() => document.querySelector('.live-map-plot')._fullData
    .filter(trace => trace.marker?.opacity >= 0.5)
    .reduce((sum, trace) => sum + trace.x.length, 0)"""


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
    page.wait_for_function(f"({STAND_OUT})() === {len(saved)}")

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
    page.get_by_role("button", name="Clear", exact=True).click()
    expect(page.get_by_role("heading", name="papers picked on the map")).to_be_hidden()
    assert complaints == []


def test_the_map_fills_the_window_and_answers_a_click_in_view(page, server, complaints):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{server}/map")
    settled(page)
    plot = map_plot(page)
    box = plot.bounding_box()
    assert box is not None
    assert box["y"] <= 120
    assert min(box["y"] + box["height"], 900) - box["y"] >= 700
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

    expect(page.get_by_role("heading", name="Most like it")).to_be_visible()
    expect(titles(page).first).to_have_text(title)
    expect(titles(page).first).to_be_in_viewport()
    expect(page.locator(".st-key-abstract")).to_be_in_viewport()
    pin = plot.locator(".shapelayer path").last
    assert (pin.bounding_box() or {"width": 0})["width"] >= 14
    assert complaints == []


def test_a_name_on_the_map_is_a_link_to_its_theme(page, server, runs, complaints):
    """Whatever paper lies below it: the theme is selected, outlined, named and seen from near."""
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{server}/map")
    settled(page)
    plot = map_plot(page)
    whole = span(plot)
    run = open_run(next(path for path in runs.iterdir() if path.is_dir()))
    largest = run.topics[run.topics["topic"] >= 0].nlargest(1, "documents").iloc[0]
    name = plot.locator(".annotation-text", has_text=largest["label"].split()[0]).first
    box = name.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(plot.locator(".live-map-spot")).to_be_visible()  # the other themes are dimmed
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    expect(
        page.get_by_role("heading", name=f"{largest['documents']} papers lit up")
    ).to_be_visible()
    page.wait_for_function(f"location.search.includes('topic={largest['topic']}')")
    assert "paper=" not in page.url
    expect(plot.locator(".shapelayer path")).to_have_count(1)
    assert span(plot) < 0.7 * whole
    assert complaints == []


def test_a_link_brings_the_view_of_the_map_back(page, server, complaints):
    page.goto(f"{server}/map")
    settled(page)
    plot = map_plot(page)
    plot.hover()
    for _ in range(4):
        page.mouse.wheel(0, -300)
    page.wait_for_function("location.search.includes('view=')")
    seen = span(plot)
    page.get_by_label("Light up papers about").fill("autonomous driving")
    expect(page.get_by_role("heading", name="36 papers lit up")).to_be_visible()
    page.wait_for_function("location.search.includes('view=') && location.search.includes('q=')")
    page.goto(page.url)
    settled(page)
    expect(page.get_by_role("heading", name="36 papers lit up")).to_be_visible()
    assert span(map_plot(page)) == pytest.approx(seen, rel=0.02)
    page.locator('.modebar-btn[data-title="Whole map"]').click()
    page.wait_for_function("!location.search.includes('view=')")
    assert span(plot) > 1.3 * seen
    assert complaints == []


def test_cleared_of_a_theme_the_map_is_whole_again_unless_it_was_moved(page, server, complaints):
    page.goto(f"{server}/map")
    settled(page)
    whole = span(map_plot(page))
    page.goto(f"{server}/map?topic=1")
    settled(page)
    assert span(map_plot(page)) < whole
    page.get_by_role("button", name="Clear", exact=True).click()
    expect(page).not_to_have_url(re.compile("view="))
    assert span(map_plot(page)) == pytest.approx(whole, rel=0.02)

    page.goto(f"{server}/map?topic=1")
    settled(page)
    box = box_of(map_plot(page))
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.wheel(0, -200)
    page.wait_for_timeout(500)
    seen = span(map_plot(page))
    page.get_by_role("button", name="Clear", exact=True).click()
    expect(page).not_to_have_url(re.compile("topic="))
    settled(page)
    assert span(map_plot(page)) == pytest.approx(seen, rel=0.02)
    assert complaints == []


def test_time_is_brushed_played_paused_and_scrubbed(page, server, complaints):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{server}/map")
    settled(page)
    plot = map_plot(page)
    papers = """() => document.querySelector('.live-map-plot')._fullData
        .filter(trace => trace.type === 'scattergl')
        .reduce((sum, trace) => sum + trace.x.length, 0)"""
    everything = page.evaluate(papers)
    strip = page.locator(".live-map-strip canvas").bounding_box()
    assert strip is not None
    middle = strip["y"] + 15
    page.mouse.move(strip["x"] + strip["width"] - 3, middle)
    page.mouse.down()
    page.mouse.move(strip["x"] + strip["width"] / 2, middle, steps=4)
    page.mouse.up()
    page.wait_for_function("location.search.includes('from=')")
    page.wait_for_function(f"({papers})() < {everything}")
    brushed = page.evaluate(papers)
    said = page.locator(".live-map-range").inner_text()
    assert int(said.split("·")[1].split()[0]) == brushed

    page.get_by_role("button", name="Play").click()
    expect(page.locator(".live-map-now")).to_be_visible()
    page.get_by_role("button", name="Pause").click()
    now = page.get_by_label("Time that is shown")
    now.focus()
    page.keyboard.press("Home")
    page.wait_for_function(f"({papers})() < {brushed}")
    first = page.locator(".live-map-now").inner_text()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".live-map-now")).not_to_have_text(first)
    page.get_by_role("button", name="Stop").click()
    page.wait_for_function(f"({papers})() === {brushed}")
    page.get_by_role("button", name="All time").click()
    page.wait_for_function(f"({papers})() === {everything}")
    assert "from=" not in page.url
    expect(plot).to_be_visible()
    assert complaints == []


def test_in_a_narrow_window_the_map_is_as_wide_as_the_page(page, server, complaints):
    """Every control is in view, and what is picked stands below the map, over none of it."""
    page.set_viewport_size({"width": 800, "height": 900})
    page.goto(f"{server}/map")
    settled(page)
    assert box_of(map_plot(page))["width"] >= 500
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        plot = map_plot(page)
        expect(plot).to_have_css("width", f"{width - 16}px")
        box = box_of(plot)
        assert 0.9 <= box["height"] / box["width"] <= 1.1
        controls = page.locator(".st-key-map-controls")
        assert controls.evaluate("row => row.scrollWidth <= row.clientWidth + 1")
    page.goto(f"{server}/map?topic=1")
    settled(page)
    heading = page.get_by_role("heading", name="papers lit up")
    expect(heading).to_be_in_viewport()
    box = box_of(map_plot(page))
    assert box_of(heading)["y"] >= box["y"] + box["height"]
    assert complaints == []


def test_fingers_zoom_and_pan_the_map_and_touch_its_names(page, server, complaints):
    page.set_viewport_size({"width": 390, "height": 844})
    browser = page.context.new_cdp_session(page)
    browser.send("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 2})

    def touch(kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": x, "y": y, "id": finger} for finger, (x, y) in enumerate(places)]
        browser.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    page.goto(f"{server}/map")
    settled(page)
    plot = map_plot(page)
    name = box_of(plot.locator(".annotation-text").first)
    touch("touchStart", (name["x"] + name["width"] / 2, name["y"] + name["height"] + 6))
    touch("touchEnd")
    expect(page.get_by_role("heading", name="papers lit up")).to_be_visible()
    assert "paper=" not in page.url
    page.goto(f"{server}/map")
    settled(page)
    whole, box = span(map_plot(page)), box_of(plot)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch("touchStart", (x - 30, y))
    touch("touchStart", (x - 30, y), (x + 30, y))
    touch("touchMove", (x - 90, y), (x + 90, y))
    touch("touchEnd")
    page.wait_for_function("location.search.includes('view=')")
    assert span(plot) == pytest.approx(whole / 3, rel=0.02)
    seen = page.url
    touch("touchStart", (x, y))
    touch("touchMove", (x - 40, y))
    touch("touchEnd")
    expect(page).not_to_have_url(seen)
    assert span(plot) == pytest.approx(whole / 3, rel=0.02)
    assert "paper=" not in page.url
    assert complaints == []


def test_a_search_lights_up_the_map_and_zooming_in_names_more_themes(page, server, complaints):
    """What lights up stands before the rest; the names that are there stay."""
    page.set_viewport_size({"width": 430, "height": 900})
    page.goto(f"{server}/map")
    settled(page)
    plot = map_plot(page)
    page.get_by_label("Light up papers about").fill("autonomous driving")
    expect(page.get_by_role("heading", name="36 papers lit up")).to_be_visible()
    page.wait_for_function(f"({STAND_OUT})() === 36")
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


def box_of(element: Locator) -> FloatRect:
    """Where an element is, in pixels of the window."""
    box = element.bounding_box()
    assert box is not None
    return box


def span(plot: Locator) -> float:
    """How wide a part of the map is in view."""
    low, high = plot.evaluate("plot => plot._fullLayout.xaxis.range")
    return high - low


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

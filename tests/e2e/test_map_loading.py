"""How the map gets its numbers: behind a proxy, and over a network that fails now and then."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import settled
from tests.e2e.test_journeys_map import map_plot
from tests.support.proxy import stripping_proxy


@pytest.fixture(autouse=True)
def all_of_the_map_in_sight(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 1100})


@pytest.mark.parametrize("path", ["/tides", "/team/tides"])
def test_behind_a_proxy_that_strips_its_path_the_map_is_drawn(page, server, complaints, path):
    with stripping_proxy(path, port=urlsplit(server).port or 0) as address:
        page.goto(f"{address}/map")
        hover_over_a_paper(page)
        expect(page.locator(".live-map-card")).to_contain_text("Paper ")

        page.goto(f"{address}/")
        settled(page)
        page.get_by_role("link", name="Map", exact=True).first.click()
        map_plot(page)
        page.goto("about:blank")
    assert complaints == []


def test_after_a_hiccup_of_the_network_the_map_is_drawn_at_the_next_need(page, server):
    """The first request of every kind fails: for Plotly, for a column, for a paper."""
    failed: set[str] = set()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))

    def fail_once(route: Route) -> None:
        kind = next(kind for kind in ("plotly-", "/map/x", "/papers/") if kind in route.request.url)
        if kind in failed:
            route.continue_()
        else:
            failed.add(kind)
            route.abort()

    for kind in ("**/plotly-*.js", "**/map/x", "**/papers/*"):
        page.route(kind, fail_once)
    page.goto(f"{server}/map")
    settled(page)
    note = page.locator(".live-map-note")
    expect(note).to_contain_text("The map cannot be loaded: the server does not")
    expect(note).to_contain_text(server)
    page.get_by_label("Light up papers about").fill("autonomous driving")
    expect(page.get_by_role("heading", name="36 papers lit up")).to_be_visible()
    map_plot(page)
    expect(note).to_be_hidden()

    with page.expect_event("requestfailed"):
        hover_over_a_paper(page)
    page.mouse.move(0, 0)
    hover_over_a_paper(page)
    expect(page.locator(".live-map-card")).to_contain_text("Paper ")
    assert failed == {"plotly-", "/map/x", "/papers/"}
    assert faults == []


def test_a_server_that_answers_with_another_page_is_named_in_the_note(page, server):
    page.route("**/map/x", lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>"))
    page.goto(f"{server}/map")
    settled(page)
    note = page.locator(".live-map-note")
    expect(note).to_contain_text("/map/x answers 502. A proxy must pass on everything")
    expect(note).not_to_contain_text("<h1>")


def hover_over_a_paper(page: Page) -> None:
    x, y = map_plot(page).evaluate(
        """plot => { const {xaxis, yaxis} = plot._fullLayout
        const trace = plot._fullData.findLast(trace => trace.type === 'scattergl'),
        box = plot.getBoundingClientRect(); return [box.x + xaxis._offset + xaxis.d2p(trace.x[0]),
        box.y + yaxis._offset + yaxis.d2p(trace.y[0])] }"""
    )
    page.mouse.move(x, y)

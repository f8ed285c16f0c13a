"""Pictures for columns and slides: names apart and whole, text that can be read from afar."""

import itertools
import re
from pathlib import Path

import plotly.graph_objects as go
import pytest
from playwright.sync_api import Page

from dashboard.export.files import figure_bytes
from dashboard.export.formats import SIZES
from dashboard.export.sizing import laid_out
from dashboard.figures.parts.base_figure import layout_of
from dashboard.figures.strategic_diagram import strategic_diagram_figure
from dashboard.figures.theme_sizes import theme_sizes_figure
from dashboard.figures.topic_map import topic_map_figure
from tests.support.crowded import crowded
from tests.support.planted_field import CHOSEN, DIAGRAM, TOPICS

NAMED = {
    "topic_map": lambda: topic_map_figure(*crowded()),
    "strategic_diagram": lambda: strategic_diagram_figure(DIAGRAM, TOPICS, chosen=CHOSEN),
}


@pytest.mark.parametrize("size", ["column", "columns", "slide"])
@pytest.mark.parametrize("name", NAMED)
def test_names_of_themes_do_not_overlap_and_are_whole(
    page: Page, tmp_path: Path, name: str, size: str
) -> None:
    """Measured in a real browser with its fonts."""
    figure = NAMED[name]()
    file = tmp_path / "chart.html"
    file.write_bytes(figure_bytes(figure, format="html", caption="A caption", size=size))
    shown = layout_of(laid_out(figure, caption="A caption", size=size))
    page.set_viewport_size({"width": int(shown.width) + 100, "height": int(shown.height) + 100})
    page.goto(file.as_uri())
    names = page.locator(".annotation-text[style*='text-shadow']")
    names.first.wait_for()
    picture = page.locator(".main-svg").first.bounding_box()
    boxes = [box for one in names.all() if (box := one.bounding_box())]
    assert picture
    assert picture["width"] == shown.width
    assert len(boxes) >= 5
    for box in boxes:
        assert box["x"] >= picture["x"]
        assert box["x"] + box["width"] <= picture["x"] + picture["width"]
    for one, other in itertools.combinations(boxes, 2):
        assert (
            one["x"] + one["width"] <= other["x"]
            or other["x"] + other["width"] <= one["x"]
            or one["y"] + one["height"] <= other["y"]
            or other["y"] + other["height"] <= one["y"]
        ), (one, other)


def points_on_a_slide(figure: go.Figure) -> float:
    """The size in points of the smallest text of a figure on a slide."""
    sizes = map(float, re.findall(r'"size":\s?([\d.]+),?\s?(?="|})', _fonts(figure)))
    wide = SIZES["slide"].millimetres / 25.4 * 72
    return min(sizes) * wide / layout_of(figure).width


def _fonts(figure: go.Figure) -> str:
    text = str(figure.to_json())
    return " ".join(re.findall(r'"(?:tick|text)?font":\{[^{}]*\}', text))


@pytest.mark.parametrize("rows", [4, 80])
def test_a_slide_shows_the_rows_that_can_be_read_and_says_how_many_more(rows: int) -> None:
    _, topics = crowded(topics=rows)
    figure = theme_sizes_figure(topics)
    named = len(layout_of(figure).yaxis.ticktext)
    shown = laid_out(figure, caption="A caption", size="slide")
    layout = layout_of(shown)
    assert layout.width / layout.height == pytest.approx(16 / 9)
    assert points_on_a_slide(shown) >= 14
    said = re.findall(r"The first (\d+), and (\d+) more", layout.title.subtitle.text or "")
    if rows == 4:
        assert not said
    else:
        ((first, more),) = said
        assert int(first) + int(more) == named
        last, start = layout.yaxis.range
        assert last - start == pytest.approx(int(first))


@pytest.mark.parametrize("name", NAMED)
def test_a_chart_with_names_can_be_read_on_a_slide(name: str) -> None:
    shown = laid_out(NAMED[name](), caption="A caption", size="slide")
    assert points_on_a_slide(shown) >= 14

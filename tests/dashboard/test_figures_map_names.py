"""The names on the map: they can be read at every width and at every zoom."""

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Page

from dashboard.export.files import figure_bytes
from dashboard.figures.parts.colouring import by_theme
from dashboard.figures.parts.text import text_width
from dashboard.figures.topic_map import topic_map_figure, topic_map_frame
from dashboard.style.appearance import LOOKS
from dashboard.style.colour import contrast
from tests.support.crowded import crowded


@pytest.mark.parametrize(("width", "least"), [(1440, 36), (800, 36), (436, 15)])
def test_names_do_not_overlap_and_stay_on_the_chart(
    page: Page, tmp_path: Path, width: int, least: int
) -> None:
    """Measured in a real browser with its fonts; 436 is what is left beside the app's sidebar."""
    file = tmp_path / "map.html"
    file.write_bytes(figure_bytes(topic_map_figure(*crowded()), format="html"))
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(file.as_uri())
    names = page.locator(".annotation-text")
    names.first.wait_for()
    boxes = [box for name in names.all() if (box := name.bounding_box())]
    assert len(boxes) >= least
    for box in boxes:
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    for one, other in itertools.combinations(boxes, 2):
        apart = (
            one["x"] + one["width"] <= other["x"]
            or other["x"] + other["width"] <= one["x"]
            or one["y"] + one["height"] <= other["y"]
            or other["y"] + other["height"] <= one["y"]
        )
        assert apart, (one, other)


def test_the_largest_themes_are_named_first() -> None:
    documents, topics = crowded()
    topics["label"] = [f"Theme {topic}" for topic in topics["topic"]]
    figure = topic_map_figure(documents, topics, size=(400, 400))
    notes = [note for note in figure.layout.annotations if note.visible is not False]
    shown = [int(note.text.split()[-1]) for note in notes]
    largest = topics[topics["topic"] >= 0].nlargest(1, "documents")["topic"].item()
    assert shown[0] == largest
    assert 3 <= len(shown) < 80


@pytest.mark.parametrize(("mode", "least"), [("light", 5.5), ("dark", 8.0)])
def test_names_of_themes_are_read_in_the_light_and_above_bright_points(mode, least) -> None:
    layout: Any = topic_map_figure(*crowded(), mode=mode).layout
    names = zip(layout.annotations, layout.meta["labels"], strict=True)
    inks = [note.font.color for note, label in names if label["kind"] == "theme"]
    assert len(inks) > 10
    assert min(contrast(ink, LOOKS[mode].background) for ink in inks) >= least


def test_names_without_room_come_as_one_zooms_in_and_never_overlap() -> None:
    """Boxes as wide as the product takes letters to be, at every scale where a name comes."""
    documents, topics = crowded()
    figure = topic_map_figure(documents, topics)
    notes = list(figure.layout.annotations)
    froms = [label["from"] for label in figure.layout.meta["labels"]]
    assert len(notes) == len(froms) == 80
    assert len(set(froms)) > 20
    for scale in [*sorted(froms)[::7], 10 * max(froms)]:
        shown = [note for note, first in zip(notes, froms, strict=True) if first <= scale]
        boxes = [
            (note.x * scale + (note.xshift or 0), note.y * scale + (note.yshift or 0), *size(note))
            for note in shown
        ]
        for (x1, y1, w1, h1), (x2, y2, w2, h2) in itertools.combinations(boxes, 2):
            assert abs(x1 - x2) * 2 > w1 + w2 or abs(y1 - y2) * 2 > h1 + h2


def test_areas_are_named_apart_from_their_themes_on_a_wide_map() -> None:
    """In every plot that is wide enough for areas, boxes as wide as letters are taken to be."""
    documents, topics = crowded(800, topics=12)
    areas = pd.DataFrame(
        {"area": [0, 1], "label": ["All of speech", "All of vision"], "documents": [500, 300]}
    ).join(pd.DataFrame([[-4.0, -1.0], [4.0, 1.0]], columns=["x", "y"]))
    colouring = by_theme(documents, topics, mode="light")
    figure = topic_map_frame(documents, topics, colouring=colouring, areas=areas)
    pairs = list(zip(figure.layout.annotations, figure.layout.meta["labels"], strict=True))
    named = [note for note, label in pairs if label["kind"] == "area"]
    assert [note.text for note in named] == ["All of speech", "All of vision"]
    assert min(note.font.size for note in named) > 16  # larger than any theme
    low, high = figure.layout.xaxis.range
    for width in (640, 1000, 2000):
        scale = (width - 16) / (high - low)
        shown = [note for note, label in pairs if label["from"] <= scale]
        boxes = [
            (note.x * scale + (note.xshift or 0), note.y * scale + (note.yshift or 0), *size(note))
            for note in shown
        ]
        for (x1, y1, w1, h1), (x2, y2, w2, h2) in itertools.combinations(boxes, 2):
            assert abs(x1 - x2) * 2 > w1 + w2 or abs(y1 - y2) * 2 > h1 + h2


def size(note: Any) -> tuple[float, float]:
    """How wide and high the name is."""
    lines = note.text.split("<br>")
    return max(text_width(line, size=note.font.size) for line in lines), 1.3 * note.font.size * len(
        lines
    )


def test_few_points_are_not_hidden_by_names() -> None:
    documents, topics = crowded(30, topics=3)
    figure = topic_map_figure(documents, topics, size=(1000, 1000))
    (left, right), (bottom, top) = figure.layout.xaxis.range, figure.layout.yaxis.range
    scale = min(984 / (right - left), 940 / (top - bottom))
    for note in (note for note in figure.layout.annotations if note.visible is not False):
        lines = note.text.split("<br>")
        half = (3.5 * max(map(len, lines)), 8 * len(lines))
        away = (documents[["x", "y"]].to_numpy() - (note.x, note.y)) * scale
        away = np.abs(away - (note.xshift, note.yshift))
        assert ((away[:, 0] < half[0]) & (away[:, 1] < half[1])).sum() <= 1


@pytest.mark.parametrize("width", [700, 1440])
def test_a_name_is_as_near_to_its_theme_on_a_wide_map_as_on_a_narrow_one(
    page: Page, tmp_path: Path, width: int
) -> None:
    """In a browser: no further from the middle of its theme than half its size and a few pixels."""
    documents, topics = crowded(300, topics=12)
    topics["label"] = [f"A theme called {topic}" for topic in topics["topic"]]
    file = tmp_path / "map.html"
    file.write_bytes(figure_bytes(topic_map_figure(documents, topics), format="html"))
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(file.as_uri())
    names = page.locator(".annotation-text")
    names.first.wait_for()
    places = dict(zip(topics["topic"], topics[["x", "y"]].to_numpy().tolist(), strict=True))
    for name in names.all():
        home = places[int((name.text_content() or "").split()[-1])]
        # Where Plotly itself draws the middle of the theme, in pixels of the window.
        x, y = page.evaluate(
            """([x, y]) => { const plot = document.querySelector('.js-plotly-plot'),
            {xaxis, yaxis} = plot._fullLayout, box = plot.getBoundingClientRect(); return [
            box.x + xaxis._offset + xaxis.d2p(x), box.y + yaxis._offset + yaxis.d2p(y)] }""",
            home,
        )
        box = name.bounding_box()
        if box is not None:
            assert box["x"] - 20 <= x <= box["x"] + box["width"] + 20
            assert box["y"] - 20 <= y <= box["y"] + box["height"] + 20

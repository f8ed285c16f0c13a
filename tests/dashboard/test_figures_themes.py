"""Sizes, keywords and the tree of themes; and what holds for every chart of a run."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from playwright.sync_api import Page, expect

from analysis.runs.store import open_run
from dashboard import figures
from dashboard.export.files import figure_bytes
from dashboard.figures.catalogue.chart import Options
from dashboard.figures.catalogue.charts import CHARTS
from dashboard.figures.hierarchy import hierarchy_figure
from dashboard.figures.theme_sizes import theme_sizes_figure
from dashboard.figures.theme_terms import theme_terms_figure
from dashboard.style.appearance import LOOKS, topic_colours
from tests.support.builders import build_run

TOPICS = pd.DataFrame(
    {
        "topic": [-1, 0, 1, 2],
        "label": ["Unassigned", "Graphs", "<u>Speech</u>", "Robots"],
        "documents": [4, 7, 9, 8],
        "hue": [np.nan, 20.0, 140.0, 260.0],
    }
)
# ((0, 2), 1): the first two to join are 0 and 2.
HIERARCHY = pd.DataFrame(
    {
        "node": [0, 1, 2, 3, 4],
        "parent": [3, 4, 3, 4, -1],
        "height": [0.0, 0.0, 0.0, 0.4, 0.9],
        "label": ["Graphs", "<u>Speech</u>", "Robots", "Both", "All"],
        "documents": [7, 9, 8, 15, 24],
    }
)


def traces(figure: go.Figure) -> list[Any]:
    return list(figure.data)


def test_themes_are_sorted_by_size_and_the_unassigned_come_last() -> None:
    figure = theme_sizes_figure(TOPICS)
    (bars,) = traces(figure)
    assert list(figure.layout.yaxis.ticktext) == [
        "&lt;u&gt;Speech&lt;/u&gt;",
        "Robots",
        "Graphs",
        "Unassigned",
    ]
    assert list(bars.x) == [9, 8, 7, 4]
    assert list(bars.text) == ["9", "8", "7", "4"]
    colours = topic_colours(TOPICS)
    assert list(bars.marker.color) == [colours[topic] for topic in (1, 2, 0, -1)]
    assert bars.marker.color[3] == LOOKS["light"].outlier
    # The first bar is on top: the axis runs downwards.
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]


def test_the_value_of_the_longest_bar_is_not_cut_on_a_phone(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "sizes.html"
    many = TOPICS.assign(documents=TOPICS["documents"] * 123_456)
    file.write_bytes(figure_bytes(theme_sizes_figure(many), format="html"))
    page.set_viewport_size({"width": 330, "height": 500})
    page.goto(file.as_uri())
    value = page.locator(".bartext", has_text="1,111,104")
    value.wait_for()
    box = value.bounding_box()
    assert box
    assert box["x"] + box["width"] <= 330


def test_no_title_is_cut_on_a_phone(page: Page, tmp_path: Path) -> None:
    run = open_run(tmp_path / build_run(tmp_path))
    drawn = [chart.draw(run, Options(topic=0)) for chart in CHARTS.values()]
    named = TOPICS.assign(label="Parameter-efficient transfer learning of multimodal models")
    terms = pd.DataFrame({"topic": [1], "rank": [1], "term": ["vocoder"], "weight": [0.5]})
    drawn.append(theme_terms_figure(terms, named, topic=1))
    bodies = [
        figure.to_html(full_html=False, include_plotlyjs=place == 0)
        for place, figure in enumerate(drawn)
    ]
    page.set_viewport_size({"width": 326, "height": 900})
    page.set_content(f"<body style='margin:0'>{''.join(bodies)}", timeout=60_000)
    expect(page.locator(".gtitle")).to_have_count(len(drawn), timeout=60_000)
    cut = page.evaluate(
        """() => [...document.querySelectorAll('.gtitle, .gtitle-subtitle')].filter(text => {
            const box = text.getBoundingClientRect()
            const chart = text.closest('.js-plotly-plot').getBoundingClientRect()
            return box.left < 0 || box.right > 326 || box.top < chart.top
        }).map(text => text.textContent)"""
    )
    assert cut == []


def test_a_hundred_themes_are_cut_to_the_largest_and_that_is_said() -> None:
    many = pd.DataFrame(
        {"topic": range(100), "label": "A", "documents": range(100, 0, -1), "hue": 0.0}
    )
    figure = theme_sizes_figure(many)
    assert len(traces(figure)[0].x) == 20
    assert "20 largest of 100" in figure.layout.title.subtitle.text


def test_keywords_of_a_theme_are_its_own_heaviest_first() -> None:
    terms = pd.DataFrame(
        {
            "topic": [1, 1, 1, 2],
            "rank": [1, 2, 3, 1],
            "term": ["vocoder", "<sub>x", "prosody", "gripper"],
            "weight": [0.5, 0.1, 0.3, 0.9],
        }
    )
    figure = theme_terms_figure(terms, TOPICS, topic=1)
    assert list(figure.layout.yaxis.ticktext) == ["vocoder", "prosody", "&lt;sub&gt;x"]
    assert list(traces(figure)[0].x) == [0.5, 0.3, 0.1]
    assert list(traces(figure)[0].text) == ["0.500", "0.300", "0.100"]
    nothing = theme_terms_figure(terms, TOPICS, topic=0)
    assert "no keywords" in nothing.layout.annotations[0].text


def test_themes_that_join_first_stand_side_by_side() -> None:
    figure = hierarchy_figure(HIERARCHY, TOPICS)
    axis = figure.layout.yaxis
    places = dict(zip(axis.ticktext, axis.tickvals, strict=True))
    assert set(places) == {"Graphs", "Robots", "&lt;u&gt;Speech&lt;/u&gt;"}
    assert sorted(places.values()) == [0, 1, 2]
    assert abs(places["Graphs"] - places["Robots"]) == 1
    lines = traces(figure)[0]
    assert {x for x in lines.x if x} == {0.4, 0.9}
    assert len([x for x in lines.x if x is None]) == 4


def test_every_file_of_figures_is_a_chart_and_every_chart_a_file() -> None:
    folder = Path(figures.__file__).parent
    assert {path.stem for path in folder.glob("*.py")} - {"__init__"} == set(CHARTS)


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize(
    ("papers", "topics", "dated"), [(1, 1, True), (2, 1, False), (9, 2, True), (150, 9, True)]
)
def test_every_chart_of_every_run_is_drawn(name, papers, topics, dated, tmp_path) -> None:
    published = None if dated else [None] * papers
    run = open_run(
        tmp_path / build_run(tmp_path, papers=papers, topics=topics, published=published)
    )
    figure = CHARTS[name].draw(run, Options(topic=0))
    assert figure.layout.title.text
    assert figure.layout.height > 100
    assert traces(figure) or figure.layout.annotations[0].text

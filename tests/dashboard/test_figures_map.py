"""The map: every paper on it, names that can be read, nothing that runs."""

import itertools
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from playwright.sync_api import Page

from dashboard.export import figure_bytes
from dashboard.figures.topic_map import topic_map_figure

HOSTILE = '<script>alert(1)</script> & <b>bold</b> =cmd()\x07 "quotes" ' + "long " * 30


def crowded(
    papers: int = 3_000, *, topics: int = 80, dated: bool = True
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Papers around crowded centres, themes with names of one to four words."""
    rng = np.random.default_rng(7)
    centres = rng.normal(0, 4, (topics, 2))
    share = 1 / np.arange(1, topics + 1) ** 0.6
    topic = np.sort(rng.choice(topics, papers, p=share / share.sum()))
    topic[rng.random(papers) < 0.08] = -1
    at = centres[topic] + rng.normal(0, 0.5, (papers, 2))
    days = pd.to_timedelta(rng.integers(0, 1500, papers), unit="D")
    published = pd.Timestamp("2021-01-01") + days
    documents = pd.DataFrame(
        {
            "doc_id": np.arange(papers, dtype=np.int32),
            "title": [f"Paper number {i}" for i in range(papers)],
            "published": published.strftime("%Y-%m-%d") if dated else None,
            "topic": topic.astype(np.int32),
            "x": at[:, 0],
            "y": at[:, 1],
        }
    )
    words = ["language", "diffusion", "graph", "speech", "video", "retrieval", "agents", "vision"]
    names = [" ".join(rng.choice(words, rng.integers(1, 5))).capitalize() for _ in range(topics)]
    ids = np.arange(-1, topics)
    themes = pd.DataFrame(
        {
            "topic": ids,
            "label": ["Unassigned", *names],
            "documents": documents.groupby("topic").size().reindex(ids, fill_value=0).to_numpy(),
            "x": [0.0, *centres[:, 0]],
            "y": [0.0, *centres[:, 1]],
        }
    )
    return documents, themes


def traces(figure: go.Figure) -> list[Any]:
    return list(figure.data)


def points(figure: go.Figure) -> pd.DataFrame:
    """What is on the map: a row a point, with the opacity it is drawn with."""
    return pd.concat(
        [
            pd.DataFrame(
                {
                    "doc_id": trace.customdata,
                    "x": trace.x,
                    "y": trace.y,
                    "hover": trace.text,
                    "name": trace.name,
                    "opacity": trace.marker.opacity,
                }
            )
            for trace in traces(figure)
        ]
    ).set_index("doc_id")


@pytest.mark.parametrize("colour", ["theme", "date"])
def test_every_paper_is_a_point_at_its_place_that_knows_its_doc_id(colour) -> None:
    documents, topics = crowded()
    drawn = points(topic_map_figure(documents, topics, colour=colour)).sort_index()
    assert drawn.index.tolist() == documents["doc_id"].tolist()
    assert np.allclose(drawn[["x", "y"]], documents[["x", "y"]], atol=1e-5)


def test_hovering_shows_theme_date_and_title() -> None:
    documents, topics = crowded(200, topics=5)
    for colour in ("theme", "date"):
        figure = topic_map_figure(documents, topics, colour=colour)
        paper = documents[documents["topic"] == 3].iloc[0]
        row = points(figure).loc[paper["doc_id"]]
        shown = row["hover"] if colour == "date" else row["name"] + row["hover"]
        for part in (topics.set_index("topic")["label"][3], paper["published"], paper["title"]):
            assert part in shown


def test_hostile_text_is_shown_as_text() -> None:
    documents, topics = crowded(60, topics=3)
    documents["title"], topics["label"] = HOSTILE, HOSTILE
    figure = topic_map_figure(documents, topics)
    written = json.dumps(figure.to_plotly_json()["layout"]["annotations"])
    written += " ".join(points(figure)["hover"]) + " ".join(points(figure)["name"])
    assert set(re.findall(r"<[^>]*>", written)) <= {"<br>"}
    assert "&lt;script&gt;" in written
    assert "\x07" not in written


def test_long_titles_are_wrapped() -> None:
    documents, topics = crowded(30, topics=2)
    documents["title"] = "A title of many words " * 8
    lines = points(topic_map_figure(documents, topics))["hover"].iloc[0].split("<br>")
    assert max(map(len, lines)) <= 60
    assert len(lines) > 3


def test_titles_are_left_out_of_maps_that_would_grow_too_heavy() -> None:
    documents, topics = crowded(20_001, topics=4)
    with_titles = topic_map_figure(documents[:20_000], topics)
    without = topic_map_figure(documents, topics)
    assert points(with_titles)["hover"].str.contains("Paper number").all()
    assert not points(without)["hover"].str.contains("Paper number").any()
    assert points(without)["hover"].str.fullmatch(r"\d{4}-\d{2}-\d{2}").all()


def test_a_map_of_ten_thousand_papers_is_light() -> None:
    documents, topics = crowded(10_000)
    assert len(str(topic_map_figure(documents, topics).to_json())) < 1_500_000


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("width", "least"), [(1440, 36), (800, 36), (436, 15)])
def test_names_do_not_overlap_and_stay_on_the_chart(
    page: Page, tmp_path: Path, width: int, least: int, mode
) -> None:
    """Measured in a real browser with its fonts; 436 is what is left beside the app's sidebar."""
    file = tmp_path / "map.html"
    file.write_bytes(figure_bytes(topic_map_figure(*crowded(), mode=mode), format="html"))
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
    shown = [int(note.text.split()[-1]) for note in figure.layout.annotations]
    largest = topics[topics["topic"] >= 0].nlargest(1, "documents")["topic"].item()
    assert shown[0] == largest
    assert 3 <= len(shown) < 80


def test_few_points_are_not_hidden_by_names() -> None:
    documents, topics = crowded(30, topics=3)
    figure = topic_map_figure(documents, topics, size=(1000, 1000))
    (left, right), (bottom, top) = figure.layout.xaxis.range, figure.layout.yaxis.range
    scale = min(984 / (right - left), 940 / (top - bottom))
    for note in figure.layout.annotations:
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


def test_what_is_searched_for_lights_up() -> None:
    documents, topics = crowded(500, topics=8)
    for colour in ("theme", "date"):
        figure = topic_map_figure(documents, topics, colour=colour, highlight={3, 77, 400})
        drawn = points(figure)
        assert len(drawn) == 500
        lit = drawn.index.isin([3, 77, 400])
        assert drawn["opacity"][lit].min() >= 3 * drawn["opacity"][~lit].max()
        # They are drawn last, above what has faded.
        assert drawn.index[-3:].isin([3, 77, 400]).all()


def test_a_search_without_results_fades_everything() -> None:
    documents, topics = crowded(50, topics=2)
    plain = points(topic_map_figure(documents, topics))
    nothing = points(topic_map_figure(documents, topics, highlight=set()))
    assert nothing["opacity"].max() < plain["opacity"].min() / 3


def test_dates_colour_from_oldest_to_newest_and_the_undated_are_grey() -> None:
    documents, topics = crowded(100, topics=2)
    documents.loc[:9, "published"] = None
    documents.loc[10:12, "published"] = ["2021", "2022-07", "2022-07-15"]
    figure = topic_map_figure(documents, topics, colour="date")
    undated, dated = traces(figure)
    assert undated.name == "No date"
    assert sorted(undated.customdata) == list(range(10))
    colours = dict(zip(dated.customdata, dated.marker.color, strict=True))
    day = pd.Timestamp("2022-07-15") - pd.Timestamp("1970-01-01")
    assert colours[12] == day.days
    assert abs(colours[11] - colours[12]) < 16
    assert abs(colours[10] - (day.days - 378)) < 2  # the middle of 2021
    assert any("20" in text for text in figure.layout.coloraxis.colorbar.ticktext)


def test_what_grey_points_are_is_said_where_there_are_any() -> None:
    documents, topics = crowded(50, topics=3)
    documents.loc[0, "topic"] = -1
    assert "Grey" in topic_map_figure(documents, topics).layout.title.subtitle.text
    assert (
        topic_map_figure(documents[documents["topic"] >= 0], topics).layout.title.subtitle.text
        is None
    )


def test_no_dates_at_all_is_said() -> None:
    documents, topics = crowded(20, topics=2, dated=False)
    figure = topic_map_figure(documents, topics, colour="date")
    assert "No paper has a date" in figure.layout.title.subtitle.text
    assert len(points(figure)) == 20


def test_the_map_is_not_squeezed_and_has_no_axes() -> None:
    layout = topic_map_figure(*crowded(50, topics=3)).layout
    assert (layout.yaxis.scaleanchor, layout.yaxis.scaleratio) == ("x", 1)
    assert not layout.xaxis.visible
    assert not layout.yaxis.visible


def test_drawing_leaves_the_tables_as_they_were() -> None:
    documents, topics = crowded(50, topics=3)
    before = documents.copy(), topics.copy()
    topic_map_figure(documents, topics, colour="date", highlight={1})
    pd.testing.assert_frame_equal(documents, before[0])
    pd.testing.assert_frame_equal(topics, before[1])

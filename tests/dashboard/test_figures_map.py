"""The map: every paper on it, names that can be read, nothing that runs."""

import json
import re
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.figures.parts.colouring import by_date, by_theme
from dashboard.figures.topic_map import topic_map_figure
from dashboard.style.appearance import LOOKS
from tests.support.crowded import crowded

HOSTILE = '<script>alert(1)</script> & <b>bold</b> =cmd()\x07 "quotes" ' + "long " * 30


def coloured(
    documents: pd.DataFrame, topics: pd.DataFrame, *, colour: str, **options: Any
) -> go.Figure:
    """The map, coloured by theme or date."""
    colouring = (
        by_theme(documents, topics, mode="light")
        if colour == "theme"
        else by_date(documents, mode="light")
    )
    return topic_map_figure(documents, topics, colouring=colouring, **options)


def traces(figure: go.Figure) -> list[Any]:
    """The traces that hold papers."""
    return [trace for trace in figure.data if isinstance(trace, go.Scattergl)]


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
                    "colour": trace.marker.color,
                }
            )
            for trace in traces(figure)
        ]
    ).set_index("doc_id")


@pytest.mark.parametrize("colour", ["theme", "date"])
def test_every_paper_is_a_point_at_its_place_that_knows_its_doc_id(colour) -> None:
    documents, topics = crowded()
    drawn = points(coloured(documents, topics, colour=colour)).sort_index()
    assert drawn.index.tolist() == documents["doc_id"].tolist()
    assert np.allclose(drawn[["x", "y"]], documents[["x", "y"]], atol=1e-5)


def test_hovering_shows_theme_date_and_title() -> None:
    documents, topics = crowded(200, topics=5)
    for colour in ("theme", "date"):
        figure = coloured(documents, topics, colour=colour)
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


def test_what_is_searched_for_lights_up() -> None:
    documents, topics = crowded(500, topics=8)
    for colour in ("theme", "date"):
        figure = coloured(documents, topics, colour=colour, highlight={3, 77, 400})
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
    documents.loc[10:13, "published"] = ["2021", "2022-07", "2022-07-15", "2021-07-02"]
    figure = coloured(documents, topics, colour="date")
    colours = points(figure)["colour"]
    grey = colours[colours == LOOKS["light"].outlier]
    assert sorted(grey.index) == list(range(10))
    assert colours[11] == colours[12]  # the middle of the month
    assert colours[10] == colours[13]  # the middle of the year
    assert colours[10] != colours[11]
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
    figure = coloured(documents, topics, colour="date")
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
    coloured(documents, topics, colour="date", highlight={1})
    pd.testing.assert_frame_equal(documents, before[0])
    pd.testing.assert_frame_equal(topics, before[1])

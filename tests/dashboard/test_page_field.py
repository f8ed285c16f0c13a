"""The field: one chart at a time, brought back by its address, and a way to every theme."""

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

TITLES = {
    "places": "Strategic diagram",
    "flows": "Theme flows over time",
    "peaks": "When the themes peaked",
    "ranks": "Theme ranks over time",
}


def charts(app: AppTest) -> list[Any]:
    """The figures that a page draws."""
    return [json.loads(one.proto.spec) for one in app.get("plotly_chart")]


@pytest.mark.parametrize("chart", TITLES)
def test_the_address_names_the_chart_and_only_that_is_drawn(chart, shelves, open_page):
    app = open_page(shelves["normal"], "field", chart=chart)

    titles = [figure["layout"]["title"]["text"] for figure in charts(app)]
    assert titles == [TITLES[chart]]
    how = app.markdown[0].value
    assert "theme" in how.lower()
    assert "{" not in how


def test_a_chart_that_there_is_not_shows_the_first(shelves, open_page):
    app = open_page(shelves["normal"], "field", chart="pie")

    assert charts(app)[0]["layout"]["title"]["text"] == TITLES["places"]


def test_the_themes_of_the_address_are_named_and_written_to_it(shelves, open_page):
    app = open_page(shelves["normal"], "field", chart="ranks", topic=["2", "4", "-1", "77"])
    assert app.multiselect(key="pick-topic").value == [2, 4]

    names = {note["text"] for note in charts(app)[0]["layout"]["annotations"]}
    assert names == {"Speech synthesis", "Continual learning"}
    app.multiselect(key="pick-topic").unselect(4).run()
    assert app.query_params["topic"] == "2"


def test_more_themes_than_can_be_named_are_no_traceback(shelves, open_page):
    app = open_page(shelves["normal"], "field", topic=[str(topic) for topic in range(20)])

    assert not app.exception
    assert len(app.multiselect(key="pick-topic").value) == 6


def test_every_theme_has_a_way_to_its_page(shelves, open_page):
    for chart in TITLES:
        app = open_page(shelves["normal"], "field", chart=chart)
        links = [one.proto.query_string for one in app.page_link]
        assert [f"topic={topic}" in "&".join(links) for topic in range(6)] == [True] * 6


def test_papers_are_counted_where_the_switch_says_so(shelves, open_page):
    for view, names in (
        ("field", {"chart": "peaks"}),
        ("themes", {"topic": "1"}),
    ):
        app = open_page(shelves["normal"], view, **names)
        share = charts(app)
        papers = charts(app.toggle(key="measure").set_value(True).run())
        assert len(share) == len(papers)
        different = [a for a, b in zip(share, papers, strict=True) if a["data"] != b["data"]]
        assert len(different) == 1


def test_what_cannot_be_shown_is_said(shelves, open_page):
    one_theme = open_page(shelves["one theme"], "field")
    assert any("fewer than two themes" in caption.value for caption in one_theme.caption)
    for chart in ("flows", "peaks", "ranks"):
        figure = charts(open_page(shelves["no dates"], "field", chart=chart))[0]
        assert figure["layout"]["annotations"][0]["text"] == "No paper has a date."
    places = charts(open_page(shelves["no dates"], "field"))[0]
    assert "No tails" in places["layout"]["title"]["subtitle"]["text"]

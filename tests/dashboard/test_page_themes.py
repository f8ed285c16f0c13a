"""All themes: a list by area or one chart at a time, brought back by the address."""

import json
import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from analysis.runs.store import open_run
from dashboard.figures.catalogue.chart import Options
from dashboard.figures.catalogue.charts import CHARTS
from dashboard.style.appearance import LOOKS
from dashboard.style.colour import contrast

TITLES = {
    "peaks": "When the themes peaked",
    "ranks": "Theme ranks over time",
    "flows": "Theme flows over time",
    "places": "Strategic diagram",
}


def charts(app: AppTest) -> list[Any]:
    """The figures that a page draws."""
    return [json.loads(one.proto.spec) for one in app.get("plotly_chart")]


@pytest.mark.parametrize("chart", TITLES)
def test_the_address_names_the_chart_and_only_that_is_drawn(chart, shelves, open_page):
    app = open_page(shelves["moving"], "themes", show=chart)

    titles = [figure["layout"]["title"]["text"] for figure in charts(app)]
    by_column = {"ranks": "Theme ranks by quarter", "flows": "Theme flows by quarter"}
    title = by_column.get(chart, TITLES[chart])
    assert set(titles) == {title}  # in its broad and in its narrow form
    said = " ".join(caption.value for caption in app.caption)
    assert ("Drawn by quarter" in said) == (chart in by_column)
    how = app.markdown[0].value
    assert "theme" in how.lower()
    assert "{" not in how


def test_even_the_dot_of_unassigned_papers_is_seen(shelves, open_page):
    app = open_page(shelves["normal"], "themes", topic="-1")

    (dot,) = re.findall(r'●\]\{foreground="(#\w+)"', " ".join(m.value for m in app.markdown))
    assert contrast(dot, LOOKS["light"].background) >= 3


def test_a_chart_that_there_is_not_is_the_list(shelves, open_page):
    app = open_page(shelves["normal"], "themes", show="pie")

    assert not charts(app)
    assert len(app.dataframe) > 0


def test_few_papers_are_not_placed_in_a_diagram(shelves, open_page):
    parts = {
        kind: open_page(shelves[kind], "themes", show="places") for kind in ("normal", "moving")
    }
    offered = {kind: app.get("button_group")[0].options for kind, app in parts.items()}

    assert offered["moving"] == [*offered["normal"], "places"]
    assert not charts(parts["normal"])


def test_the_list_holds_every_theme_once_under_its_area(shelves, open_page):
    app = open_page(shelves["normal"], "themes")
    (path,) = shelves["normal"].iterdir()
    run = open_run(path)
    areas = run.areas.set_index("area")["label"]
    of = run.topics.set_index("topic")["area"]

    assert len(areas) > 1
    headings = [one.value for one in app.subheader]
    assert headings == [
        *areas[run.areas.sort_values("documents", ascending=False)["area"]],
        "In no area",
    ]
    for heading, table in zip(headings, app.dataframe, strict=True):
        topics = table.value["topic"].tolist()
        assert {areas.get(of[topic], "In no area") for topic in topics} == {heading}
    shown = [topic for table in app.dataframe for topic in table.value["topic"]]
    assert sorted(shown) == sorted(run.documents["topic"].unique())


def test_the_themes_of_the_address_are_named_and_written_to_it(shelves, open_page):
    app = open_page(shelves["normal"], "themes", show="ranks", name=["2", "4", "-1", "77"])
    assert app.multiselect(key="pick-name").value == [2, 4]

    names = {note["text"] for note in charts(app)[0]["layout"]["annotations"]}
    assert names == {"Speech synthesis", "Continual learning"}
    app.multiselect(key="pick-name").unselect(4).run()
    assert app.query_params["name"] == "2"


def test_more_themes_than_can_be_named_are_no_traceback(shelves, open_page):
    app = open_page(
        shelves["normal"], "themes", show="flows", name=[str(topic) for topic in range(20)]
    )

    assert not app.exception
    assert len(app.multiselect(key="pick-name").value) == 6


def test_areas_are_counted_from_their_themes_and_open_into_them(shelves, open_page):
    (path,) = shelves["moving"].iterdir()
    run = open_run(path)
    area_of = dict(zip(run.topics["topic"], run.topics["area"], strict=True))
    figure, _ = charts(open_page(shelves["moving"], "themes", show="areas"))
    assert figure["layout"]["title"]["text"] == "Areas over time"
    assert {one["name"] for one in figure["data"] if one.get("name")} == set(run.areas["label"])
    shares = CHARTS["area_prevalence"].table(run, Options(period="month"))
    months = run.documents["published"].str[:7]
    for area in set(run.areas["area"]):
        counted = shares[shares["topic"] == area].set_index("period")["documents"]
        inside = run.documents["topic"].map(area_of) == area
        assert counted[counted > 0].to_dict() == months[inside].value_counts().to_dict()

    app = open_page(shelves["moving"], "themes", show="areas", area="1")
    opened = charts(app)[2]
    inside = [run.labels[topic] for topic, area in area_of.items() if area == 1]
    assert {one["name"] for one in opened["data"] if one.get("name")} == set(inside)
    assert "area=1" in "&".join(f"{k}={v}" for k, v in app.query_params.items())
    gone = open_page(shelves["moving"], "themes", show="areas", area="77")
    assert "the area “77”, which is not in this run" in " ".join(c.value for c in gone.caption)


def test_every_theme_has_a_way_to_its_page(shelves, open_page):
    for chart in TITLES:
        app = open_page(shelves["moving"], "themes", show=chart)
        links = [one.proto.query_string for one in app.page_link]
        assert [f"topic={topic}" in "&".join(links) for topic in range(6)] == [True] * 6


def test_papers_are_counted_where_the_switch_says_so(shelves, open_page):
    for view, names in (
        ("themes", {"show": "peaks"}),
        ("themes", {"topic": "1"}),
    ):
        app = open_page(shelves["normal"], view, **names)
        share = charts(app)
        papers = charts(app.toggle(key="measure").set_value(True).run())
        assert len(share) == len(papers)
        different = [a for a, b in zip(share, papers, strict=True) if a["data"] != b["data"]]
        assert len({one["layout"]["title"]["text"] for one in different}) == 1


def test_what_cannot_be_shown_is_said(shelves, open_page):
    for chart in ("flows", "peaks", "ranks"):
        figure = charts(open_page(shelves["no dates"], "themes", show=chart))[0]
        assert figure["layout"]["annotations"][0]["text"] == "No paper has a date."

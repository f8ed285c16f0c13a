"""The topic map without a browser: what links and controls ask of it."""

import pytest

from analysis.runs.store import open_run
from dashboard.state.region import region_text
from dashboard.text.wording import plain
from tests.dashboard.test_pages import titles


def test_map_lists_a_theme_without_a_mouse(shelves, open_page):
    app = open_page(shelves["normal"], "topic_map")
    app.selectbox(key="pick-topic").select(2).run()

    assert app.query_params["topic"] == "2"
    assert app.subheader[0].value == "18 papers lit up"
    assert {"Speech synthesis"} == {title.rsplit("about ", 1)[1] for title in titles(app)}


def test_map_lists_what_a_link_has_picked_on_it(shelves, open_page):
    run = open_run(next(shelves["normal"].iterdir()))
    x, y = run.documents[["x", "y"]].to_numpy(float)[17].tolist()
    corners = [(x - 0.2, y - 0.2), (x + 0.2, y - 0.2), (x + 0.2, y + 0.2), (x - 0.2, y + 0.2)]
    region = region_text(corners)
    near = run.documents[
        (run.documents["x"] - x).abs().lt(0.2) & (run.documents["y"] - y).abs().lt(0.2)
    ]
    app = open_page(shelves["normal"], "topic_map", region=region)
    assert app.subheader[0].value.endswith("picked on the map")
    assert sorted(titles(app)) == sorted(near["title"])

    app.button(key="let-go").click().run()
    assert app.subheader[0].value == f"{len(run.documents)} papers"
    assert "region" not in app.query_params


def test_map_shows_a_paper_with_its_abstract_and_the_most_similar(shelves, open_page):
    run = open_run(next(shelves["normal"].iterdir()))
    app = open_page(shelves["normal"], "topic_map", paper="arxiv:2201.00017")
    nearest, _ = run.neighbours
    assert titles(app)[0] == run.documents["title"][17]
    assert titles(app)[1:] == run.documents["title"][nearest[17]].tolist()
    assert plain(run.documents["abstract"][17]) in {text.value for text in app.markdown}

    app.button(key="let-go").click().run()
    assert not titles(app)
    assert "paper" not in app.query_params


def test_map_lists_the_papers_of_a_stretch_of_time(shelves, open_page):
    app = open_page(shelves["normal"], "topic_map", period="year", topic="3", **{"from": "2023"})
    run = open_run(next(shelves["normal"].iterdir()))
    kept = (run.documents["topic"] == 3) & (run.documents["published"] >= "2023")
    assert app.subheader[0].value == f"{kept.sum()} papers lit up"


def test_map_lists_the_papers_of_one_value_of_the_legend(shelves, open_page):
    """The legend numbers what it names: papers in no theme, then the areas in their order."""
    run = open_run(next(shelves["normal"].iterdir()))
    area = run.areas["area"].tolist()[1]
    themes = run.topics["topic"][(run.topics["area"] == area) & (run.topics["topic"] >= 0)]
    inside = run.documents["topic"].isin(themes)
    app = open_page(shelves["normal"], "topic_map", colour="area", value="2")
    assert app.subheader[0].value == f"{inside.sum()} papers lit up"
    assert set(titles(app)) <= set(run.documents["title"][inside])

    app.selectbox(key="colour").select("theme").run()
    assert "value" not in app.query_params
    assert app.subheader[0].value == f"{len(run.documents)} papers"


@pytest.mark.parametrize("value", ["999", "-1", "x", "٧"])
def test_a_value_that_the_legend_has_not_is_none(shelves, open_page, value):
    app = open_page(shelves["normal"], "topic_map", colour="area", value=value)
    assert not app.exception
    assert app.subheader[0].value.endswith("papers")

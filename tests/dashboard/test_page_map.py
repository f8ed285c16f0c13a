"""The topic map without a browser: what links and controls ask of it."""

from analysis.runs.store import open_run
from dashboard.state.region import region_text
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
    assert not app.subheader
    assert "region" not in app.query_params

    app.query_params["paper"] = "arxiv:2201.00017"
    app.run()
    assert app.subheader[0].value == "1 paper picked on the map"
    assert titles(app) == ["Paper 17 about Large language models"]


def test_map_lights_up_what_is_new_and_what_is_alike(shelves, open_page):
    run = open_run(next(shelves["normal"].iterdir()))
    app = open_page(shelves["normal"], "topic_map", period="year", new="2024")
    new = run.documents["published"] >= "2024"
    assert app.subheader[0].value == f"{new.sum()} papers lit up"

    app = open_page(shelves["normal"], "topic_map", paper="arxiv:2201.00017", alike="true")
    nearest, _ = run.neighbours
    assert titles(app)[0] == run.documents["title"][17]
    assert titles(app)[1:] == run.documents["title"][nearest[17]].tolist()


def test_map_keeps_its_stretch_of_time_in_the_address(shelves, open_page):
    app = open_page(shelves["normal"], "topic_map", period="year", topic="3")
    run = open_run(next(shelves["normal"].iterdir()))
    app.select_slider(key="pick-from-to").set_range("2023", "2024").run()
    assert app.query_params["from"] == "2023"
    assert "to" not in app.query_params
    kept = (run.documents["topic"] == 3) & (run.documents["published"] >= "2023")
    assert app.subheader[0].value == f"{kept.sum()} papers lit up"

"""What the map fetches for itself: columns of numbers and papers, of runs that are there."""

import numpy as np
import plotly
import pytest
from starlette.testclient import TestClient

from analysis.runs.corrections.corrected import open_corrected
from analysis.runs.corrections.overlay import add_edit
from analysis.runs.store import Run, open_run
from dashboard.asgi import app
from dashboard.topic_map.map_data import edition_name
from tests.support.builders import build_run
from tests.support.corrections import edit

KINDS = {"x": "<f4", "y": "<f4", "theme": "<u2", "date": "<u2", "month": "<i4", "year": "<i4"}


@pytest.fixture
def run(data_dir) -> Run:
    return open_run(data_dir / "runs" / build_run(data_dir / "runs", papers=50))


@pytest.fixture
def client(run) -> TestClient:
    return TestClient(app)


def test_columns_hold_a_number_a_paper_and_are_kept_for_good(client, run) -> None:
    sent = 0
    for name, kind in KINDS.items():
        answer = client.get(f"/runs/{run.run_id}/map/{name}")
        numbers = np.frombuffer(answer.content, kind)
        assert len(numbers) == len(run.documents)
        assert "immutable" in answer.headers["cache-control"]
        if name in ("x", "y"):
            assert (numbers == run.documents[name]).all()
        if name == "theme":
            assert (run.topics["topic"].to_numpy()[numbers] == run.documents["topic"]).all()
        if name == "year":
            assert (numbers + 2022 == run.documents["published"].str[:4].astype(int)).all()
        sent += len(answer.content) * (name in ("x", "y", "theme", "month"))
    assert sent <= 20 * len(run.documents)


@pytest.mark.parametrize(
    "options", [{"papers": 1, "topics": 1}, {"papers": 30, "published": [None] * 30}]
)
def test_small_and_undated_runs_have_the_same_columns(data_dir, options) -> None:
    run = open_run(data_dir / "runs" / build_run(data_dir / "runs", **options))
    client = TestClient(app)
    for name, kind in KINDS.items():
        answer = client.get(f"/runs/{run.run_id}/map/{name}")
        assert len(np.frombuffer(answer.content, kind)) == len(run.documents)
    if "published" in options:
        assert set(np.frombuffer(client.get(f"/runs/{run.run_id}/map/year").content, "<i4")) == {-1}


def test_a_page_is_led_to_the_latest_run_before_it_is_opened(client, run) -> None:
    """So that Back leaves the page at the first press."""
    page = {"headers": {"accept": "text/html"}, "follow_redirects": False}
    led = client.get("/papers?show=saved&q=a%26b", **page)
    assert led.is_redirect
    assert led.headers["location"] == f"?show=saved&q=a%26b&run={run.run_id}"
    for path in (f"/papers?run={run.run_id}", "/papers?run=gone", f"/runs/{run.run_id}/map/x"):
        assert not client.get(path, **page).is_redirect
    assert not client.get("/papers", follow_redirects=False).is_redirect  # no browser's tab


def test_a_paper_is_its_title_date_and_theme(client, run) -> None:
    said = client.get(f"/runs/{run.run_id}/papers/7").json()
    assert said["title"] == run.documents["title"][7]
    assert said["theme"] in set(run.topics["label"])
    assert run.documents["published"][7][:4] in said["date"]


@pytest.mark.parametrize(
    "path",
    ["map/abstract", "papers/50", "papers/-1", "papers/x", "papers/٧", f"papers/{'9' * 5_000}"],
)
def test_what_is_not_there_is_not_found(client, run, path) -> None:
    assert client.get(f"/runs/{run.run_id}/{path}").status_code == 404
    assert client.get("/runs/20200101T000000Z-00000/map/x").status_code == 404


def test_what_people_correct_is_seen_and_never_kept_under_the_old_name(client, run) -> None:
    topic = int(run.documents["topic"][7])
    add_edit(run, edit(run, "rename", topic, label="Another name"), seen=0)
    late = client.get(f"/runs/{run.run_id}/papers/7")
    assert late.json()["theme"] == "Another name"
    assert late.headers["cache-control"] == "no-store"
    column = client.get(f"/runs/{run.run_id}/map/theme")
    assert column.status_code == 404
    assert "reload the page" in column.text
    named = edition_name(open_corrected(run.path)[0])
    for path in ("papers/7", "map/theme"):
        answer = client.get(f"/runs/{named}/{path}")
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize("what", ["map/x", "papers/7", None])
def test_no_cache_that_people_share_keeps_an_answer(client, run, what) -> None:
    answer = client.get(
        f"/runs/{run.run_id}/{what}" if what else f"/plotly-{plotly.__version__}.js"
    )
    said = {part.strip() for part in answer.headers["cache-control"].split(",")}
    assert said == {"private", "max-age=31536000", "immutable"}


def test_plotly_comes_out_of_the_python_package(client) -> None:
    answer = client.get(f"/plotly-{plotly.__version__}.js")
    assert b"plotly.js" in answer.content[:100]

"""The histogram beside the map: the bin of every paper, and what a bar lists."""

import dataclasses
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from analysis.runs.store import open_run, write_run
from dashboard.asgi import app
from dashboard.topic_map.paper_bins import bins_of
from tests.dashboard.test_pages import titles
from tests.support.builders import run_parts

VENUES = ["ACL", "ICML", None]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory):
    """A run of three venues, the first of which has half of the papers, and one language."""
    folder = tmp_path_factory.mktemp("runs")
    tables, vectors, manifest = run_parts(papers=120, topics=6)
    documents = tables.documents.assign(venue=[VENUES[max(i % 4 - 1, 0)] for i in range(120)])
    tables = dataclasses.replace(tables, documents=documents)
    write_run(tables, vectors, manifest=manifest, runs=folder)
    return folder


@given(st.lists(st.one_of(st.none(), st.integers(0, 10**7)), min_size=1))
def test_upvotes_lie_in_the_bin_that_is_called_by_them(upvotes) -> None:
    bins = bins_of(pd.DataFrame({"upvotes": pd.array(upvotes, dtype="Int64")}), "upvotes")
    for number, code in zip(upvotes, bins.codes, strict=True):
        name = bins.names[code].replace(",", "")
        if number is None:
            assert name == "Not given"
        else:
            first, _, last = name.partition("–")
            assert int(first) <= number <= int(last or first)
    assert set(bins.codes) == set(range(len(bins.names)))


@given(st.lists(st.one_of(st.none(), st.sampled_from("abcdefghijklmnop")), min_size=1))
def test_every_common_name_has_a_bin_of_its_own_and_all_others_have_one(venues) -> None:
    bins = bins_of(pd.DataFrame({"venue": pd.array(venues, dtype="str")}), "venue")
    sizes = Counter(one for one in venues if one)
    named = [name for name in bins.names if name in sizes]
    assert len(named) == min(len(sizes), 8)
    assert [sizes[name] for name in named] == sorted(sizes.values(), reverse=True)[: len(named)]
    for venue, code in zip(venues, bins.codes, strict=True):
        other = "Not given" if venue is None else "Others"
        assert bins.names[code] == (venue if venue in named else other)


def test_a_bar_lists_its_papers_and_clear_shows_all_again(shelf, open_page) -> None:
    run = open_run(next(shelf.iterdir()))
    inside = run.documents[run.documents["venue"] == "ICML"]
    app = open_page(shelf, "topic_map", count="venue", bin="1")
    assert app.subheader[0].value == f"{len(inside)} papers lit up"
    assert set(titles(app)) <= set(inside["title"])

    app.selectbox(key="pick-topic").select(2).run()
    both = inside["topic"].eq(2).sum()
    assert app.subheader[0].value == f"{both} papers lit up"

    app.button(key="let-go").click().run()
    assert app.subheader[0].value == "120 papers"
    assert app.query_params["count"] == "venue"


def test_another_column_forgets_the_bar(shelf, open_page) -> None:
    app = open_page(shelf, "topic_map", count="venue", bin="1")
    app.selectbox(key="count").select("upvotes").run()
    assert "bin" not in app.query_params
    assert app.subheader[0].value == "120 papers"


@pytest.mark.parametrize("asked", [{"bin": "99"}, {"bin": "x"}, {"bin": "-1"}, {"count": "doi"}])
def test_a_bar_that_is_not_there_is_none(shelf, open_page, asked) -> None:
    app = open_page(shelf, "topic_map", **{"count": "venue", "bin": "1"} | asked)
    assert not app.exception
    assert app.subheader[0].value == "120 papers"


def test_a_column_is_offered_where_papers_differ_in_it(shelf, shelves, open_page) -> None:
    assert open_page(shelf, "topic_map").selectbox(key="count").options == ["upvotes", "venue"]
    # A single paper differs from none.
    keys = [box.key for box in open_page(shelves["one paper"], "topic_map").selectbox]
    assert "count" not in keys


def test_the_browser_gets_the_bin_of_every_paper(shelf, monkeypatch) -> None:
    monkeypatch.setenv("PAPERTIDES_RUNS", str(shelf))
    run = open_run(next(shelf.iterdir()))
    client = TestClient(app)
    answer = client.get(f"/runs/{run.run_id}/map/bins-venue")
    venues = np.array(["ACL", "ICML", None])[np.frombuffer(answer.content, "<u2")]
    assert venues.tolist() == [None if pd.isna(v) else v for v in run.documents["venue"]]
    assert client.get(f"/runs/{run.run_id}/map/bins-doi").status_code == 404

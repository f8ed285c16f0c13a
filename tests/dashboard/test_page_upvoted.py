"""Most upvoted: the papers of a time in a stated order, and the themes that they are in."""

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analysis.runs.store import open_run, write_run
from dashboard.papers.trending import has_votes, ranked, ranking, themes_of, top
from tests.support.builders import run_parts


def words_of(app: AppTest) -> str:
    said = [*app.title, *app.header, *app.markdown, *app.caption]
    return "\n".join(str(one.value) for one in said)


def listed(app: AppTest) -> list[str]:
    """The identifiers of the papers listed, in their order."""
    queries = [link.proto.query_string for link in app.page_link]
    return [query.rsplit("paper=", 1)[1] for query in queries if "paper=" in query]


def test_most_upvotes_come_first_then_the_newest_then_the_title():
    papers = pd.DataFrame(
        {
            "doc_id": range(6),
            "title": ["none", "few", "b", "a", "older", "zero"],
            "published": ["2024-03-02", "2024-03-02", *["2024-03-02"] * 2, "2024-03", "2024-03-02"],
            "upvotes": pd.array([None, 3, 9, 9, 9, 0], dtype="Int64"),
        }
    )
    assert ranked(papers)["title"].tolist() == ["a", "b", "older", "few", "zero", "none"]
    assert has_votes(papers)
    without = papers.assign(upvotes=pd.array([None] * 6, dtype="Int64"))
    assert not has_votes(without)
    assert ranked(without)["title"].tolist() == ["a", "b", "few", "none", "zero", "older"]
    assert "No votes" in ranking(without)


def test_the_page_lists_the_papers_of_the_month_of_the_address(shelves, open_page):
    app = open_page(shelves["normal"], "papers", show="upvoted", when="2023-05")
    (path,) = shelves["normal"].iterdir()
    documents = open_run(path).documents
    there = documents[documents["published"].str.startswith("2023-05")]

    assert app.header[0].value == "May 2023"
    order = sorted(there.to_dict("records"), key=lambda one: one["title"])
    order = sorted(order, key=lambda one: one["published"], reverse=True)
    order = sorted(order, key=lambda one: one["upvotes"], reverse=True)
    assert listed(app) == [one["paper_id"].replace(":", "%3A") for one in order]
    assert f"{len(there)} papers in" in words_of(app)
    assert f"**{order[0]['upvotes']} upvotes**" in app.caption[0].value
    ways = {button.label: button for button in app.button}
    assert "Later: Jun 2023" in ways
    ways["Earlier: Apr 2023"].click().run()
    assert app.query_params["when"] == "2023-04"
    assert app.header[0].value == "Apr 2023"


def test_another_length_keeps_the_time_and_goes_into_the_address(shelves, open_page):
    app = open_page(shelves["normal"], "papers", show="upvoted", when="2023-05")
    length = app.get("button_group")[1]
    length.set_value("2023").run()
    assert app.query_params["when"] == "2023"
    assert app.header[0].value == "2023"


def test_shares_of_the_themes_stand_beside_the_usual_ones(shelves):
    (path,) = shelves["normal"].iterdir()
    run = open_run(path)
    papers = run.documents.iloc[:25]
    rows = themes_of(papers, run).set_index("topic")

    assert rows["documents"].sum() == 25
    assert rows.index[-1] == -1
    for topic, row in rows.iterrows():
        assert row["share"] == pytest.approx((papers["topic"] == topic).mean())
        assert row["usual"] == pytest.approx((run.documents["topic"] == topic).mean())


def test_only_themes_with_more_papers_than_usual_stand_beside_them(shelves, open_page):
    (path,) = shelves["normal"].iterdir()
    documents = open_run(path).documents
    there = documents[documents["published"].str.startswith("2023-05")]
    app = open_page(shelves["normal"], "papers", show="upvoted", when="2023-05")

    named = [link.label for link in app.main.page_link if "topic=" in link.proto.query_string]
    for topic, label in open_run(path).labels.items():
        usual, here = (documents["topic"] == topic).mean(), int((there["topic"] == topic).sum())
        assert (label in named) == (topic >= 0 and here >= 3 and here > usual * len(there))
        if label in named:
            low = int(usual * len(there))
            assert f"{here} papers, usually {low}" in words_of(app)


def test_without_votes_months_or_dates_the_page_says_so(open_page, tmp_path):
    tables, vectors, manifest = run_parts(papers=60, topics=3)
    coarse = tables.documents.assign(
        upvotes=pd.array([None] * 60, dtype="Int64"),
        published=tables.documents["published"].str[:7],
        date_precision="month",
    )
    parts = {**vars(tables), "documents": coarse, "period": "month"}
    write_run(type(tables)(**parts), vectors, manifest=manifest, runs=tmp_path)
    app = open_page(tmp_path, "papers", show="upvoted", when="2023-05-03")

    words = words_of(app)
    assert "do not include the day" in words
    assert "No votes" in words
    assert "upvote**" not in words
    assert list(app.get("button_group")[1].options) == ["month", "quarter", "year"]


def test_a_time_without_papers_shows_the_nearest_and_says_so(shelves, open_page):
    words = words_of(open_page(shelves["normal"], "papers", show="upvoted", when="2031-01"))
    assert "Jan 2031 has no papers: this is the nearest month with papers" in words.replace(
        "\\", ""
    )
    undated = words_of(open_page(shelves["no dates"], "papers", show="upvoted"))
    assert "No paper of this run has a date" in undated


@pytest.mark.parametrize("most", [1, 3, 7, 200])
@pytest.mark.parametrize("voted", [True, False])
def test_the_first_few_are_those_that_all_in_order_begin_with(tmp_path, voted, most) -> None:
    tables, vectors, manifest = run_parts(papers=120, topics=3)
    rng = np.random.default_rng(5)
    votes = pd.array(rng.integers(0, 4, 120), dtype="Int64") if voted else pd.NA
    tables.documents["upvotes"] = pd.Series(votes, index=tables.documents.index, dtype="Int64")
    run = open_run(tmp_path / write_run(tables, vectors, manifest=manifest, runs=tmp_path))
    some = np.flatnonzero(rng.random(120) < 0.6)

    found = top(run, some, most=most)

    assert found.equals(ranked(run.documents.iloc[some]).head(most))

"""The reading list: collected on any page, checked for whatever a browser's storage may hold."""

import json

import pytest

from analysis.runs.store import open_run
from dashboard.papers.reading_list import as_table
from tests.dashboard.test_pages import titles, words_of

GONE = {
    "title": "A <script>gone</script> *paper* الشبكات",
    "run": "20200101T000000Z-aaaaa",
    "authors": ["Ada Lovelace"],
    "published": "2020-01-05",
    "added": "2026-01-01T00:00:00+00:00",
}
HERE = {"title": "Old title", "added": "2026-02-01T00:00:00+00:00"}


def storing(app, items, **told):
    """Let the browser say that it holds `items`, by name, as texts."""
    app.session_state["browser-storage"] = {"stored": {"items": items, **told}}
    return app.run()


def held(papers):
    return {f"paper:{paper_id}": json.dumps(paper) for paper_id, paper in papers.items()}


def test_a_paper_is_kept_on_one_page_and_found_on_the_list(shelves, open_page):
    app = open_page(shelves["normal"], "papers", q="autonomous driving")
    first = titles(app)[0]
    app.button[0].click().run()
    assert app.button[0].label == "Saved"

    app.query_params["show"] = "saved"
    app.run()
    assert titles(app) == [first]
    labels = [button.label for button in app.main.get("download_button")]
    assert labels == ["Download CSV", "BibTeX", "RIS", "JSON", "APA"]

    app.button[0].click().run()
    assert titles(app) == []
    assert "No paper is saved yet" in words_of(app)


def test_a_paper_is_kept_with_its_abstract(shelves, open_page):
    """So that the files of the list have it also once the run is gone."""
    run = open_run(next(shelves["normal"].iterdir()))
    app = open_page(shelves["normal"], "papers")
    title = titles(app)[0]
    app.button[0].click().run()
    ((_, told),) = app.session_state["browser-storage-writes"].items()
    kept = json.loads(told["value"])
    (abstract,) = run.documents.loc[run.documents["title"] == kept["title"], "abstract"]
    assert kept["title"] in title
    assert kept["abstract"] == abstract


def test_the_list_is_called_after_itself_and_a_search_after_its_words(shelves, open_page):
    for show, called in (("saved", "-reading-list-2"), ("search", "-papers-autonomous_driving-2")):
        app = open_page(shelves["normal"], "papers", q="autonomous driving", show=show)
        storing(app, held({"arxiv:2201.00003": HERE}))
        names = [button.proto.label for button in app.main.get("download_button")]
        assert names[0] == "Download CSV"
        ids = [button.proto.id for button in app.main.get("download_button")]
        assert all(called in one and "q=" not in one for one in ids), ids


def test_a_paper_that_left_the_run_is_shown_with_what_is_known(shelves, open_page):
    app = open_page(shelves["normal"], "papers", show="saved")
    storing(app, held({"arxiv:2201.00003": HERE, "doi:10.1/gone": GONE}))

    assert len(titles(app)) == 1
    words = words_of(app)
    assert "2 saved papers" in words
    assert "Not in this run" in words
    assert "\\<script\\>gone" in words
    assert "Ada Lovelace" in words
    assert "5 Jan 2020" in words


@pytest.mark.parametrize(
    "items",
    [
        {"paper:a": "{broken"},
        {"paper:a": "7"},
        {"paper:a": json.dumps({"title": 7})},
        {"paper:a": "[" * 100_000},
        {"paper:a": '{"title": "half a character: \\ud800"}'},
        {"paper:a": json.dumps({"title": "T", "authors": ["\udfff"]})},
        {"paper:a": None, "paper:\ud800": json.dumps({"title": "T"})},
        {"paper:a": None},
        {"paper:a": 12, "visit": "nonsense"},
    ],
)
def test_nonsense_in_the_storage_is_said_and_taken_off(shelves, open_page, items):
    app = storing(open_page(shelves["normal"], "papers", show="saved"), items)

    assert not app.exception
    assert not app.error
    if items["paper:a"] is not None:
        assert "1 saved paper that cannot be read" in words_of(app)
        app.button[0].click().run()
    assert "cannot be read" not in words_of(app)


def test_odd_fields_of_a_readable_paper_are_left_out(shelves, open_page):
    odd = {
        "title": "T",
        "authors": "none",
        "published": "9999-99-99",
        "url": ["x"],
        "run": {},
        "added": 3,
    }
    app = storing(open_page(shelves["normal"], "papers", show="saved"), held({"a": odd}))

    assert not app.exception
    assert "**T**" in words_of(app)
    assert "no date" in words_of(app)


@pytest.mark.parametrize("stored", ["nonsense", {"stored": 7}, {"stored": {"items": []}}])
def test_a_browser_that_says_nonsense_is_no_error(shelves, open_page, stored):
    app = open_page(shelves["normal"], "papers", show="saved")
    app.session_state["browser-storage"] = stored
    app.run()
    assert not app.exception


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        ("SecurityError", "does not let pages store data"),
        ("QuotaExceededError", "storage is full"),
        ("Whatever", "stores no data"),
    ],
)
def test_a_browser_that_keeps_nothing_says_so_and_the_list_still_works(
    shelves, open_page, problem, said
):
    app = open_page(shelves["normal"], "papers")
    app.button[0].click().run()
    app.query_params["show"] = "saved"
    storing(app, {}, problem=problem, done=[])

    assert said in app.warning[0].value
    assert len(titles(app)) == 1


def test_what_the_browser_confirms_is_not_sent_again(shelves, open_page):
    app = open_page(shelves["normal"], "papers")
    app.button[0].click().run()
    ((name, one),) = app.session_state["browser-storage-writes"].items()
    storing(app, {name: one["value"]}, problem=None, done=[one["id"]])

    assert name not in app.session_state["browser-storage-writes"]
    assert app.button[0].label == "Saved"
    storing(app, {}, problem=None, done=[one["id"]])  # another tab took it off
    assert app.button[0].label == "Save"


def test_files_of_the_list_have_what_the_run_knows_or_else_the_list(shelves):
    run = open_run(next(shelves["normal"].iterdir()))
    kept = [{"paper_id": "gone", **GONE}, {"paper_id": "arxiv:2201.00003", "run": "r", **HERE}]
    table = as_table(kept, run)

    assert table["paper_id"].tolist() == ["gone", "arxiv:2201.00003"]
    assert table["title"].tolist() == [GONE["title"], run.documents["title"][3]]
    assert table["abstract"].isna().tolist() == [True, False]
    assert table["run"].tolist() == [GONE["run"], "r"]
    assert not {"x", "y", "doc_id"} & set(table)

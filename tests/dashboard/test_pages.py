"""Every page, with every kind of link, of every kind of run: never a traceback, always a word."""

import json
import re
import shutil
from collections.abc import Callable
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from streamlit.testing.v1 import AppTest

from analysis.runs.store import open_run, write_run
from tests.support.builders import run_parts
from tests.support.links import link_names

VIEWS = {
    "overview": "Overview",
    "topic_map": "Map",
    "themes": "Themes",
    "trends": "Trends",
    "compare": "Compare",
    "papers": "Papers",
    "about": "Details of the run",
}
PLAIN = {}
FULL = {
    "period": "month",
    "topic": "0",
    "q": "paper",
    "by": "words",
    "colour": "date",
    "term": ["large language models 1"],
    "sort": "by title",
    "show": "keywords",
    "name": ["0", "1"],
    "change": "merge",
    "when": "2023-05",
    "window": "last year",
    "region": "-1_-1~1_-1~0_2.5",
    "density": "true",
    "alike": "true",
    "what": "themes",
    "a": "1",
    "b": "3",
}
NONSENSE = {
    "period": "fortnight",
    "topic": "999",
    "paper": "arxiv:none",
    "from": "yesterday",
    "to": "0000",
    "term": ["<script>alert(1)</script>", "'; drop table papers; --"],
    "q": '"unfinished AND (NEAR',
    "by": "smell",
    "colour": "taste",
    "sort": "weight",
    "page": "-3",
    "region": "1_2~nan_inf~<b>",
    "new": "'",
    "alike": "perhaps",
    "density": "2",
    "show": "everything",
    "name": ["999", "-1"],
    "change": "of mind",
    "when": "9999-12-31",
    "window": "yesterday",
    "like": "arxiv:unlike",
    "since": "the flood",
    "cite": "orally",
    "what": "apples",
    "a": ["999", "<b>"],
    "b": "",
}
LINKS = {"plain": PLAIN, "full": FULL, "nonsense": NONSENSE}


def words_of(app: AppTest) -> str:
    """Everything a page says in words."""
    said = [*app.title, *app.header, *app.subheader, *app.markdown, *app.caption, *app.text]
    return "\n".join(str(one.value) for one in said)


KINDS = ["normal", "before areas", "one theme", "one paper", "no dates"]


@pytest.mark.parametrize("link", ["full", "nonsense"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("view", VIEWS)
def test_no_link_breaks_a_page(view, kind, link, shelves, open_page):
    app = open_page(shelves[kind], view, **LINKS[link])

    assert not app.exception
    assert not app.error
    chosen = view == "themes" and link == "full"  # the page of one theme is called by its name
    assert app.title[0].value == ("Large language models" if chosen else VIEWS[view])


PARTS = [
    *(("themes", show) for show in ("peaks", "ranks", "flows", "tree", "places")),
    *(("papers", show) for show in ("upvoted", "saved")),
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("view", "show"), PARTS)
def test_no_part_of_a_page_is_broken_by_what_a_run_lacks(view, show, kind, shelves, open_page):
    for link in ({}, NONSENSE):
        app = open_page(shelves[kind], view, **link | {"show": show})

        assert not app.exception
        assert not app.error
        assert app.title[0].value == VIEWS[view]


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize("view", VIEWS)
def test_without_a_run_every_page_says_how_to_make_one(view, link, shelves, open_page, monkeypatch):
    monkeypatch.setenv("PAPERTIDES_ALLOW_FITS", "1")
    app = open_page(shelves["no run"], view, **LINKS[link])

    assert not app.exception
    assert app.title[0].value == "Welcome to Papertides"
    offered = [button.label for button in app.main.button]
    assert offered == ["New papers…", "Try it with 84 sample papers"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("view", VIEWS)
def test_every_page_shows_what_the_run_holds(view, kind, shelves, open_page):
    app = open_page(shelves[kind], view)
    (path,) = shelves[kind].iterdir()
    documents = pq.read_table(path / "documents.parquet").to_pandas()
    papers, themes = len(documents), documents.loc[documents["topic"] >= 0, "topic"].nunique()

    assert not app.exception
    assert not app.error
    assert app.title[0].value == VIEWS[view]
    several = {1: "1 theme"}.get(themes, f"{themes} themes")
    of = f"{papers} papers" if papers > 1 else "1 paper"
    assert f"{of}, {several}" in [caption.value for caption in app.sidebar.caption]
    shown, held = SHOWN[view]
    assert shown(app) == held(documents["topic"].value_counts(), documents["published"].dropna())


def listed(app: AppTest) -> int:
    return len(titles(app))


def options(app: AppTest, label: str) -> int:
    return sum(len(box.options) for box in app.selectbox if box.label == label)


# What a page shows, and what that is by the sizes of the topics and the dates of the papers.
SHOWN: dict[str, tuple[Callable[[AppTest], Any], Callable[[pd.Series, pd.Series], Any]]] = {
    "overview": (
        lambda app: re.findall(r"(\d+) papers?\b.*, in (\d+) themes?\.", words_of(app)),
        lambda sizes, _: [(str(sizes.sum()), str(len(sizes.drop(-1, errors="ignore"))))],
    ),
    "topic_map": (lambda app: options(app, "Theme"), lambda sizes, _: len(sizes)),
    "themes": (
        lambda app: dict(
            pair
            for table in app.dataframe
            for pair in table.value[["topic", "documents"]].to_numpy().tolist()
        ),
        lambda sizes, _: sizes.to_dict(),
    ),
    "trends": (lambda app: "Nothing can be said of trends" in words_of(app), lambda *_: True),
    "compare": (lambda app: listed(app) > 0, lambda sizes, _: (sizes.index >= 0).sum() > 1),
    "papers": (listed, lambda sizes, _: min(10, sizes.sum())),
    "about": (lambda app: f"`{app.query_params['run']}`" in words_of(app), lambda *_: True),
}


@pytest.mark.parametrize("view", ["overview", "topic_map", "themes", "papers"])
def test_what_a_link_asks_for_in_vain_is_said(view, shelves, open_page):
    app = open_page(shelves["normal"], view, **NONSENSE)

    assert "“999”" in words_of(app)
    assert "which is not in this run" in words_of(app)


@pytest.mark.parametrize("view", VIEWS)
def test_a_run_that_is_not_here_is_never_replaced_by_another(view, shelves, open_page):
    app = open_page(shelves["normal"], view, run="nope", topic="1")
    for _ in range(2):
        assert app.title[0].value == "This run is not here"
        assert "There is no run nope here" in words_of(app)
        assert app.query_params["run"] == "nope"
        assert app.selectbox(key="pick-run").value is None
        app.run()
    there = app.selectbox(key="pick-run").options
    app.selectbox(key="pick-run").select_index(0).run()
    assert app.title[0].value == VIEWS[view]
    assert "topic" not in app.query_params
    assert len(there) == 1


def test_theme_page_shows_its_papers_and_neighbours(shelves, open_page):
    app = open_page(shelves["normal"], "themes", topic="3")

    assert app.title[0].value == "Graph neural networks"
    assert "18 papers, 15% of all" in words_of(app)
    headings = [header.value for header in app.header]
    assert headings == ["Most typical papers", "Neighbouring themes", "All papers"]
    assert "Diffusion models" in link_names(app)


def test_unassigned_papers_have_a_page_of_their_own(shelves, open_page):
    app = open_page(shelves["normal"], "themes", topic="-1")

    assert app.title[0].value == "Unassigned"
    assert "belong to no theme" in words_of(app)


def test_keywords_that_are_no_keywords_are_answered_with_near_ones(shelves, open_page):
    app = open_page(
        shelves["normal"],
        "trends",
        show="keywords",
        term=["Diffusion Models 1", "difusion models 2"],
    )

    assert "No paper has the keyword difusion models 2." in words_of(app)
    (near,) = [one for one in app.get("button_group") if str(one.key).startswith("near-")]
    assert "diffusion models 2" in near.options


def test_what_moves_is_said_with_its_evidence_and_its_luck(shelves, open_page):
    """The topics of this run follow each other in time, so most of them come or go."""
    app = open_page(shelves["moving"], "trends")
    words = words_of(app)
    (path,) = shelves["moving"].iterdir()
    tested = int(open_run(path).topic_signals["tested"].sum())
    few = f" and {6 - tested} ha" if tested < 6 else ""
    assert f"{tested} have enough papers to be tested for growth{few}" in words
    shown = app.dataframe[0].value
    assert len(shown) == 6
    assert {"Emerging", "Rising", "Peaked", "Fading", "Dormant"} & set(shown["word"])
    for word in ("Emerging", "Rising", "Peaked", "Fading", "Dormant"):
        assert (f": {word}]" in words) == (word in set(shown["word"]))


@pytest.mark.parametrize("show", ["themes", "keywords", "bursts", "nonsense"])
def test_every_kind_of_mover_has_a_chart(shelves, open_page, show):
    app = open_page(shelves["moving"], "trends", show=show)
    # In its form for a narrow page too, where it has one.
    charts = [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]
    assert len({chart["layout"]["title"]["text"] for chart in charts}) == 1


@pytest.mark.parametrize(
    ("topic", "word"),
    enumerate(
        [
            "Emerging",
            "Rising",
            "Stable",
            "Fading",
            "Dormant",
            "Too little data",
            "Too little data",
            "Peaked",
        ]
    ),
)
def test_a_theme_says_where_it_goes(shelves, open_page, topic, word):
    words = words_of(open_page(shelves["every verdict"], "themes", topic=str(topic)))
    assert re.findall(r"-badge\[:material/\w+: ([^]]+)\]", words)[0] == word


def test_a_run_that_is_older_than_the_verdicts_says_so(shelves, open_page, tmp_path):
    """Its manifest names no file of signals; everything else is shown as ever."""
    shutil.copytree(shelves["moving"], tmp_path / "old")
    (run,) = (tmp_path / "old").iterdir()
    manifest = json.loads((run / "manifest.json").read_text())
    for name in ("topic_signals.parquet", "term_signals.parquet"):
        del manifest["files"][name]
        (run / name).unlink()
    (run / "manifest.json").write_text(json.dumps(manifest))
    assert "older than the tests" in words_of(open_page(tmp_path / "old", "trends"))
    for view in ("overview", "themes"):
        assert not open_page(tmp_path / "old", view).exception


@pytest.mark.parametrize("kind", ["one paper", "no dates"])
def test_without_dates_nothing_is_said_to_move(shelves, open_page, kind):
    assert "Nothing can be said of trends" in words_of(open_page(shelves[kind], "trends"))


def test_full_text_search_finds_and_explains_nothing(shelves, open_page):
    found = open_page(shelves["normal"], "papers", q="autonomous driving")
    assert "of 18 papers" in words_of(found)
    assert {"Autonomous driving"} == {title.rsplit("about ", 1)[1] for title in titles(found)}

    nothing = open_page(shelves["normal"], "papers", q="phlogiston")
    assert "No paper fits" in words_of(nothing)


def test_paper_page_shows_abstract_and_similar_papers(shelves, open_page):
    app = open_page(shelves["normal"], "papers", paper="arxiv:2201.00040")

    assert app.title[0].value.startswith("Paper 40 about")
    assert "We study speech synthesis at length\\." in words_of(app)
    assert len(titles(app)) == 10
    assert app.link_button[0].url == "https://example.org/abs/40"


def test_a_list_on_one_page_only_counts_its_papers(shelves, open_page):
    app = open_page(shelves["one paper"], "papers")

    assert "1 paper" in [markdown.value for markdown in app.markdown]
    many = open_page(shelves["normal"], "papers")
    assert "1 to 10 of 120 papers" in [markdown.value for markdown in many.markdown]


def test_a_list_says_what_sets_its_papers_apart(shelves, open_page):
    app = open_page(shelves["normal"], "papers", q="autonomous driving")

    words = words_of(app)
    assert "What sets them apart from the rest: **autonomous driving 1** (18)" in words
    assert "18 papers with a date; at most 18 a year (2024)." in words
    assert json.loads(app.get("plotly_chart")[0].proto.spec)["data"][0]["y"] == [0, 0, 18]
    everything = open_page(shelves["normal"], "papers")
    assert "sets" not in words_of(everything)
    assert not everything.get("plotly_chart")


def test_a_list_of_papers_is_saved_in_five_forms(shelves, open_page):
    app = open_page(shelves["normal"], "papers", q="speech")

    labels = [button.label for button in app.main.get("download_button")]
    assert labels == ["Download CSV", "BibTeX", "RIS", "JSON", "APA"]


def test_what_is_not_known_of_a_run_is_said_to_be_unknown(tmp_path, open_page):
    tables, vectors, manifest = run_parts(papers=60, topics=3)
    manifest = manifest.model_copy(update={"quality": {}, "versions": {}})
    write_run(tables, vectors, manifest=manifest, runs=tmp_path)
    app = open_page(tmp_path, "about")

    assert not app.exception
    tables = [table.value for table in app.table]
    assert ["not known" in str(table) for table in tables] == [False, True, False, False, True]


def test_parameters_are_named_once(shelves, open_page):
    app = open_page(shelves["normal"], "about")

    (path,) = shelves["normal"].iterdir()
    params = json.loads((path / "manifest.json").read_text())["params"]
    named = [name for table in app.table for name in table.value.index if "seed" in name.lower()]
    assert named == ["`seed`"]
    assert {f"`{name}`" for name in params} <= {
        name for table in app.table for name in table.value.index
    }


def test_each_lack_has_a_sentence_of_its_own(shelves, open_page):
    assert "120 papers without a date" in words_of(open_page(shelves["no dates"]))
    assert "keywords cannot be followed over time" in words_of(
        open_page(shelves["no dates"], "trends", show="keywords", term=["large language models 1"])
    )
    one_theme = words_of(open_page(shelves["one theme"]))
    assert "in 1 theme." in one_theme
    assert "nothing to set side by side" in words_of(open_page(shelves["one theme"], "themes"))
    assert "in 1 theme." in words_of(open_page(shelves["one paper"]))


def test_where_no_browser_draws_pictures_the_menu_says_what_to_install(
    shelves, open_page, monkeypatch
):
    monkeypatch.setenv("PAPERTIDES_BROWSER", "/nowhere/chromium")
    app = open_page(shelves["normal"])

    labels = [button.label for button in app.main.get("download_button")]
    assert {label for label in labels if label.startswith("HTML")} == set(labels) - {"Report"}
    assert "apt-get install chromium" in words_of(app)


def titles(app: AppTest) -> list[str]:
    """The titles of the papers listed: links to a paper's page."""
    links = [link.proto for link in app.page_link]
    return [link.label for link in links if link.page == "papers" and "paper=" in link.query_string]

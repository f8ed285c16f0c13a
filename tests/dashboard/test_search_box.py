"""The search above every page: what it finds of each kind, and where that leads."""

from collections import Counter

import pytest

from analysis.runs.store import open_run
from dashboard.data.found import find
from dashboard.text.highlighting import excerpt
from tests.dashboard.test_pages import words_of
from tests.support.builders import build_run

AUTHORS = [["Ada Author", "Bo Writer"], ["Ada Authority"], ["Eve Ada", "Ada Author"], []]


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    runs = tmp_path_factory.mktemp("runs")
    authors = [AUTHORS[paper % 4] for paper in range(60)]
    return open_run(runs / build_run(runs, papers=60, topics=3, authors=authors))


def test_each_kind_is_found_by_its_own_name_with_its_papers(run):
    found = find(run, "speech synthesis")

    held = run.documents["abstract"].str.contains("speech synthesis")
    assert found.papers_in_all == held.sum()
    assert {paper["paper_id"] for paper in found.papers} <= set(run.documents["paper_id"][held])
    (topic,) = run.topics.loc[run.topics["label"] == "Speech synthesis", "topic"]
    assert found.themes == [(topic, (run.documents["topic"] == topic).sum())]
    sizes = dict(zip(run.vocabulary["term"], run.vocabulary["documents"], strict=True))
    assert len(found.terms) > 0
    assert all("speech synthesis" in term and sizes[term] == n for term, n in found.terms)


def test_a_whole_name_comes_before_whole_words_and_these_before_the_start_of_a_word(run):
    papers = Counter(name for some in run.documents["authors"] for name in some)

    names = find(run, "ada author").authors
    assert names == [(name, papers[name]) for name in ("Ada Author", "Ada Authority")]
    assert [name for name, _ in find(run, "ADA").authors] == [
        "Ada Author",
        *sorted(("Eve Ada", "Ada Authority")),
    ]


@pytest.mark.parametrize("query", ["phlogiston", "…", '"', "<zq>", "x" * 5_000, "NEAR("])
def test_what_nothing_has_finds_nothing(run, query):
    assert not find(run, query)


def test_a_search_on_any_page_links_to_what_it_finds_and_goes_with_the_next_page(
    shelves, open_page
):
    app = open_page(shelves["normal"], "themes")
    app.text_input(key="find").set_value("speech synthesis").run()

    links = {link.value: link.proto for link in app.page_link}
    assert "All 18 papers" in links
    assert links["All 18 papers"].query_string.endswith("q=speech+synthesis")
    (theme,) = [link for name, link in links.items() if name.startswith("Speech synthesis ")]
    assert "topic=2" in theme.query_string
    assert len([link for link in links.values() if "paper=" in link.query_string]) == 5

    app.query_params["topic"] = "2"
    app.run()
    assert app.title[0].value == "Speech synthesis"
    assert app.text_input(key="find").value == ""


@pytest.mark.parametrize("kind", ["normal", "one paper", "no dates"])
def test_a_search_in_vain_is_a_sentence(kind, shelves, open_page):
    app = open_page(shelves[kind], "compare")
    app.text_input(key="find").set_value("<b>*phlogiston*</b>").run()

    assert not app.exception
    assert "Nothing here has “\\<b\\>" in words_of(app)


def test_an_excerpt_begins_the_abstract_unless_the_search_is_further_on():
    text = "Tides rise. " * 20 + "Then the moon is full. It shines."

    assert excerpt(text, "").startswith("Tides rise")
    assert excerpt(text, "").replace("\\", "") == text
    assert excerpt(text, "moon").startswith("Then the :orange-background[moon] is full")
    assert excerpt("word " * 400, "").endswith("word …")
    assert excerpt(f"While {'word ' * 30}moon", "moon").startswith("While word")
    assert excerpt("CNN 海洋酸化影响珊瑚礁。" * 60, "").count("珊瑚礁") > 20
    late = "海洋酸化影响珊瑚礁。" * 20 + "图像分割很难。"
    assert excerpt(late, "图像").startswith(":orange-background[图像]分割")
    assert excerpt("It costs $5 <b>", "costs") == "It :orange-background[costs] \\$5 \\<b\\>"

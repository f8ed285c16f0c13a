"""The page of one paper, whatever is known of it: marked words, reasons, neighbours, citations."""

import dataclasses
import re
from typing import Any

import numpy as np
import pytest

from analysis.runs.queries.membership import held_terms, neighbour_topics
from analysis.runs.queries.search import papers_like
from analysis.runs.store import open_run, write_run
from dashboard.figures.parts.base_figure import layout_of
from dashboard.figures.parts.paper_neighbours import paper_neighbours_figure
from dashboard.text.highlighting import marked
from dashboard.text.wording import plain
from tests.dashboard.test_pages import titles, words_of
from tests.support.builders import run_parts

ODD = {
    0: {"title": "<script>alert(1)</script> 🎉 $E = mc^2$ costs $5", "authors": []},
    1: {"title": "الشبكات العصبية والترجمة الآلية", "published": None, "date_precision": None},
    2: {"title": "x" * 500, "url": None, "arxiv_id": None, "doi": "10.1/a_b(c)"},
    3: {"url": "javascript:alert(1)", "arxiv_id": "x/../y?z", "abstract": ":red[shout] **loud**"},
    4: {"abstract": "", "authors": [f"Ada Writer{i}" for i in range(900)], "upvotes": None},
}


@pytest.fixture(scope="module")
def odd_runs(tmp_path_factory):
    """A run with a paper for every oddity, the first ones, among usual ones."""
    folder = tmp_path_factory.mktemp("odd")
    tables, vectors, manifest = run_parts(papers=60, topics=3)
    documents = tables.documents.astype({"title": object, "url": object, "doi": object})
    for row, values in ODD.items():
        for name, value in values.items():
            documents.at[row, name] = value
    tables = dataclasses.replace(tables, documents=documents)
    write_run(tables, vectors, manifest=manifest, runs=folder)
    return folder


@pytest.fixture(scope="module")
def odd_run(odd_runs):
    return open_run(next(odd_runs.iterdir()))


@pytest.mark.parametrize("form", ["BibTeX", "RIS", "APA", "nonsense"])
@pytest.mark.parametrize("row", [*ODD, 9])
def test_odd_papers_have_a_page_with_a_citation(odd_runs, open_page, row, form):
    app = open_page(odd_runs, "papers", paper=f"arxiv:2201.{row:05d}", cite=form)

    assert not app.exception
    assert not app.error
    assert len(app.title) == 1
    assert app.code[0].value
    assert not [link for link in app.link_button if not link.url.startswith("https://")]
    assert len(titles(app)) == 10
    assert any(button.label == "Save" for button in app.button)


def test_links_lead_to_what_is_known(odd_runs, open_page):
    doi = open_page(odd_runs, "papers", paper="arxiv:2201.00002")
    assert [link.url for link in doi.link_button] == ["https://doi.org/10.1/a_b%28c%29"]
    usual = open_page(odd_runs, "papers", paper="arxiv:2201.00008")
    assert {link.label: link.url for link in usual.link_button} == {
        "Read the paper": "https://example.org/abs/8",
        "arXiv": "https://arxiv.org/abs/2201.00008",
        "PDF": "https://arxiv.org/pdf/2201.00008",
    }


def test_a_page_says_why_its_paper_is_in_its_theme(odd_runs, odd_run, open_page):
    words = words_of(open_page(odd_runs, "papers", paper="arxiv:2201.00006"))
    indices, _ = odd_run.neighbours
    topics = odd_run.documents["topic"].to_numpy()
    own = int((topics[indices[6]] == topics[6]).sum())
    total = len(indices[6])

    number = "All" if own == total else str(own)
    assert f"{number} of its {total} nearest papers are in this theme" in words
    assert "It has 4 of the theme’s 10 keywords" in words
    outlier = words_of(open_page(odd_runs, "papers", paper="arxiv:2201.00009"))
    assert "belongs to no theme" in outlier


def test_standing_is_what_a_count_by_hand_says(odd_run):
    indices, _ = odd_run.neighbours
    topics = odd_run.documents["topic"].to_numpy()
    for doc_id in (0, 9, 30, 59):
        table = neighbour_topics(odd_run, doc_id)
        counted = {topic: int((topics[indices[doc_id]] == topic).sum()) for topic in set(topics)}
        assert dict(zip(table["topic"], table["neighbours"], strict=True)) == {
            topic: n for topic, n in counted.items() if n
        }
        assert table["neighbours"].is_monotonic_decreasing
    # The term of rank r is in every r-th document of its topic.
    members = np.flatnonzero(topics == 1)
    for place in (0, 1, 6):
        held = held_terms(odd_run, int(members[place]), topic=1)["held"].tolist()
        assert held == [place % rank == 0 for rank in range(1, 11)]
    assert held_terms(odd_run, 9, topic=-1).empty


def test_more_like_this_are_the_nearest_of_all_papers(odd_runs, odd_run, open_page):
    like = papers_like(odd_run, 7, limit=20)
    cosines = np.asarray(odd_run.embeddings) @ odd_run.embeddings[7]
    assert like["doc_id"].tolist() == np.argsort(-cosines, kind="stable")[:20].tolist()

    app = open_page(odd_runs, "papers", like="arxiv:2201.00007")
    assert "most like this one" in words_of(app)
    listed = titles(app)[1:]
    wanted = like["doc_id"].head(3)
    assert listed[:3] == [plain(odd_run.documents["title"][doc_id]) for doc_id in wanted]
    gone = open_page(odd_runs, "papers", like="arxiv:none")
    assert "which is not in this run" in words_of(gone)
    assert "of 60 papers" in words_of(gone)


def test_a_search_is_marked_on_the_page_it_leads_to_and_led_back_to(odd_runs, open_page):
    app = open_page(odd_runs, "papers", paper="arxiv:2201.00008", mark='"at leng')

    assert "Back to the search" in [link.value for link in app.page_link]
    app = open_page(odd_runs, "papers", paper="arxiv:2201.00008", mark="study leng")
    assert ":orange-background[study]" in words_of(app)
    assert ":orange-background[length]" in words_of(app)


@pytest.mark.parametrize(
    ("text", "keywords", "query", "expected"),
    [
        ("Speech models", ["speech model"], "", "[Speech models]"),
        ("a speech-model x", ["speech models"], "", "a [speech-model] x"),
        ("speechless speech", ["speech"], "", "speechless [speech]"),
        ("deep speech model", ["speech", "speech model"], "", "deep [speech model]"),
        ("deep speech model", ["speech model"], "speech", "deep (speech) model"),
        ("Autoencoders", [], "autoenc", "(Autoencoders)"),
        ("auto encoders", [], "auto enc", "(auto) (encoders)"),
        ("the exact phrase here", [], '"exact phrase"', "the (exact phrase) here"),
        ("C++ and .*", ["c++"], "(.*", "[C++] and .*"),
        ("", ["x"], "x", ""),
    ],
)
def test_words_are_marked_whole(text, keywords, query, expected):
    shown = marked(text, keywords=keywords, query=query)
    shown = re.sub(r":green-background\[((?:\\.|[^\]])*)\]", r"[\1]", shown)
    shown = re.sub(r":orange-background\[((?:\\.|[^\]])*)\]", r"(\1)", shown)
    assert re.sub(r"\\(.)", r"\1", shown) == expected


def test_marking_adds_nothing_else():
    text = "Rules: :red[x] <b>$5 and $6</b> speech *s* -> [a](https://b) 🎉 النص"
    shown = marked(text, keywords=["speech"], query="")
    before, after = text.split("speech")
    assert shown == f"{plain(before)} :green-background[speech] {plain(after)}"
    assert marked(text, keywords=[], query="x" * 10_000) == plain(text)


def test_neighbours_are_numbered_where_they_lie(odd_run):
    nearest = [5, 40, 12]
    figure = paper_neighbours_figure(
        odd_run.documents, odd_run.topics, doc_id=0, nearest=nearest, mode="light"
    )
    traces: list[Any] = list(figure.data)
    around, near, own = traces
    assert near.text == ("1", "2", "3")
    assert near.x.tolist() == odd_run.documents["x"][nearest].tolist()
    low, high = layout_of(figure).xaxis.range
    assert low < min(*near.x, *own.x)
    assert high > max(*near.x, *own.x)
    assert "<script>" not in str(own.hovertext)
    assert len(around.x) <= len(odd_run.documents)


@pytest.mark.parametrize(
    ("text", "term", "shown"),
    [
        ("本文研究图像分割。", "图像分割", "本文研究:k[图像分割]。"),
        ("การเรียนรู้เชิงลึก", "เรียนรู้", "การ:k[เรียนรู้]เชิงลึก"),
        ("ディープラーニングと音声", "音声", "ディープラーニングと:k[音声]"),
        ("영상을 분할한다", "영상", ":k[영상]을 분할한다"),
        ("தமிழ் மொழி", "தமிழ்", ":k[தமிழ்] மொழி"),
        ("தமிழ் மொழி", "தமி", "தமிழ் மொழி"),  # a part of a word is no word
        ("தமிழ் மொழி", "தம", "தமிழ் மொழி"),
        ("naïve café", "caf", "naïve café"),
    ],
)
def test_words_of_every_script_are_marked_whole(text: str, term: str, shown: str) -> None:
    marks = marked(text, keywords=[term], query="")
    assert marks == shown.replace(":k", ":green-background")
    if not term.startswith(("தமி", "தம", "caf")):
        assert marked(text, keywords=[], query=f'"{term}"') == marks.replace("green", "orange")

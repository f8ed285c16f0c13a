"""Compare: two themes, times or sets of keywords, as the address names them."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analysis.runs.queries.similarity import between_topics
from analysis.runs.store import Run, open_run
from analysis.trends.comparison.share_differences import theme_changes
from dashboard.compare.keywords import keyword_set, typical
from dashboard.compare.themes import chosen_pair
from dashboard.data.period_navigation import last_two
from dashboard.figures.parts.base_figure import layout_of
from dashboard.figures.period_shift import period_shift_figure

KINDS = ("themes", "times", "keywords", "apples")


def words_of(app: AppTest) -> str:
    said = [*app.title, *app.header, *app.markdown, *app.caption]
    return "\n".join(str(one.value) for one in said).replace("\\", "")


@pytest.fixture
def normal(shelves) -> Run:
    (path,) = shelves["normal"].iterdir()
    return open_run(path)


def test_the_two_themes_of_the_address_stand_side_by_side(shelves, open_page, normal):
    app = open_page(shelves["normal"], "compare", a="3", b="1")

    links = [link.value for link in app.page_link if "topic=" in link.proto.query_string]
    assert links[:2] == ["Graph neural networks", "Diffusion models"]
    headings = [header.value for header in app.header]
    assert headings == [
        "Keywords of one against the other",
        "Nearest between them",
        "Typical papers",
    ]
    words = words_of(app)
    assert "- graph neural networks 1: 18 papers here, 0 there" in words
    assert "- diffusion models 1: 18 papers here, 0 there" in words
    app.selectbox(key="pick-b").select(4).run()
    assert app.query_params["b"] == "4"
    assert app.query_params["a"] == "3"


def test_papers_between_two_themes_are_near_to_both(normal):
    """By brute force, paper by paper."""
    topics = normal.documents["topic"].to_numpy()
    centres = [normal.embeddings[topics == topic].mean(axis=0) for topic in (2, 5)]
    cosine = {
        doc_id: min(
            float(normal.embeddings[doc_id] @ centre / np.linalg.norm(centre)) for centre in centres
        )
        for doc_id in np.flatnonzero(np.isin(topics, [2, 5]))
    }
    found = between_topics(normal, one=2, other=5)
    assert found.to_dict() == pytest.approx(cosine, abs=1e-5)
    assert found.is_monotonic_decreasing


@pytest.mark.parametrize(
    ("asked", "pair"),
    [
        (([], []), ("0", "1")),
        ((["2"], []), ("2", "0")),
        (([], ["0"]), ("1", "0")),
        ((["2"], ["2"]), ("2", "0")),
        ((["nope"], ["3", "1"]), ("0", "3")),
    ],
)
def test_there_are_always_two_different_themes(asked, pair):
    assert chosen_pair(["0", "1", "2", "3"], asked) == pair


def test_two_times_are_described_and_verdicts_left_to_their_page(shelves, open_page):
    """The topics of this run follow each other in time."""
    app = open_page(shelves["moving"], "compare", what="times", a="2022", b="2023")
    words = words_of(app)

    assert app.selectbox(key="pick-a").value == "2022"
    assert "From 2022 (" in words
    assert "is for “What moves” to say" in words
    headings = [header.value for header in app.header]
    assert headings == [
        "Themes",
        "Keywords",
        "New keywords",
        "Keywords of one against the other",
        "Top papers of each",
    ]
    table = app.dataframe[0].value
    (path,) = shelves["moving"].iterdir()
    documents = open_run(path).documents
    years = documents["published"].str[:4]
    for name, rows in table.groupby("name"):
        topic = documents["topic"][documents["title"].str.endswith(f"about {name}")].mode()[0]
        there = years[documents["topic"] == topic]
        assert rows["before"].item() == (there == "2022").sum()
        assert rows["share_after"].item() == pytest.approx(
            100 * (there == "2023").sum() / (years == "2023").sum(), abs=0.05
        )


def test_a_keyword_is_new_where_no_paper_before_has_it(shelves, open_page):
    app = open_page(shelves["moving"], "compare", what="times", a="2022", b="2024")
    (path,) = shelves["moving"].iterdir()
    run = open_run(path)
    years = run.documents["published"].str[:4].to_numpy()
    (said,) = [one.value for one in app.markdown if one.value.startswith("In no paper before")]
    new = {
        term
        for place, term in enumerate(run.vocabulary["term"])
        if set(years[run.postings.documents_of(place)]) == {"2024"}
    }
    named = {one.split("**")[1] for one in said.split(", ")}
    assert named <= new
    assert len(named) == min(12, len(new))


def test_times_that_overlap_are_not_compared(shelves, open_page):
    for one, other in (("2022", "2022"), ("2022", "2022-03")):
        app = open_page(shelves["normal"], "compare", what="times", a=one, b=other)
        assert "These two times overlap" in words_of(app)
        assert not app.dataframe


def test_sets_of_keywords_count_the_papers_that_have_any(shelves, open_page, normal):
    terms = ["speech synthesis 2", "Speech Synthesis 3"]
    app = open_page(shelves["normal"], "compare", what="keywords", a=terms, b="speech synthesis 5")
    words = words_of(app)
    spelt = [term.lower() for term in terms]
    held = keyword_set(normal, spelt)
    held_by = [
        set(normal.postings.documents_of(int(place)))
        for place in np.flatnonzero(normal.vocabulary["term"].isin(spelt))
    ]
    assert set(held.doc_ids) == set.union(*held_by)
    assert f"**{held.name}**: {len(held.doc_ids)} papers" in words
    assert app.multiselect(key="pick-a").value == spelt
    most = typical(normal, held).iloc[0]["doc_id"]
    assert all(most in ids for ids in held_by)
    assert "Papers in both" in words


@pytest.mark.parametrize("what", KINDS)
@pytest.mark.parametrize("kind", ["normal", "one theme", "one paper", "no dates"])
def test_nonsense_on_either_side_is_a_sentence(what, kind, shelves, open_page):
    app = open_page(shelves[kind], "compare", what=what, a=["<b>", "9999-12-31"], b="\x00 " * 2000)
    assert not app.exception
    assert not app.error
    words = words_of(app)
    said = ("which this run does not have", "No paper has the keyword", "nothing to compare")
    assert any(sentence in words for sentence in said)
    plain = open_page(shelves[kind], "compare", what=what)
    assert not plain.exception
    assert "which this run does not have" not in words_of(plain)


def test_another_kind_of_comparison_starts_anew(shelves, open_page):
    app = open_page(shelves["normal"], "compare", a="3", b="1")
    app.get("button_group")[0].set_value("times").run()
    assert "a" not in app.query_params
    assert "which this run does not have" not in words_of(app)


TOPICS = pd.DataFrame({"topic": [-1, *range(30)], "label": ["Unassigned", *map(str, range(30))]})


def test_the_shift_shows_what_grew_on_top_and_greys_what_may_be_nothing():
    topics = np.r_[np.repeat(0, 90), np.repeat(1, 10), np.repeat(0, 40), np.repeat(1, 60), -1, -1]
    first = np.r_[np.repeat(True, 100), np.repeat(False, 102)]
    changes = theme_changes(topics, first=first, second=~first)
    figure = period_shift_figure(changes, TOPICS, times=("2023", "2024"), rate=0.1)
    drawn: list[Any] = list(figure.data)

    assert layout_of(figure).title.text == "2023 to 2024"
    assert list(layout_of(figure).yaxis.ticktext) == ["1", "0"]
    assert list(layout_of(figure).xaxis.ticktext) == ["−50%", "0%", "+50%"]
    assert list(drawn[-1].x) == sorted(drawn[-1].x, reverse=True)
    assert set(drawn[-1].marker.symbol) == {"circle"}
    for interval, x in zip(drawn[:-1], drawn[-1].x, strict=True):
        assert interval.x[0] <= x <= interval.x[1]
    few = theme_changes(np.array([0, 1, 0, 0]), first=np.arange(4) < 2, second=np.arange(4) > 1)
    unsure: list[Any] = list(
        period_shift_figure(few, TOPICS, times=("2023", "2024"), rate=0.1).data
    )
    assert set(unsure[-1].marker.symbol) == {"circle-open"}


def test_many_themes_are_cut_to_either_end_and_none_to_a_sentence():
    topics = np.tile(np.arange(30), 20)
    first = np.arange(600) < 300
    many = period_shift_figure(
        theme_changes(topics, first=first, second=~first),
        TOPICS,
        times=("2023", "2024"),
        rate=0.1,
    )
    assert len(layout_of(many).yaxis.ticktext) == 16
    nothing = period_shift_figure(
        theme_changes(topics, first=first, second=~first), TOPICS, times=None, rate=0.1
    )
    assert "two periods" in layout_of(nothing).annotations[0].text


def test_the_last_two_are_whole_and_have_papers():
    shares = pd.DataFrame(
        {"period": ["2021", "2022", "2023", "2024"], "total": [3, 0, 4, 1], "complete": True}
    )
    assert last_two(shares) == ("2023", "2024")
    assert last_two(shares.assign(complete=[True, True, True, False])) == ("2021", "2023")
    assert last_two(shares.head(2)) is None

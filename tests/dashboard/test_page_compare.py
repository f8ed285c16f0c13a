"""Compare: two themes or sets of keywords, as the address names them."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analysis.runs.queries.similarity import between_topics
from analysis.runs.store import Run, open_run
from dashboard.compare.keywords import keyword_set, typical
from dashboard.compare.themes import chosen_pair
from dashboard.text.run_facts import names_to_pick

KINDS = ("themes", "keywords", "apples")


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
    assert "- graph neural networks 1: 18 and 0 papers" in words
    assert "- diffusion models 1: 18 and 0 papers" in words
    app.selectbox(key="pick-b").select(4).run()
    assert app.query_params["b"] == "4"
    assert app.query_params["a"] == "3"


def test_a_theme_is_picked_by_its_acronym(normal):
    (name,) = {normal.labels[2]}
    known = pd.DataFrame({"term": [f"{name.lower()} (XYZ)", "another thing (AT)"]})
    run: Any = SimpleNamespace(labels=normal.labels, vocabulary=known)
    picked = names_to_pick(run)
    assert picked == normal.labels | {2: f"{name} (XYZ)"}


def test_the_other_side_stays_when_one_is_chosen(shelves, open_page):
    app = open_page(shelves["normal"], "compare")
    other = app.selectbox(key="pick-b").value
    app.selectbox(key="pick-a").select(4).run()
    assert app.selectbox(key="pick-b").value == other


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
        ((["2"], []), ("2", "1")),
        (([], ["0"]), ("1", "0")),
        ((["2"], ["2"]), ("2", "1")),
        ((["nope"], ["3", "1"]), ("0", "3")),
    ],
)
def test_there_are_always_two_different_themes(asked, pair):
    assert chosen_pair(["0", "1", "2", "3"], asked) == pair


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
    app.get("button_group")[0].set_value("keywords").run()
    assert "a" not in app.query_params
    assert "which this run does not have" not in words_of(app)

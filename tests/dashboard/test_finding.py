"""Which papers a page is about, and how a list is put in order."""

import pandas as pd
import pytest

from analysis.runs.store import open_run, write_run
from dashboard.data.records import records
from dashboard.papers.paper_list import entry_line, matching, ordered
from dashboard.papers.selection import found
from tests.dashboard.test_pages import words_of
from tests.support.builders import build_run, run_parts


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    runs = tmp_path_factory.mktemp("runs")
    return open_run(runs / build_run(runs, papers=60, topics=3))


def test_a_search_within_a_theme_keeps_the_order_of_the_search(run):
    everything = found(run, run.documents, query="diffusion", topic=None)
    within = found(run, run.documents, query="diffusion", topic=1)
    assert everything is not None
    assert within is not None

    assert set(within["topic"]) == {1}
    assert within["doc_id"].tolist() == everything.loc[everything["topic"] == 1, "doc_id"].tolist()


def test_no_question_is_not_the_same_as_no_answer(run):
    assert found(run, run.documents, query=" ", topic=None) is None
    nothing = found(run, run.documents, query="phlogiston", topic=None)
    assert nothing is not None
    assert nothing.empty


def test_orders_put_papers_without_a_date_last():
    papers = pd.DataFrame(
        {
            "doc_id": [0, 1, 2, 3],
            "published": ["2023", None, "2024-05-01", "2024-05"],
            "probability": [0.2, 0.9, 0.5, 0.9],
            "title": ["b", "a", "d", "c"],
        }
    )
    assert ordered(papers, "newest first")["doc_id"].tolist() == [2, 3, 0, 1]
    assert ordered(papers, "oldest first")["doc_id"].tolist() == [0, 3, 2, 1]
    assert ordered(papers, "surest of the theme first")["doc_id"].tolist() == [1, 3, 2, 0]
    assert ordered(papers, "by title")["doc_id"].tolist() == [1, 0, 3, 2]


def test_a_filter_takes_words_from_title_and_authors_in_any_case(run):
    assert len(matching(run.documents, "PAPER ada author3 ")) == 4
    assert matching(run.documents, "(unclosed").empty


def test_what_is_not_known_of_a_paper_is_left_out(run):
    paper = records(run.documents.head(1))[0] | {"authors": [], "url": "javascript:alert(1)"}

    line = entry_line(paper | {"assigned": "reassigned"}, {0: "Images"})

    assert "nan" not in line.lower()
    assert "None" not in line
    assert "javascript" not in line
    assert "borderline" in line
    assert "Images" in line


def test_a_run_of_given_vectors_offers_words_and_says_why(tmp_path, open_page):
    tables, vectors, manifest = run_parts(papers=60, topics=3)
    encoder = manifest.encoder | {"name": "given"}
    manifest = manifest.model_copy(update={"encoder": encoder})
    write_run(tables, vectors, manifest=manifest, runs=tmp_path)
    app = open_page(tmp_path, "papers", by="meaning", q="diffusion")
    assert not app.exception
    assert any("made elsewhere" in caption.value for caption in app.caption)


def test_a_search_says_why_a_keyword_has_another_number(shelves, open_page):
    """The number of the keyword is that of the vocabulary, that of the search is the list's."""
    run = open_run(next(shelves["normal"].iterdir()))
    term, papers = str(run.vocabulary["term"][0]), run.vocabulary["documents"][0]
    app = open_page(shelves["normal"], "papers", q=term.upper())
    words = words_of(app)
    assert "all of them stand in title, abstract or authors" in words
    assert f"The keyword “{term}” has {papers:,} paper" in words
    other = words_of(open_page(shelves["normal"], "papers", q=f"{term} phlogiston"))
    assert "The keyword" not in other

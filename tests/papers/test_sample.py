"""The papers that come with a clone, against the two files they come from."""

import json
import re
from pathlib import Path

import pytest

from analysis.papers.readers import read_papers
from analysis.papers.table import PAPER_COLUMNS, to_documents

SAMPLE = Path(__file__).parents[2] / "data" / "sample"


@pytest.fixture(scope="module")
def papers():
    return read_papers(SAMPLE)


@pytest.fixture(scope="module")
def facts():
    return json.loads((SAMPLE / "facts.json").read_text("utf-8"))


def test_it_is_84_complete_papers_and_nothing_else(papers, facts):
    assert papers["title"].tolist() == [fact["title"] for fact in facts]
    assert papers["published"].tolist() == [fact["published"] for fact in facts]
    assert papers["abstract"].str.len().min() > 1000
    assert papers["paper_id"].is_unique
    reading = papers.attrs["reading"]
    assert (reading["read"], reading["rejected"], reading["duplicates"]) == (84, 0, 0)
    assert reading["problems"] == reading["skipped"] == []


def test_every_line_of_the_page_is_a_title_an_abstract_or_furniture(papers):
    lines = (SAMPLE / "trending_papers.txt").read_text("utf-8").splitlines()
    used = set(papers["title"]) | set(papers["abstract"])
    assert [line for line in lines if line.strip() and line.strip() not in used] == [
        "new",
        "Get trending papers in your email inbox!",
        "Subscribe",
        "byAK and the research community",
        "Mar 11",
    ]


def test_what_is_known_beside_the_page_is_filled_in(papers, facts):
    for fact, row in zip(facts, papers.to_dict("records"), strict=True):
        assert row["authors"] == (fact["authors"] or [])
        assert row["categories"] == [fact["primary_category"]] * bool(fact["primary_category"])
        for column in ("arxiv_id", "url", "code_url"):
            assert (row[column] if isinstance(row[column], str) else None) == fact[column]


def test_links_to_code_are_found_in_the_abstracts_alone(write):
    page = write("page.txt", (SAMPLE / "trending_papers.txt").read_bytes())
    papers = read_papers(page)
    linked = papers["abstract"].str.contains(r"//(?:github\.com|huggingface\.co)/", regex=True)
    assert papers["code_url"].notna().tolist() == linked.tolist()
    assert linked.sum() == 15
    assert papers["code_url"].dropna().str.fullmatch(r"https://\S+[A-Za-z0-9_]").all()
    assert papers["published"].isna().all()


def test_documents_are_the_papers_with_the_text_that_is_modelled(papers):
    documents = to_documents(papers)
    assert documents.columns.tolist() == ["doc_id", *PAPER_COLUMNS, "text"]
    assert documents["doc_id"].dtype == "int32"
    assert documents["doc_id"].tolist() == list(range(84))
    assert documents["text"][0].startswith("LLM4Drive: A Survey of Large Language Models for")
    assert not documents["text"].str.contains(re.compile(r"https?:|[<>{}\\\n]")).any()
    assert "text" not in papers

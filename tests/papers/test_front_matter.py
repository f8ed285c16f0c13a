"""What is no paper, and dates that cannot be those of papers."""

from datetime import UTC, datetime, timedelta

import pytest

from analysis.papers.readers import read_papers
from tests.papers.conftest import ABSTRACT, as_csv, paper


@pytest.mark.parametrize(
    "title",
    [
        "Preface", "FOREWORD", "Table of Contents", "Contents.", "Editorial Board",
        "Editorial Board, Volume 12", "Message from the Program Chairs", "Front Matter",
        "Editorial", "Letter from the Editor-in-Chief", "Author Index", "Editor's Note",
        "List of Reviewers",
    ],
)  # fmt: skip
def test_front_matter_is_rejected_and_counted(write, title):
    rows = [paper(1, title=title, abstract="Pages i to xii of this volume."), paper(2)]
    reading = read_papers(write("p.csv", as_csv(rows))).attrs["reading"]
    assert (reading["rejected"], reading["reasons"]) == (1, {"front matter": 1})
    assert (reading["problems"][0]["row"], reading["problems"][0]["column"]) == (2, "title")


@pytest.mark.parametrize(
    ("title", "abstract"),
    [
        ("Editorial", ABSTRACT * 4),
        ("Preface paradoxes and belief", ABSTRACT),
        ("Index theorems on manifolds", ABSTRACT),
        ("Who sits on an editorial board?", ABSTRACT),
        ("Cover crops", ABSTRACT),
    ],
)
def test_papers_with_such_words_are_papers(write, title, abstract):
    assert len(read_papers(write("p.csv", as_csv([paper(1, title=title, abstract=abstract)])))) == 1


def said(papers):
    return " ".join(problem["found"] for problem in papers.attrs["reading"]["problems"])


def test_papers_of_the_future_are_named_with_their_count(write):
    today = datetime.now(UTC).date()
    later = (today + timedelta(days=40)).isoformat()
    rows = [paper(n) for n in range(5)] + [paper(n, published=later) for n in (6, 7)]
    assert f"later ones for 2 of 7 papers ({later})" in said(
        read_papers(write("p.csv", as_csv(rows)))
    )
    rows = [paper(1, published=str(today.year)), paper(2, published=today.isoformat())]
    assert said(read_papers(write("p.csv", as_csv(rows)))) == ""


def test_papers_that_are_all_of_one_day_are_said(write):
    rows = [paper(n, published="2024-03-01") for n in range(10)]
    assert "2024-03-01 for all 10 papers" in said(read_papers(write("p.csv", as_csv(rows))))
    for other in (rows[:-1], [*rows, paper(11)], [paper(n, published="2024") for n in range(10)]):
        assert said(read_papers(write("p.csv", as_csv(other)))) == ""

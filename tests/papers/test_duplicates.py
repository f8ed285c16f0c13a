"""A paper that is there more than once is kept once, as rich as all its rows together."""

from itertools import permutations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.papers.readers import read_papers
from tests.papers.conftest import as_json_lines, paper


def read(write, *rows):
    return read_papers(write("p.jsonl", as_json_lines(rows)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"arxiv_id": "2311.01043"}, {"id": "arXiv:2311.01043v3"}),
        ({"arxiv_id": "2311.01043v1"}, {"url": "https://arxiv.org/pdf/2311.01043v2.pdf"}),
        ({"id": "hep-th/9901001"}, {"url": "http://arxiv.org/abs/hep-th/9901001v1"}),
        ({"doi": "10.48550/arXiv.2311.01043"}, {"arxiv_id": "2311.01043"}),
        ({"doi": "10.1000/ABC"}, {"doi": "https://doi.org/10.1000/abc"}),
        ({"title": "Über <i>naïve</i> Bayes:  a study"}, {"title": "uber Naive Bayes - A Study."}),
        ({"title": r"$\alpha$-GAN"}, {"title": "α-GAN"}),
    ],
)
def test_the_same_paper_is_recognised(write, one, other):
    papers = read(write, paper(1, **one), paper(2, **other), paper(3))
    assert len(papers) == 2
    assert papers.attrs["reading"]["duplicates"] == 1
    assert papers["title"][1] == "Paper number 3"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"arxiv_id": "2311.01043"}, {"arxiv_id": "2311.01044"}),
        ({"doi": "10.1000/a"}, {"doi": "10.1000/b"}),
        ({"title": "中文标题一"}, {"title": "中文标题二"}),
        ({"title": "???"}, {"title": "!!!"}),
        ({"id": "7"}, {"id": "7"}),
        ({"title": "PointNet: deep learning"}, {"title": "PointNet++: Deep Learning"}),
    ],
)
def test_different_papers_stay_apart(write, one, other):
    assert len(read(write, paper(1, **one), paper(2, **other))) == 2


def test_duplicates_collapse_through_a_third_row(write):
    papers = read(
        write,
        paper(1, arxiv_id="2311.01043"),
        paper(9),
        paper(2, doi="10.1000/x"),
        paper(3, arxiv_id="2311.01043v2", doi="10.1000/X"),
    )
    assert papers["paper_id"].tolist()[0] == "arxiv:2311.01043"
    assert len(papers) == 2


def test_the_richer_row_wins_and_is_filled_from_the_others(write):
    poor = paper(1, title="One study", abstract="Short.", published="2024", venue="Somewhere")
    rich = paper(
        1, title="One Study", published="2024-03-05", authors=["A B"], arxiv_id="2403.00001"
    )
    row = read(write, poor, rich, paper(5)).iloc[0]
    assert row["title"] == "One Study"
    assert row["abstract"] == rich["abstract"]
    assert (row["published"], row["date_precision"]) == ("2024-03-05", "day")
    assert (row["venue"], row["authors"]) == ("Somewhere", ["A B"])


def test_a_count_of_citations_keeps_its_own_day_and_years(write):
    rich = paper(1, citations=40, citations_on="2026-01-02", authors=["A B"], venue="Somewhere")
    poor = paper(1, citations=90, citations_on="2026-05-03", citations_by_year=["2025:45"])
    row = read(write, rich, poor, paper(5)).iloc[0]
    assert (row["venue"], row["citations"], row["citations_on"]) == ("Somewhere", 90, "2026-05-03")
    assert row["citations_by_year"] == ["2025:45"]
    undated = {name: cell for name, cell in rich.items() if name != "citations_on"}
    row = read(write, undated, poor | {"citations_by_year": []}, paper(5)).iloc[0]
    assert row["citations"] == 40
    assert pd.isna(row["citations_on"])


def test_a_stock_title_with_a_doi_each_is_several_papers(write):
    dois = ("10.1000/a", "10.1000/b", "10.1000/c")
    rows = [paper(n, title="Annual report", doi=doi) for n, doi in enumerate(dois)]
    assert read(write, *rows)["doi"].tolist() == list(dois)


def test_a_preprint_and_its_article_are_one_paper_of_the_earliest_date(write):
    rows = [
        paper(1, title="Sea ice", doi="10.1101/2020.01.01.000001", published="2020-01-01"),
        paper(2, title="Sea Ice", doi="10.1000/a", published="2021-03-05", venue="Journal"),
    ]
    (row,) = read(write, *rows).to_dict("records")
    assert (row["published"], row["date_precision"]) == ("2020-01-01", "day")


def test_all_the_same_collapse_to_one(write):
    papers = read(write, *[paper(1)] * 200)
    assert len(papers) == 1
    assert papers.attrs["reading"]["duplicates"] == 199


def test_ids_are_stable_and_name_their_kind(write):
    rows = [
        paper(1, arxiv_id="2311.01043v2", doi="10.1000/x"),
        paper(2, doi="10.1000/Y"),
        paper(3, title="A Title"),
    ]
    ids = read(write, *rows)["paper_id"].tolist()
    # sha256 of "atitle", worked out with sha256sum
    assert ids == ["arxiv:2311.01043", "doi:10.1000/y", "title:d066002430d4"]
    assert read(write, *reversed(rows))["paper_id"].tolist() == ids[::-1]


DATES = ("", "2024", "2024-03", "2024-03-05", "2024-04-05")
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "title": st.sampled_from(["", "T one", "T two", "t: ONE"]),
            "arxiv_id": st.sampled_from(["", "2401.00001", "2401.00002", "2401.00001v3"]),
            "doi": st.sampled_from(["", "10.1000/a", "10.1000/b"]),
            "abstract": st.sampled_from([f"We study {what} at length." for what in "abc"]),
            "published": st.sampled_from(DATES),
            "venue": st.sampled_from(["", "Here", "There"]),
        }
    ),
    min_size=1,
    max_size=8,
)


def by_id(papers):
    return papers.sort_values("paper_id").reset_index(drop=True)


@settings(max_examples=40)
@given(ROWS, st.data())
def test_kept_papers_share_nothing_and_order_decides_nothing(tmp_path_factory, drawn, data):
    rows = [paper() | row | {"title": row["title"] or f"Only {n}"} for n, row in enumerate(drawn)]
    path = tmp_path_factory.mktemp("any") / "p.jsonl"
    path.write_text(as_json_lines(rows))
    papers = read_papers(path)
    for column in ("paper_id", "arxiv_id", "doi"):
        assert papers[column].dropna().is_unique
    assert papers["paper_id"].notna().all()
    path.write_text(as_json_lines(data.draw(st.permutations(rows))))
    pd.testing.assert_frame_equal(by_id(read_papers(path)), by_id(papers))


def test_of_equally_rich_rows_the_first_in_the_alphabet_wins_wherever_it_stands(write):
    """The first two share an arXiv id, the next two a title, the last two a DOI."""
    rows = [
        paper(title="A first title", arxiv_id="2311.01043", abstract="We study b at length."),
        paper(title="One study", arxiv_id="2311.01043v2", abstract="We study a at length."),
        paper(title="one: STUDY", doi="10.1000/x", abstract="We study c at length."),
        paper(title="Last title", doi="10.1000/X", abstract="We study d at length."),
    ]
    for order in permutations(rows):
        (row,) = read(write, *order).to_dict("records")
        assert (row["title"], row["abstract"]) == ("One study", "We study a at length.")
        assert (row["arxiv_id"], row["doi"]) == ("2311.01043", "10.1000/x")


def test_every_merge_says_what_went_into_what_and_why(write):
    """Row 3 joins row 1 by its title, and row 4 by the DOI of row 3."""
    rich = paper(1, doi="10.1000/one", venue="Ice", authors=["A. Berg"], keywords="ice")
    rows = [
        rich,
        paper(2),
        paper(1, arxiv_id="2401.00001"),
        paper(4, arxiv_id="2401.00001v2", title="A longer title"),
        paper(5, doi="https://doi.org/10.1000/ONE", title="Another title"),
    ]
    papers = read_papers(write("p.jsonl", as_json_lines(rows)))
    merges = papers.attrs["reading"]["merges"]
    kept = papers["paper_id"][0]
    assert {(m["row"], m["dropped"], m["reason"]) for m in merges} == {
        (3, "Paper number 1", "same title"),
        (4, "A longer title", "same arXiv id"),
        (5, "Another title", "same DOI"),
    }
    assert {(m["kept"], m["file"]) for m in merges} == {(kept, "p.jsonl")}
    assert papers.attrs["reading"]["duplicates"] == len(merges)

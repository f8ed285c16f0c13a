"""The same paper from several sources is one, and papers that only look alike stay apart."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.papers.duplicates import Merge, merge_duplicates
from analysis.papers.table import with_ids
from tests.support.same_papers.held_out import held_out_records
from tests.support.same_papers.planted import Record, as_papers, rows_together, scored
from tests.support.same_papers.tuned_on import tuning_records

ABSTRACT = (
    "Sea ice has retreated faster than models predict. We combine altimetry with drifting buoys to "
    "measure its thickness in winter and find that snow explains most of what lies between them."
)
OTHER = (
    "Whether spelling is learnt by rule or by rote divides teachers. In a trial with nine schools "
    "pupils who invented their own rules remembered more words a year later than those who copied."
)
PAPER = {
    "title": "Thickness of sea ice in winter: altimetry and buoys compared",
    "authors": ["Jürgen Müller", "Ana García López", "Wei Zhang"],
    "published": "2020-03-05",
    "abstract": ABSTRACT,
}


def papers_of(*rows):
    return len(merge_duplicates(as_papers(Record("", PAPER | row) for row in rows))[0])


@pytest.mark.parametrize(
    "other",
    [
        {"title": "Thickness of sea ice in winter"},
        {"title": "Thickness of sea ice in winter: altimetry and…"},
        {"title": "THICKNESS OF SEA-ICE IN WINTER - Altimetry &amp; buoys compared."},
        {"title": "Measuring the thickness of sea ice in winter by altimetry and buoys"},
        {"authors": "Müller, J.; García López, A.; Zhang, W."},
        {"authors": ["MUELLER J", "GARCIA LOPEZ A", "ZHANG W"], "published": "2021"},
        {"authors": ["Zhang Wei", "García López Ana", "Müller Jürgen"]},
        {"authors": "J. Müller et al.", "title": "Thickness of Sea Ice in Winter…"},
        {"authors": [r"J{\"u}rgen M{\"u}ller", r"Ana Garc\'{\i}a L\'opez", "Wei Zhang"]},
        {"abstract": f"<p>Abstract: {ABSTRACT[:120]}…</p>", "published": "2021-01"},
        {"title": "How thick is sea ice? Snow and buoys"},
    ],
)  # fmt: skip
def test_a_paper_written_down_otherwise_is_the_same(other):
    article = {"doi": "10.1000/ice", "published": "2020-11"}
    assert papers_of(article, {"doi": "10.1101/2020.03.05.123456"} | other) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"title": "Sea ice, part I"}, {"title": "Sea ice, part II"}),
        ({"title": "Sea ice"}, {"title": "Sea ice II"}),
        ({"title": "Icenet v2: sea ice from space"}, {"title": "Icenet v3: sea ice from space"}),
        ({"title": "Report on sea ice 2019"}, {"title": "Report on sea ice 2020"}),
        (
            {"title": "Annual report on sea ice"},
            {"title": "Annual report on sea ice", "published": "2021"},
        ),
        ({}, {"title": f"Erratum: {PAPER['title']}"}),
        ({}, {"title": f"{PAPER['title']} - reply"}),
        ({"title": "Editorial"}, {"title": "Editorial", "abstract": OTHER}),
        ({}, {"authors": ["Ida Berg", "Bo Lund"]}),
        (
            {"title": "A survey of sea ice"},
            {"title": "A survey of sea ice", "authors": ["Wen Zhang", "Ida Berg"]},
        ),
        ({}, {"abstract": OTHER, "published": "2021"}),
        ({"doi": "10.1000/a"}, {"doi": "10.2000/b"}),
        ({"doi": "10.1101/2020.01.01.000001"}, {"doi": "10.1101/2020.01.01.000002"}),
        ({"arxiv_id": "2003.00001"}, {"arxiv_id": "2003.00002"}),
        (
            {"title": "Effects of snow on wheat", "abstract": f"We sow wheat. {ABSTRACT}"},
            {"title": "Effects of snow on maize", "abstract": f"We sow maize. {ABSTRACT}"},
        ),
    ],
)  # fmt: skip
def test_papers_that_look_alike_stay_apart(one, other):
    assert papers_of(one, other) == 2


def test_rows_with_the_same_of_everything_are_one_whatever_the_title():
    editorial = {"title": "Editorial", "authors": [], "published": None}
    assert papers_of(editorial, editorial) == 1


def test_a_row_that_is_like_two_papers_makes_them_not_one():
    """Without number and DOI the third is like both, which are different parts."""
    rows = [
        {"title": "Sea ice in winter, part I: thickness", "doi": "10.1000/1"},
        {"title": "Sea ice in winter, part II: thickness", "doi": "10.1000/2"},
        {"title": "Sea ice in winter: thickness"},
    ]
    assert papers_of(*rows) >= 2
    assert papers_of(*rows[:2]) == 2


def test_the_reason_says_what_is_alike_and_how_surely():
    rows = [
        {"doi": "10.1000/ice"},
        {"title": "Thickness of sea ice in winter", "published": "2021"},
        {"title": "A wholly different paper", "abstract": OTHER, "authors": ["Ida Berg"]},
    ]
    _, merges = merge_duplicates(as_papers(Record("", PAPER | row) for row in rows))
    (merge,) = merges
    assert merge.reason.startswith("alike: title 100%")
    assert "same authors" in merge.reason
    assert "dates 1 year apart" in merge.reason
    assert 0.99 < merge.sure < 1


@pytest.mark.parametrize("make", [tuning_records, held_out_records])
def test_planted_papers_come_together_and_look_alikes_do_not(make):
    score = scored(make(papers=150, pairs=110, seed=2))
    assert score.wrong == []
    assert score.merged >= 0.98, score.split


RECORDS = tuning_records(papers=6, pairs=12, seed=3)


@settings(max_examples=5, deadline=None)
@given(st.permutations(range(len(RECORDS))))
def test_the_order_of_the_rows_decides_nothing(order):
    papers = as_papers(RECORDS)
    whole, merges = merge_duplicates(papers)
    shuffled, moved = merge_duplicates(papers.iloc[order].reset_index(drop=True))
    pd.testing.assert_frame_equal(_sorted(shuffled), _sorted(whole))
    placed = [Merge(m.kept, order[m.dropped], m.reason, m.sure) for m in moved]
    groups = {frozenset(rows) for rows in rows_together(shuffled, placed)}
    assert groups == {frozenset(rows) for rows in rows_together(whole, merges)}


def _sorted(papers):
    return papers.sort_values(["title", "url"]).reset_index(drop=True)


def test_papers_of_one_title_have_ids_of_their_own():
    rows = [{}, {"authors": ["Ida Berg"]}, {"authors": ["Bo Lund"], "abstract": OTHER}]
    papers, _ = merge_duplicates(as_papers(Record("", PAPER | row) for row in rows))
    ids = with_ids(papers)["paper_id"]
    assert len(ids) == 3
    assert ids.is_unique
    again = with_ids(papers[::-1].reset_index(drop=True))["paper_id"]
    assert again.tolist() == ids.tolist()[::-1]

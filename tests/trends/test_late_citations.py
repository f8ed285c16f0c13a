"""Papers cited late: the published formula by hand and written out, and planted papers."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.trends.evidence.late_citations import (
    beauty,
    cited_late,
    late_peaks,
    yearly_citations,
)


def written_out(counts: list[int]) -> tuple[float, list[float]]:
    """Equations 1 and 2 of Ke and others, year by year: B, and every distance d."""
    best = counts.index(max(counts))
    first, most = counts[0], counts[best]
    if best == 0:
        return 0.0, [0.0]
    total, distances = 0.0, []
    for year in range(best + 1):
        line = (most - first) / best * year + first
        total += (line - counts[year]) / max(1, counts[year])
        upright = abs((most - first) * year - best * counts[year] + best * first)
        distances.append(upright / math.sqrt((most - first) ** 2 + best**2))
    return total, distances


def paper(*counts: int, appeared: int = 2012, **changed: object) -> dict[str, object]:
    """A paper with these citations in the years from when it appeared."""
    by_year = [f"{appeared + age}:{number}" for age, number in enumerate(counts) if number]
    return {
        "published": f"{appeared}-06-01",
        "citations": sum(counts),
        "citations_by_year": by_year,
    } | changed


def peaks(*papers: dict[str, object]) -> pd.DataFrame:
    rows = pd.DataFrame(papers).assign(doc_id=range(len(papers)))
    return late_peaks(rows.astype({"citations": "Int64"}))


def test_beauty_by_hand() -> None:
    # The line of 0, 0, 0, 0, 8 is 0, 2, 4, 6, 8: 2 + 4 + 6, and the last of the zeros is farthest.
    assert beauty(np.array([0, 0, 0, 0, 8, 5])) == (12, 3)
    # That of 1, 1, 2, 10 is 1, 4, 7, 10: (4 - 1) / 1 + (7 - 2) / 2.
    assert beauty(np.array([1, 1, 2, 10])) == (5.5, 2)
    # Citations that rise steadily are no surprise, nor are those that were most at first.
    assert beauty(np.arange(6)) == (0, 0)
    assert beauty(np.array([9, 4, 1])) == (0, 0)
    assert beauty(np.array([0, 9, 9, 10]))[0] < 0


@given(st.lists(st.integers(0, 200), min_size=1, max_size=40))
def test_beauty_is_the_published_sum_and_awakening_the_farthest_year(counts: list[int]) -> None:
    total, distances = written_out(counts)
    value, awoke = beauty(np.array(counts))
    assert value == pytest.approx(total, abs=1e-9)
    assert distances[awoke] == pytest.approx(max(distances), abs=1e-9)


def test_late_papers_are_listed_and_no_others() -> None:
    found = peaks(
        paper(0, 0, 0, 0, 0, 0, 1, 30),
        paper(0, 0, 0, 0, 0, 0, 0, 60),
        paper(20, 40, 60, 30, 9, 2, 1, 0),
        paper(0, 3, 6, 9, 12, 15, 18, 21),
        paper(0, 0, 0, 0, 0, 0, 0, 9),
        paper(0, 0, 0, 0, 40, 20),
        paper(0, 20, 30, 31, 32, 33, 34, 35),
        paper(0, 3, 6, 9, 12, 14, 18, 21),
    )
    listed = cited_late(found)
    assert listed["doc_id"].tolist() == [1, 0]
    assert listed["appeared"].tolist() == [2012, 2012]
    assert listed["awoke"].tolist() == [2018, 2018]
    assert listed["peak"].tolist() == [2019, 2019]
    assert listed["peak_citations"].tolist() == [60, 30]
    assert listed["beauty"].tolist() == pytest.approx([180, 30 / 7 * 15 + 30 / 7 * 6 - 1])


def test_a_paper_with_citations_of_unknown_years_has_no_beauty() -> None:
    whole = paper(0, 0, 0, 0, 0, 0, 1, 30)
    found = peaks(whole, whole | {"citations": 32})
    assert found["doc_id"].tolist() == [0, 1]
    assert found["beauty"].isna().tolist() == [False, True]
    assert cited_late(found)["doc_id"].tolist() == [0]


def test_nothing_is_listed_of_papers_of_which_too_little_is_known() -> None:
    whole = paper(0, 0, 0, 0, 0, 0, 1, 30)
    assert peaks(
        whole | {"published": None},
        whole | {"citations": None},
        whole | {"citations_by_year": []},
        whole | {"citations_by_year": None},
    ).empty


def test_at_most_twenty_are_listed_the_greatest_first() -> None:
    found = cited_late(peaks(*(paper(0, 0, 0, 0, 0, 0, 0, 10 + n) for n in range(30))))
    assert found["doc_id"].tolist() == list(range(29, 9, -1))


def test_years_without_citations_are_years() -> None:
    course = yearly_citations(["2014:2", "2017:5"], appeared=2012, until=2019)
    assert course.to_dict() == {
        2012: 0, 2013: 0, 2014: 2, 2015: 0, 2016: 0, 2017: 5, 2018: 0, 2019: 0,
    }  # fmt: skip
    # Cited as a preprint, before the date that is known.
    assert yearly_citations(["2011:1", "2012:5"], appeared=2012).to_dict() == {2011: 1, 2012: 5}
    assert yearly_citations(["2013:1"], appeared=2012).to_dict() == {2012: 0, 2013: 1}
    assert yearly_citations([], appeared=2012, until=2019).empty

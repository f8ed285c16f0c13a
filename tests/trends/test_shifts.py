"""What gained and what lost lately."""

import numpy as np
import pandas as pd
import pytest

from analysis.trends.postings import Postings
from analysis.trends.shifts import latest_windows, term_shifts


def shares(periods: list[str], *, complete: list[bool]) -> pd.DataFrame:
    return pd.DataFrame(
        {"period": [*periods, *periods], "topic": [0] * 4 + [1] * 4, "complete": complete * 2}
    )


def test_windows_are_the_latest_complete_periods_and_as_many_before():
    table = shares(["2021", "2022", "2023", "2024"], complete=[True, True, True, False])

    assert latest_windows(table, length=1) == (["2022"], ["2023"])
    assert latest_windows(table, length=2) == ([], [])
    assert latest_windows(table, length=0) == ([], [])


@pytest.fixture
def corpus() -> dict[str, object]:
    """80 papers before, 70 after; "tide" in 56 after and 48 before, "ebb" in 2 before."""
    periods = pd.Series(["before"] * 80 + ["after"] * 70 + [None] * 10)
    tide = np.r_[np.arange(48), np.arange(80, 136), np.arange(150, 160)]
    lists = [tide, np.array([0, 1]), np.arange(10)]
    return {
        "periods": periods,
        "windows": (["before"], ["after"]),
        "vocabulary": pd.DataFrame({"term": ["tide", "ebb", "moon"]}),
        "postings": Postings(
            np.cumsum([0, *map(len, lists)]).astype(np.int32),
            np.concatenate(lists).astype(np.int32),
        ),
    }


def test_shares_and_the_interval_of_their_difference_are_newcombes(corpus):
    """Newcombe (1998), table II, example (a): 56/70 - 48/80 has the interval 0.0524 to 0.3339."""
    table = term_shifts(
        corpus["periods"],
        corpus["windows"],
        vocabulary=corpus["vocabulary"],
        postings=corpus["postings"],
    )

    tide = table.iloc[0]
    assert tide["term"] == "tide"
    assert (tide["before"], tide["after"]) == (48, 56)
    assert tide["change"] == pytest.approx(56 / 70 - 48 / 80)
    assert tide["change_low"] == pytest.approx(0.0524, abs=5e-5)
    assert tide["change_high"] == pytest.approx(0.3339, abs=5e-5)


def test_rare_terms_are_left_out_and_the_greatest_gain_comes_first(corpus):
    table = term_shifts(
        corpus["periods"],
        corpus["windows"],
        vocabulary=corpus["vocabulary"],
        postings=corpus["postings"],
    )

    assert table["term"].tolist() == ["tide", "moon"]
    assert table["change"].is_monotonic_decreasing


def test_windows_without_papers_give_no_shares_rather_than_an_error(corpus):
    table = term_shifts(
        corpus["periods"],
        ([], []),
        vocabulary=corpus["vocabulary"],
        postings=corpus["postings"],
        at_least=0,
    )

    assert table["change"].isna().all()

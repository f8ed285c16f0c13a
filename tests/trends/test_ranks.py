"""The order of themes: by papers, and by when they peaked."""

import numpy as np
import pandas as pd
import pytest

from analysis.trends.mapping.ranks import peaks, theme_ranks
from analysis.trends.prevalence import prevalence


def shares(counts: dict[int, list[int]], *, period: str = "month") -> pd.DataFrame:
    """The prevalence of topics with so many papers in January, February ... of 2024."""
    rows = [
        (topic, f"2024-{month + 1:02d}-{day}")
        for topic, papers in counts.items()
        for month, number in enumerate(papers)
        for day in (["02", "28"] * number)[:number]
    ]
    documents = pd.DataFrame(rows, columns=["topic", "published"])
    return prevalence(documents, period=period)


def test_ranks_are_by_papers_among_the_chosen() -> None:
    table = theme_ranks(shares({0: [5, 1], 1: [3, 4], 2: [9, 9], 3: [1, 6]}), chosen=[0, 1, 3])
    ranks = table.pivot_table(index="topic", columns="period", values="rank").astype(int)
    assert ranks["2024-01"].to_dict() == {0: 1, 1: 2, 3: 3}
    assert ranks["2024-02"].to_dict() == {0: 3, 1: 2, 3: 1}
    assert {"documents", "prevalence", "complete", "total"} <= set(table)


def test_of_equals_the_larger_theme_goes_first() -> None:
    table = theme_ranks(shares({0: [2, 1], 1: [2, 5]}), chosen=[0, 1])
    january = table[table["period"] == "2024-01"].set_index("topic")["rank"]
    assert january.to_dict() == {1: 1, 0: 2}


def test_every_period_has_each_rank_once_and_none_where_there_are_no_papers() -> None:
    rng = np.random.default_rng(0)
    table = shares({topic: rng.integers(0, 6, 12).tolist() for topic in range(6)} | {7: [1] * 12})
    ranks = theme_ranks(
        table.assign(total=table["total"].mask(table["period"] == "2024-05", 0)), chosen=range(6)
    )
    assert "2024-05" not in set(ranks["period"])
    for _, group in ranks.groupby("period"):
        assert sorted(group["rank"]) == list(range(1, 7))


def test_themes_are_in_the_order_of_their_peaks() -> None:
    table = shares({0: [5, 5, 30], 1: [30, 5, 5], 2: [5, 30, 5], 3: [20, 20, 20]})
    found = peaks(table)
    assert found["topic"].tolist()[0] == 1
    assert found.set_index("topic")["period"].to_dict() | {3: ""} == {
        0: "2024-03",
        1: "2024-01",
        2: "2024-02",
        3: "",
    }


def test_the_only_paper_of_a_month_makes_no_peak() -> None:
    table = shares({0: [0, 10, 40], 1: [1, 40, 10]})
    table = table.assign(complete=True)
    found = peaks(table).set_index("topic")["period"]
    assert found[1] == "2024-02"


def test_a_peak_is_never_in_an_unfinished_period_while_there_is_a_whole_one() -> None:
    table = shares({0: [5, 5, 40], 1: [40, 40, 5]})
    table["complete"] = table["period"] != "2024-03"
    assert set(peaks(table)["period"]) <= {"2024-01", "2024-02"}
    table["complete"] = False
    assert peaks(table).set_index("topic")["period"][0] == "2024-03"


@pytest.mark.parametrize("counts", [{}, {0: [3]}])
def test_a_handful_of_rows_is_enough(counts) -> None:
    table = shares(counts)
    assert len(theme_ranks(table, chosen=[0])) == len(peaks(table)) == len(counts)

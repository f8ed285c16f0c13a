"""Which papers a reader is sent to first."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.runs.queries.reading import papers_to_read


@pytest.fixture
def run() -> Any:
    """Sixty papers that nothing tells apart but their number."""
    papers = {
        "doc_id": range(60),
        "published": "2024-05-01",
        "upvotes": pd.array([5] * 60, "Int64"),
        "probability": 0.5,
        "assigned": "cluster",
    }
    vectors = np.tile(np.eye(1, 8), (60, 1))
    return SimpleNamespace(documents=pd.DataFrame(papers), embeddings=vectors)


def test_a_paper_that_is_ahead_in_any_one_thing_comes_first(run) -> None:
    few = np.array([7, 11, 20, 33])
    for column, value in (("published", "2024-05-09"), ("upvotes", 50), ("probability", 0.9)):
        before = run.documents.loc[20, column]
        run.documents.loc[20, column] = value
        assert papers_to_read(run, few)["doc_id"].iloc[0] == 20, column
        run.documents.loc[20, column] = before
    run.embeddings[[7, 11, 33]] = (np.eye(8)[[1, 2, 3]] + np.eye(1, 8)) / np.sqrt(2)
    assert papers_to_read(run, few, most=1)["doc_id"].tolist() == [20]


def test_votes_count_against_the_papers_of_the_same_month(run) -> None:
    """Ten votes among papers with none are more than twenty among papers with a hundred."""
    run.documents["upvotes"] = 100
    run.documents.loc[:29, ["published", "upvotes"]] = ["2024-04-30", 0]
    run.documents.loc[5, "upvotes"], run.documents.loc[40, "upvotes"] = 10, 20
    run.documents.loc[40, "published"] = "2024-05-01"
    assert papers_to_read(run, np.array([5, 40]))["doc_id"].tolist() == [5, 40]


def test_papers_between_themes_come_last_and_unknown_is_no_harm(run) -> None:
    run.documents.loc[1, ["assigned", "upvotes"]] = ["reassigned", 900]
    run.documents.loc[[2, 3], ["published", "upvotes"]] = None
    assert papers_to_read(run, np.array([1, 2, 3]))["doc_id"].tolist() == [2, 3, 1]
    assert papers_to_read(run, np.array([], int)).empty
    assert len(papers_to_read(run, np.arange(60))) == 3

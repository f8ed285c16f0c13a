"""The outline of a theme on the map: round most of its papers, whatever they are."""

import numpy as np
import pytest

from analysis.runs.store import open_run
from dashboard.state.region import inside
from dashboard.topic_map.theme_outline import theme_outline
from tests.support.builders import build_run


def test_an_outline_holds_most_papers_of_its_theme_and_few_others(data_dir) -> None:
    run = open_run(data_dir / "runs" / build_run(data_dir / "runs", papers=120))
    for topic in run.topics["topic"][run.topics["topic"] >= 0].tolist():
        held = inside(run.documents, theme_outline(run, topic))["topic"] == topic
        assert held.sum() >= 0.85 * (run.documents["topic"] == topic).sum()
        assert held.mean() > 0.5


@pytest.mark.parametrize(
    "places", [[(1, 1)], [(1, 1)] * 4, [(0, 0), (2, 2)], [(0, 0), (1, 1), (2, 2)]]
)
def test_few_papers_or_papers_on_a_line_have_an_outline_round_them(data_dir, places) -> None:
    run = open_run(data_dir / "runs" / build_run(data_dir / "runs", papers=30, topics=3))
    documents = run.documents
    documents["topic"] = -1
    documents.loc[: len(places) - 1, "topic"] = 0
    documents.loc[: len(places) - 1, ["x", "y"]] = np.array(places, dtype=np.float32)
    outline = theme_outline(run, 0)
    assert len(outline) >= 3
    assert set(inside(documents, outline)["doc_id"]) >= {0}


def test_a_theme_without_papers_has_none(data_dir) -> None:
    run = open_run(data_dir / "runs" / build_run(data_dir / "runs", papers=30))
    assert theme_outline(run, 999) == ()

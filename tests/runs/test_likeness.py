"""Which topics are near each other."""

import numpy as np
import pytest

from analysis.runs.likeness import topic_likeness
from analysis.runs.store import open_run
from tests.builders import build_run


@pytest.mark.parametrize(("papers", "topics"), [(60, 3), (12, 1), (1, 1)])
def test_likeness_is_the_cosine_between_the_means(tmp_path, papers, topics):
    run = open_run(tmp_path / build_run(tmp_path, papers=papers, topics=topics))

    likeness = topic_likeness(run)

    assert likeness.index.tolist() == likeness.columns.tolist() == list(range(topics))
    for topic in range(topics):
        for other in range(topics):
            a, b = (
                np.asarray(run.embeddings)[run.documents["topic"] == one].mean(axis=0)
                for one in (topic, other)
            )
            truth = a @ b / np.linalg.norm(a) / np.linalg.norm(b)
            assert likeness.loc[topic, other] == pytest.approx(truth, abs=1e-5)

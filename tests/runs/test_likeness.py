"""Which topics are near each other."""

import numpy as np
import pytest

from analysis.runs.queries.similarity import topic_likeness, typical_papers
from analysis.runs.store import open_run, write_run
from tests.support.builders import build_run, run_parts


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


def test_typical_papers_lie_nearest_to_the_centre_of_those_that_were_not_reassigned(tmp_path):
    tables, vectors, manifest = run_parts(papers=240, topics=3)
    tables.documents.loc[tables.documents.index % 3 == 0, "assigned"] = "reassigned"
    run = open_run(tmp_path / write_run(tables, vectors, manifest=manifest, runs=tmp_path))
    papers = run.documents[run.documents["topic"] == 1]
    embedded = np.asarray(run.embeddings)[papers["doc_id"]]
    cosines = embedded @ embedded.mean(axis=0)
    sure = (papers["assigned"] != "reassigned").to_numpy()
    assert 0 < sure.sum() < len(sure)
    truth = papers["doc_id"].to_numpy()[np.argsort(np.where(sure, -cosines, np.inf))]

    found = typical_papers(run, 1, most=5)

    assert found["doc_id"].tolist() == truth[:5].tolist()
    everyone = typical_papers(run, 1, most=999)
    assert sorted(everyone["doc_id"]) == sorted(papers["doc_id"])
    assert everyone["assigned"].tail((~sure).sum()).eq("reassigned").all()

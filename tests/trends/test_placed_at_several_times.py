"""Themes whose papers were placed at several times: who came when is no trend."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.trends.params import TrendParams
from analysis.trends.verdict_codes import CALLED
from analysis.trends.verdicts.evidence_text import evidence
from analysis.trends.verdicts.signals import Corpus, topic_signals
from analysis.trends.verdicts.time_words import RecentTime

MONTHS, PAPERS = 48, 60
PARAMS = TrendParams()


@pytest.fixture(scope="module")
def corpus():
    """Four themes of constant shares, by the measure that is the same for all papers.

    The fourth opened in the last year: papers about it that came before stay in the first.
    """
    rng = np.random.default_rng(0)
    month = np.repeat(np.arange(MONTHS), PAPERS)
    nearest = np.tile(np.arange(PAPERS) * 4 // PAPERS, MONTHS)
    topic = np.where((nearest == 3) & (month < MONTHS - 12), 0, nearest)
    days = [f"{2021 + m // 12}-{m % 12 + 1:02d}-{rng.integers(1, 28):02d}" for m in month]
    n = len(month)
    papers = pd.DataFrame(
        {
            "doc_id": np.arange(n, dtype=np.int32),
            "published": pd.array(days, dtype="str"),
            "topic": topic.astype(np.int32),
            "probability": np.ones(n, np.float32),
            "authors": [[f"Author {i}"] for i in range(n)],
            "venue": None,
            "categories": [[] for _ in range(n)],
            "upvotes": pd.array([None] * n, dtype="Int64"),
        }
    )
    vectors = rng.normal(size=(n, 4)).astype(np.float32)
    return Corpus(papers, vectors, topic, "month", as_of="2024-12-31", nearest=nearest)


def called(corpus):
    found = topic_signals(corpus, params=PARAMS).set_index("topic")["verdict"]
    return set(found.index[found.isin(CALLED)])


def test_the_theme_that_opened_late_is_called_by_who_came_when_alone(corpus):
    assert 3 in called(replace(corpus, nearest=None))


def test_no_theme_is_called_by_one_measure_for_all_papers(corpus):
    assert not called(corpus)


def test_the_evidence_says_that_papers_were_placed_at_several_times(corpus):
    found = topic_signals(corpus, params=PARAMS)
    said = evidence(found, recent=RecentTime("twelve months", 0.25))
    assert "by the same measure, early and late" in said[found["topic"].tolist().index(3)]


def test_a_theme_that_really_came_late_is_called_all_the_same(corpus):
    late = corpus.documents["topic"].to_numpy()
    assert 3 in called(replace(corpus, nearest=late))

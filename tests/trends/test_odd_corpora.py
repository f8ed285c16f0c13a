"""Corpora as real life sends them, in which nothing changes: an answer, and no trend."""

import numpy as np
import pandas as pd
import pytest

from analysis.trends.params import TrendParams
from analysis.trends.postings import Postings
from analysis.trends.verdict_codes import TRENDS
from analysis.trends.verdicts.signals import Corpus, signals

PAPERS, TOPICS = 1_200, 6


def _documents(rng: np.random.Generator, *, years: int = 6, papers: int = PAPERS) -> pd.DataFrame:
    days = np.sort(rng.integers(0, 365 * years, papers))
    published = pd.Timestamp("2015-01-01") + pd.to_timedelta(days, unit="D")
    return pd.DataFrame(
        {
            "published": published.strftime("%Y-%m-%d").astype("str"),
            "topic": rng.integers(0, TOPICS, papers),
            "probability": 1.0,
            "authors": [[f"author {paper}"] for paper in range(papers)],
            "venue": rng.choice(["one", "two", "three"], papers),
            "categories": [[] for _ in range(papers)],
            "upvotes": pd.array(rng.poisson(5, papers), dtype="Int64"),
        }
    )


def _venue_a_paper(documents: pd.DataFrame) -> pd.DataFrame:
    return documents.assign(venue=[f"venue {paper}" for paper in range(len(documents))])


def _venue_in_one_month(documents: pd.DataFrame) -> pd.DataFrame:
    there = documents["published"].str.startswith("2018-05")
    return documents.assign(venue=documents["venue"].mask(there, "a workshop"))


def _two_years(documents: pd.DataFrame) -> pd.DataFrame:
    year = documents["published"].str[:4]
    return documents.assign(published=year.where(year < "2016", "2016"))


def _silent_years(documents: pd.DataFrame) -> pd.DataFrame:
    gone = documents["published"].str[:4].isin(["2017", "2018"])
    return documents[~gone].reset_index(drop=True)


def _by_year_among_days(documents: pd.DataFrame) -> pd.DataFrame:
    coarse = np.arange(len(documents)) % 12 == 0
    published = documents["published"].mask(coarse, documents["published"].str[:4])
    return documents.assign(published=published)


def _doubled_on_one_day(documents: pd.DataFrame) -> pd.DataFrame:
    more = documents.assign(published="2019-08-14")
    return pd.concat([documents, more], ignore_index=True)


ODD = {
    "one venue": lambda documents: documents.assign(venue="one"),
    "a venue a paper": _venue_a_paper,
    "no venue": lambda documents: documents.assign(venue=None),
    "a venue in one month": _venue_in_one_month,
    "two years": _two_years,
    "silent years": _silent_years,
    "dated by year among days": _by_year_among_days,
    "doubled on one day": _doubled_on_one_day,
    "one theme": lambda documents: documents.assign(topic=0),
    "one date": lambda documents: documents.assign(published="2018-02-03"),
    "no date": lambda documents: documents.assign(published=None),
    "one paper": lambda documents: documents.head(1),
    "no paper": lambda documents: documents.head(0),
}


@pytest.mark.parametrize("test_period", ["auto", "month", "quarter", "year"])
@pytest.mark.parametrize("name", ODD)
def test_nothing_moves_in_an_odd_corpus_without_a_trend(name: str, test_period: str) -> None:
    rng = np.random.default_rng(5)
    documents = ODD[name](_documents(rng))
    number = len(documents)
    # A term that every paper holds, one that none holds any more, and some others.
    held = [np.arange(number), np.arange(number)[: number // 3][::40]]
    held += [np.flatnonzero(rng.random(number) < 0.1) for _ in range(5)]
    indptr = np.r_[0, np.cumsum([len(ids) for ids in held])].astype(np.int32)
    postings = Postings(indptr, np.concatenate(held).astype(np.int32))
    vectors = rng.normal(size=(number, 4)).astype(np.float32)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    corpus = Corpus(documents, vectors, documents["topic"].to_numpy(), "month")
    params = TrendParams.model_validate({"test_period": test_period})
    topics, terms = signals(
        corpus, [f"term {i}" for i in range(7)], postings=postings, params=params
    )
    assert len(topics) == documents["topic"].nunique()
    assert len(terms) == 7
    # One list in ten may have a false finding; here there are at most two.
    assert topics["verdict"].isin(TRENDS).sum() <= 1
    assert terms["verdict"].isin(TRENDS).sum() <= 1
    assert not terms.loc[[0], "verdict"].isin([*TRENDS, "emerging", "peaked"]).any()


def test_six_hundred_months_have_an_answer() -> None:
    documents = _documents(np.random.default_rng(1), years=50, papers=4_000)
    vectors = np.ones((4_000, 1), np.float32)
    corpus = Corpus(documents, vectors, documents["topic"].to_numpy(), "month")
    postings = Postings(np.array([0, 4_000], np.int32), np.arange(4_000, dtype=np.int32))
    params = TrendParams(test_period="month", window_years=50)
    topics, _ = signals(corpus, ["all"], postings=postings, params=params)
    assert topics["window_start"].iloc[0][:4] == "2015"
    assert topics["growth"].notna().all()
    assert (topics["growth"].abs() < 0.05).all()

"""Venues and categories that come or go: said where it was planted, and not where it was not."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.trends.evidence.mixture_shift import mixture, named
from analysis.trends.params import TrendParams
from analysis.trends.verdicts.evidence_text import mixture_note
from analysis.trends.verdicts.signals import Corpus, topic_signals
from tests.support.planted_trends import PLAIN, as_papers, corpus

PARAMS = TrendParams()


def _papers(months: int = 36, *, seed: int = 1) -> pd.DataFrame:
    """60 papers a month of eight categories, the least of which has a few in a hundred."""
    rng = np.random.default_rng(seed)
    month = np.repeat(np.arange(months), 60)
    weights = np.array([30, 20, 12, 8, 5, 3, 2, 1.5])
    names = rng.choice([f"cs.A{i}" for i in range(8)], len(month), p=weights / weights.sum())
    return pd.DataFrame(
        {
            "published": [
                f"{2020 + m // 12}-{m % 12 + 1:02d}-{paper % 28 + 1:02d}"
                for paper, m in enumerate(month)
            ],
            "categories": [[name, "cs.XX"] for name in names],
            "venue": None,
        }
    )


def _without(papers: pd.DataFrame, gone: set[str], when: pd.Series) -> pd.DataFrame:
    first = pd.Series([names[0] for names in papers["categories"]], index=papers.index)
    return papers[~(first.isin(gone) & when)].reset_index(drop=True)


def _note(papers: pd.DataFrame, period: str = "month") -> str:
    return mixture_note(mixture(papers, period=period, params=PARAMS))


@pytest.mark.parametrize("months", [6, 18, 36, 60])
def test_nothing_is_said_where_every_category_stays(months: int) -> None:
    for seed in range(5):
        assert _note(_papers(months, seed=seed)) == ""


@pytest.mark.parametrize("period", ["month", "week", "quarter"])
def test_those_that_begin_and_end_are_named_with_their_months(period: str) -> None:
    papers = _papers()
    early = papers["published"] < "2021-04"
    papers = _without(papers, {"cs.A3", "cs.A5"}, early)
    papers = _without(papers, {"cs.A2"}, papers["published"] > "2021-10")
    assert _note(papers, period) == (
        "cs.A3 and cs.A5 begin in Apr 2021; cs.A2 ends in Sep 2021: shares may change as a result."
    )


def test_small_ones_count_together_and_not_alone() -> None:
    papers = _papers()
    early = papers["published"] < "2021-07"
    assert _note(_without(papers, {"cs.A7"}, early)) == ""
    together = _note(_without(papers, {"cs.A5", "cs.A6", "cs.A7"}, early))
    assert together.startswith("cs.A5, cs.A6 and cs.A7 begin in Jul 2021")


def test_stray_papers_do_not_hide_a_beginning_and_a_yearly_venue_is_none() -> None:
    papers = _papers()
    early = papers["published"] < "2021-07"
    stray = papers.index < 20
    assert "cs.A1 begins in Jul 2021" in _note(_without(papers, {"cs.A1"}, early & ~stray))
    yearly = papers.assign(venue=np.where(papers["published"].str[5:7] == "08", "ICML", "arXiv"))
    assert _note(yearly) == ""


def test_one_venue_for_all_says_nothing_and_categories_speak() -> None:
    papers = _papers().assign(venue="arXiv")
    late = _without(papers, {"cs.A1"}, papers["published"] < "2021-07")
    assert "cs.A1 begins" in _note(late)


def test_categories_that_most_papers_lack_and_missing_dates_say_nothing() -> None:
    papers = _papers()
    late = _without(papers, {"cs.A1"}, papers["published"] < "2021-07")
    assert _note(late) != ""
    half = [names if paper % 2 else [] for paper, names in enumerate(late["categories"])]
    assert _note(late.assign(categories=pd.Series(half))) == ""
    assert _note(papers.assign(published=None)) == ""
    assert _note(papers.head(0)) == ""


def test_a_theme_that_a_new_category_brings_does_not_rise() -> None:
    """From the fourth year a category brings as many papers again, all of one theme."""
    base = corpus(replace(PLAIN, growth=1.0, papers=6_000), seed=1).counts
    more = np.zeros_like(base)
    more[0, 36:] = 60
    papers = pd.concat([as_papers(base), as_papers(more)], ignore_index=True)
    first = np.where(np.arange(len(papers)) < base.sum(), "cs.CL", "cs.RO")
    told = papers.assign(categories=pd.Series([[name] for name in first]))
    verdicts = []
    for each in (papers, told):
        vectors = np.zeros((len(each), 2), np.float32)
        found = Corpus(each, vectors, each["topic"].to_numpy(), "month")
        verdicts.append(topic_signals(found, params=PARAMS).iloc[0])
    assert verdicts[0]["verdict"] == "rising"
    assert verdicts[1]["verdict"] != "rising"
    assert (verdicts[1]["reason"], verdicts[1]["because"]) == ("mixture", "categories")


def test_many_names_make_a_short_phrase() -> None:
    assert named(["a"]) == "a"
    assert named(["a", "b"]) == "a and b"
    assert named(list("abcd")) == "a, b, c and d"
    assert named(list("abcdefg")) == "a, b, c and 4 more"

"""Copies with shuffled months: the same papers, and nothing in them that moves."""

from dataclasses import replace

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.trends.params import TrendParams
from analysis.trends.series import topic_postings
from analysis.trends.verdict_codes import CALLED
from analysis.trends.verdicts.permutation import LISTED, SHUFFLES, shuffled_dates, shuffled_signals
from analysis.trends.verdicts.signals import Corpus, topic_signals
from tests.support.planted_trends import PLAIN, RISE, World, as_papers, corpus

PARAMS = TrendParams()
SMALL = replace(PLAIN, papers=4_000)


def _corpus(world: World, *, seed: int) -> Corpus:
    papers = as_papers(corpus(world, seed=seed).counts)
    vectors = np.zeros((len(papers), 2), np.float32)
    return Corpus(papers, vectors, papers["topic"].to_numpy(), "month")


def _shuffled(found: Corpus) -> pd.DataFrame:
    topics, postings = topic_postings(found.documents["topic"].to_numpy())
    names = [f"word {topic}" for topic in topics]
    return shuffled_signals(found, names, postings=postings, params=PARAMS)


def test_copies_of_an_unchanged_corpus_hold_next_to_nothing() -> None:
    """Of each kind of finding a copy in ten may have one: in sixty, 11 or fewer (binomial)."""
    tables = [_shuffled(_corpus(SMALL, seed=seed)) for seed in range(1, 4)]
    themes = pd.concat(
        [rows[rows["kind"] == "topic"].assign(corpus=i) for i, rows in enumerate(tables)]
    )
    for verdict in CALLED:
        copies = themes[themes["verdict"] == verdict].groupby(["corpus", "shuffle"]).ngroups
        assert copies <= 11


def test_a_rise_is_in_the_list_of_the_papers_and_not_in_those_of_the_copies() -> None:
    found = _corpus(replace(SMALL, slopes=(RISE, RISE), planted_papers=300), seed=3)
    here = topic_signals(found, params=PARAMS)
    assert here.loc[here["verdict"] == "rising", "topic"].tolist() == [0, 1]
    copies = _shuffled(found)
    # Themes and keywords are two families, each with a false rise in a copy of ten at most.
    assert (copies["verdict"] == "rising").sum() <= 2 * 0.1 * SHUFFLES
    largest = copies.groupby("shuffle")["growth_shrunk"].agg(lambda growth: growth.abs().max())
    assert here["growth_shrunk"].max() > largest.median()


def test_a_copy_lists_its_largest_growths_first_and_names_its_series() -> None:
    table = _shuffled(_corpus(SMALL, seed=4))
    assert table["shuffle"].unique().tolist() == list(range(1, SHUFFLES + 1))
    for _, rows in table.groupby(["shuffle", "kind"]):
        assert len(rows) >= LISTED
        assert rows["growth_shrunk"].abs().head(LISTED).is_monotonic_decreasing
    assert set(table.loc[table["kind"] == "topic", "name"]) <= {str(i) for i in range(30)}
    pd.testing.assert_frame_equal(table, _shuffled(_corpus(SMALL, seed=4)))


def test_too_few_months_have_no_copies() -> None:
    few = _corpus(replace(SMALL, months=7), seed=1)
    assert _shuffled(few).empty
    undated = replace(few, documents=few.documents.assign(published=None))
    assert _shuffled(undated).empty


_DATES = st.one_of(
    st.none(),
    st.integers(2001, 2003).map(str),
    st.tuples(st.integers(2001, 2003), st.integers(1, 12)).map(lambda d: f"{d[0]}-{d[1]:02d}"),
    st.dates(pd.Timestamp("2001-01-01").date(), pd.Timestamp("2004-12-31").date()).map(str),
)


@settings(max_examples=60)
@given(st.lists(_DATES, max_size=60), st.integers(0, 99))
def test_whole_months_change_places(dates: list[str | None], seed: int) -> None:
    published = pd.Series(dates, dtype="str")
    moved = shuffled_dates(published, np.random.default_rng(seed))
    assert moved.index.equals(published.index)
    assert moved.isna().equals(published.isna())
    with_month = published.str.len().fillna(0) >= 7
    assert moved[~with_month].equals(published[~with_month])
    old, new = (each[with_month].str[:7] for each in (published, moved))
    assert sorted(old.unique()) == sorted(new.unique())
    pairs = set(zip(old, new, strict=True))
    assert len(pairs) == old.nunique()  # one new month for each old one
    assert all((month, month) in pairs for month in {old.min(), old.max()} if len(old))
    pd.to_datetime(moved[with_month], format="ISO8601")  # and every day is in the calendar


def test_years_change_places_where_they_are_counted() -> None:
    published = pd.Series(["2000", "2004-02-29", "2005-07", "2006", "2009-12-31"])
    moved = shuffled_dates(published, np.random.default_rng(5), unit=4)
    assert (moved.iloc[0], moved.iloc[-1]) == ("2000", "2009-12-31")
    assert sorted(moved.str[:4]) == sorted(published.str[:4])

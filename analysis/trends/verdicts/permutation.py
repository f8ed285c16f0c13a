"""Permutation null: verdicts on the same papers with shuffled months."""

import calendar
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.trends.params import TrendParams
from analysis.trends.postings import Postings
from analysis.trends.verdict_codes import CALLED
from analysis.trends.verdicts.signals import Corpus, Family, judged, topic_family

SHUFFLES = 20
# Of each copy the list keeps so many, those with the largest growth, and all that are called.
LISTED = 10
# Four months in the middle have 24 orders, too few for a null distribution.
_FEWEST = 6
_COLUMNS = ["shuffle", "kind", "name", "documents", "growth", "growth_low", "growth_high",
            "growth_shrunk", "verdict"]  # fmt: skip


def shuffled_signals(
    corpus: Corpus, terms: Sequence[str], *, postings: Postings, params: TrendParams
) -> pd.DataFrame:
    """The verdicts on `SHUFFLES` copies of the corpus with whole months permuted.

    Columns: shuffle (from 1), kind (topic or term), name (the topic's number or the term),
    documents, growth, growth_low, growth_high, growth_shrunk, verdict. Of every copy and kind the
    rows that are called emerging, rising or fading, and the `LISTED` of the largest shrunk growth,
    the largest first; none where there are too few months to shuffle. Whole months, because
    neighbouring papers belong together: shuffled papers scatter less than real ones, and flatter.
    """
    unit = 4 if corpus.tested(params).period == "year" else 7
    published = corpus.documents["published"]
    families = {"topic": topic_family(corpus, params=params), "term": Family(terms, postings)}
    found = [pd.DataFrame(columns=_COLUMNS)]
    rng = np.random.default_rng(params.seed)
    for shuffle in range(1, SHUFFLES + 1) if len(_inner(published, unit)) >= _FEWEST else ():
        dates = shuffled_dates(published, rng, unit=unit)
        copy = replace(corpus, documents=corpus.documents.assign(published=dates))
        for kind, family in families.items():
            rows = _listed(copy, family, params=params)
            found.append(rows.assign(shuffle=shuffle, kind=kind)[_COLUMNS])
    return pd.concat(found[1:] or found, ignore_index=True)


def shuffled_dates(published: pd.Series, rng: np.random.Generator, *, unit: int = 7) -> pd.Series:
    """The ISO dates `published` with whole months permuted, by the same index.

    Papers of a month stay together, and days stay as far as the new month has them. The first and
    the last month, which may be unfinished, stay in place, and so do dates without a month. With a
    `unit` of 4 letters instead of 7 it is whole years.
    """
    inner = _inner(published, unit)
    moved = dict(zip(inner, rng.permutation(inner), strict=True))
    dates = {date: _moved(date, moved, unit=unit) for date in published.dropna().unique()}
    return published.map(dates).astype("str")


def _inner(published: pd.Series, unit: int) -> list[str]:
    dated = published.dropna()
    return sorted(dated[dated.str.len() >= unit].str[:unit].unique())[1:-1]


def _moved(date: str, moved: dict[str, str], *, unit: int) -> str:
    place = moved.get(date[:unit], date[:unit]) + date[unit:]
    if len(place) < len("2024-02-30"):
        return place
    year, month, day = map(int, place.split("-"))
    return f"{place[:7]}-{min(day, calendar.monthrange(year, month)[1]):02d}"


def _listed(copy: Corpus, family: Family, *, params: TrendParams) -> pd.DataFrame:
    found = judged(copy, family, params=params)
    found = found.assign(
        name=[str(name) for name in family.names], documents=np.diff(family.postings.indptr)
    )
    order = found["growth_shrunk"].abs().sort_values(ascending=False, kind="stable").dropna().index
    called = found.index[found["verdict"].isin(CALLED)]
    return found.loc[[*order[:LISTED], *called.difference(order[:LISTED])]]

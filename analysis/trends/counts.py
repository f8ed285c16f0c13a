"""Document counts by period, the basis of all shares."""

import numpy as np
import pandas as pd

from analysis.periods import period_of, periods_between
from analysis.trends.postings import Postings


def period_tables(
    documents: pd.DataFrame,
    terms: pd.DataFrame,
    *,
    vocabulary: pd.DataFrame,
    postings: Postings,
    period: str,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The two stored tables of counts, of topics and of topics' own terms (zeros included)."""
    return topic_counts(documents, period=period), term_counts(
        documents, terms, vocabulary=vocabulary, postings=postings, period=period
    )


def topic_counts(documents: pd.DataFrame, *, period: str) -> pd.DataFrame:
    """Documents of every topic in every period: period, topic, documents (zeros included)."""
    periods, codes, _ = calendar(documents, period=period)
    topics = np.unique(documents["topic"].to_numpy())
    rows = np.searchsorted(topics, documents["topic"].to_numpy())
    dated = codes >= 0
    flat = np.bincount(
        codes[dated] * len(topics) + rows[dated], minlength=len(periods) * len(topics)
    )
    return pd.DataFrame(
        {
            "period": np.repeat(np.array(periods, dtype=object), len(topics)),
            "topic": np.tile(topics, len(periods)).astype(np.int32),
            "documents": flat.astype(np.int32),
        }
    ).astype({"period": "str"})


def term_counts(
    documents: pd.DataFrame,
    terms: pd.DataFrame,
    *,
    vocabulary: pd.DataFrame,
    postings: Postings,
    period: str,
) -> pd.DataFrame:
    """Documents of a topic that hold one of its own terms, in every period.

    `terms` has the columns topic and term. Returns period, topic, term, documents.
    """
    periods, codes, _ = calendar(documents, period=period)
    topics = documents["topic"].to_numpy()
    ids = pd.Series(range(len(vocabulary)), index=vocabulary["term"])
    pairs = list(zip(terms["topic"], terms["term"], strict=True))
    counts = []
    for topic, term in pairs:
        holders = postings.documents_of(int(ids[term]))
        counts.append(count(codes[holders[topics[holders] == topic]], size=len(periods)))
    return pd.DataFrame(
        {
            "period": np.tile(np.array(periods, dtype=object), len(pairs)),
            "topic": np.repeat([topic for topic, _ in pairs], len(periods)).astype(np.int32),
            "term": np.repeat(np.array([term for _, term in pairs], dtype=object), len(periods)),
            "documents": np.concatenate([*counts, np.zeros(0, np.int64)]).astype(np.int32),
        }
    ).astype({"period": "str", "term": "str"})


def calendar(documents: pd.DataFrame, *, period: str) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Every period of the span, each document's place among them (-1: none), and the totals."""
    labels = period_of(documents["published"], period=period)
    dated = labels.dropna()
    periods = periods_between(dated.min(), dated.max()) if len(dated) else []
    codes = pd.Index(periods, dtype="str").get_indexer(pd.Index(labels))
    return periods, codes, count(codes, size=len(periods))


def count(codes: np.ndarray, *, size: int) -> np.ndarray:
    """The number of documents in each of `size` periods; code -1 is in none."""
    return np.bincount(codes[codes >= 0], minlength=size)

"""Builders of the tables of a run."""

import re

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.modelling.clustering.hierarchy import fit_hierarchy
from analysis.modelling.clustering.topics import Topics
from analysis.modelling.inputs import Inputs
from analysis.modelling.keywords.quality import npmi
from analysis.modelling.keywords.vocabulary import Vocabulary
from analysis.modelling.naming.name_themes import Themes
from analysis.periods import choose_period
from analysis.runs.hues import theme_hues
from analysis.runs.schema import OUTLIER, Tables
from analysis.trends.counts import period_tables
from analysis.trends.postings import Postings
from analysis.trends.verdicts.permutation import shuffled_signals
from analysis.trends.verdicts.signals import Corpus, signals

OUTLIER_LABEL = "Unassigned"


def run_tables(
    documents: pd.DataFrame,
    themes: Themes,
    *,
    vectors: np.ndarray,
    positions: np.ndarray,
    runner_up: np.ndarray,
    inputs: Inputs,
) -> Tables:
    """Build all tables of a run; `documents` from `to_documents`.

    `positions` is (n, 2), `runner_up` the second-best topic of every document.
    """
    params = inputs.params
    table = document_table(documents, themes.topics, positions=positions)
    period = choose_period(table["published"]) if params.period == "auto" else params.period
    tree = fit_hierarchy(vectors, themes.topics.topic, labels=[x.text for x in themes.labels])
    coherences = npmi(themes.vocabulary.counts, themes.ranked)
    terms = term_table(themes.ranked, themes.topics.weights, names=themes.vocabulary.terms)
    postings = postings_of(themes.vocabulary.counts)
    vocabulary = vocabulary_table(themes.vocabulary, postings)
    topic_periods, term_periods = period_tables(
        table, terms, vocabulary=vocabulary, postings=postings, period=period
    )
    followed = followed_terms(themes.vocabulary.terms, keywords=set(terms["term"]))
    corpus = Corpus(
        table,
        vectors,
        runner_up,
        period,
        as_of=inputs.as_of or None,
        nearest=themes.topics.nearest,
    )
    names, held = vocabulary["term"].iloc[followed].tolist(), postings.of(followed)
    topic_signals, term_signals = signals(corpus, names, postings=held, params=params)
    return Tables(
        documents=table,
        topics=topic_table(table, themes, parents=tree.parents, coherences=coherences),
        areas=area_table(table, themes),
        terms=terms,
        topic_periods=topic_periods,
        term_periods=term_periods,
        hierarchy=tree.table,
        vocabulary=vocabulary,
        topic_signals=topic_signals,
        term_signals=term_signals,
        shuffled_signals=shuffled_signals(corpus, names, postings=held, params=params),
        period=period,
    )


def document_table(
    documents: pd.DataFrame, topics: Topics, *, positions: np.ndarray
) -> pd.DataFrame:
    """`documents.parquet`: the papers with their topic and map position."""
    return documents.drop(columns="text").assign(
        topic=topics.topic,
        probability=topics.probability,
        assigned=topics.assigned,
        nearest=topics.nearest,
        x=positions[:, 0],
        y=positions[:, 1],
    )


def topic_table(
    documents: pd.DataFrame,
    themes: Themes,
    *,
    parents: np.ndarray,
    coherences: list[float | None],
) -> pd.DataFrame:
    """`topics.parquet`: outliers first; x and y are the median of a topic's documents."""
    labels = themes.labels
    numbers = np.arange(OUTLIER, len(labels))
    groups = documents.groupby("topic")
    places = groups[["x", "y"]].median().reindex(numbers)
    table = pd.DataFrame(
        {
            "topic": numbers,
            "label": [OUTLIER_LABEL, *(label.text for label in labels)],
            "label_source": ["constant", *(label.source for label in labels)],
            "documents": groups.size().reindex(numbers, fill_value=0).to_numpy(),
            "x": places["x"].to_numpy(),
            "y": places["y"].to_numpy(),
            "parent": [-1, *parents.tolist()],
            "coherence": [None, *coherences],
            "area": [OUTLIER, *themes.topics.area.tolist()],
            "stability": [None, *themes.topics.stability.tolist()],
        }
    )
    return table.assign(hue=theme_hues(table))


def area_table(documents: pd.DataFrame, themes: Themes) -> pd.DataFrame:
    """`areas.parquet`: x and y are the median of the documents of an area's topics."""
    area = np.append(themes.topics.area, OUTLIER)[documents["topic"]]
    groups = documents.groupby(area)
    numbers = np.arange(len(themes.area_labels))
    places = groups[["x", "y"]].median().reindex(numbers)
    return pd.DataFrame(
        {
            "area": numbers,
            "label": [label.text for label in themes.area_labels],
            "label_source": [label.source for label in themes.area_labels],
            "documents": groups.size().reindex(numbers, fill_value=0),
            "x": places["x"],
            "y": places["y"],
        }
    )


def followed_terms(terms: list[str], *, keywords: set[str]) -> np.ndarray:
    """The indices of the terms tested for trends: phrases, names, and keywords of a theme.

    Blind to time, and without the plain words ("showcase", "loop") that are no subject.
    """
    telling = re.compile(r"[ -]|\d|[A-Z]")
    return np.array(
        [i for i, term in enumerate(terms) if telling.search(term) or term in keywords], np.int64
    )


def term_table(ranked: list[list[int]], weights: np.ndarray, *, names: list[str]) -> pd.DataFrame:
    """`terms.parquet`: topic, rank (from 1), term, weight (c-TF-IDF)."""
    rows = [
        (topic, rank, names[term], float(weights[topic, term]))
        for topic, best in enumerate(ranked)
        for rank, term in enumerate(best, start=1)
    ]
    return pd.DataFrame(rows, columns=["topic", "rank", "term", "weight"])


def postings_of(counts: sparse.csr_array) -> Postings:
    """The documents of every term, from (documents, terms) counts."""
    holders = counts.tocsc()
    holders.sort_indices()
    return Postings(holders.indptr.astype(np.int32), holders.indices.astype(np.int32))


def vocabulary_table(vocabulary: Vocabulary, postings: Postings) -> pd.DataFrame:
    """`vocabulary.parquet`: term, documents, long_form (of an acronym, else null), doc_ids."""
    return pd.DataFrame(
        {
            "term": pd.Series(vocabulary.terms, dtype="str"),
            "documents": np.diff(postings.indptr),
            "long_form": vocabulary.long_forms,
            "doc_ids": [postings.documents_of(i) for i in range(len(vocabulary.terms))],
        }
    )

"""The identity of themes and areas along a lineage: numbers, names and hues that stay."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from analysis.modelling.naming.labels import Label
from analysis.runs.hues import with_missing_hues
from analysis.runs.schema import OUTLIER, Tables


@dataclass(frozen=True)
class Identity:
    """What themes and areas, counted from 0 by a fit or an update, are called in a run.

    `topics` and `areas` hold the number of each; `labels` and `hues` what those have that stood
    before, by their place. `next_topic` and `next_area` are the first numbers that no run of the
    lineage has used.
    """

    topics: np.ndarray
    areas: np.ndarray
    next_topic: int
    next_area: int
    labels: Mapping[int, Label] = field(default_factory=dict)
    hues: Mapping[int, float] = field(default_factory=dict)


def first_identity(*, topics: int, areas: int) -> Identity:
    """The identity in a run without a parent: themes and areas are numbered by size."""
    return Identity(np.arange(topics), np.arange(areas), topics, areas)


def named(tables: Tables, identity: Identity) -> Tables:
    """Tables that count themes and areas from 0, with their numbers and kept hues."""
    if identity.hues:
        known = tables.topics["topic"].map(identity.hues)
        tables = replace(tables, topics=with_missing_hues(tables.topics.assign(hue=known)))
    topic = _renumber(identity.topics)
    # The nodes of the tree are the themes, then the joins of them.
    joins = len(tables.hierarchy) - len(identity.topics)
    node = _renumber(np.r_[identity.topics, identity.next_topic + np.arange(joins)])
    area = _renumber(identity.areas)
    shuffled = tables.shuffled_signals
    of_topic = shuffled["kind"] == "topic"
    names = shuffled["name"].mask(
        of_topic, shuffled["name"].where(of_topic, "0").astype(int).map(topic).astype(str)
    )
    return replace(
        tables,
        documents=_mapped(tables.documents, topic=topic, nearest=topic),
        topics=_mapped(tables.topics, topic=topic, parent=node, area=area),
        areas=_mapped(tables.areas, area=area),
        terms=_mapped(tables.terms, topic=topic),
        topic_periods=_mapped(tables.topic_periods, topic=topic),
        term_periods=_mapped(tables.term_periods, topic=topic),
        hierarchy=_mapped(tables.hierarchy, node=node, parent=node),
        topic_signals=_mapped(tables.topic_signals, topic=topic),
        shuffled_signals=shuffled.assign(name=names),
    )


def _renumber(numbers: np.ndarray) -> dict[int, int]:
    return {OUTLIER: OUTLIER} | dict(enumerate(numbers.tolist()))


def _mapped(table: pd.DataFrame, **columns: Mapping[int, int]) -> pd.DataFrame:
    return table.assign(
        **{
            name: table[name].map(numbers).astype(table[name].dtype)
            for name, numbers in columns.items()
            if name in table
        }
    )

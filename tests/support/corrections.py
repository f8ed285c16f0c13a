"""Corrections as people make them, and what must hold of a run that has some."""

from typing import Literal

import numpy as np
import pandas as pd
from pydantic import TypeAdapter

from analysis.runs.corrections.corrected import correct
from analysis.runs.corrections.overlay import Edit, Overlay, surest
from analysis.runs.schema import SCHEMAS
from analysis.runs.store import Run
from analysis.trends.prevalence import prevalence

TABLES = [name for name in SCHEMAS if name not in ("vocabulary", "term_signals")]
Kind = Literal["rename", "merge", "split", "hide", "move"]


def edit(run: Run, kind: Kind, topic: int, **more) -> Edit:
    label = run.topics.set_index("topic")["label"][topic]
    about = {"kind": kind, "theme": surest(run.documents, topic), "was": label}
    return TypeAdapter(Edit).validate_python(about | more)


def merge(run: Run, topic: int, other: int) -> Edit:
    return edit(run, "merge", topic, other=surest(run.documents, other), other_was="other")


def split(run: Run, topic: int, ids: np.ndarray) -> Edit:
    return edit(run, "split", topic, papers=tuple(run.documents["paper_id"][ids]), label="Part")


def move(run: Run, doc_id: int, topic: int) -> Edit:
    papers = (run.documents["paper_id"][doc_id],)
    return edit(run, "move", topic, papers=papers, other_was="a paper")


def seen_through(run: Run, *edits: Edit) -> Run:
    return correct(run, Overlay(run_id=run.run_id, version=1, edits=edits))


def assert_same(one: Run, other: Run) -> None:
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))


def assert_whole(run: Run) -> None:
    """What every run promises, a corrected one too."""
    counted = run.documents["topic"].value_counts()
    topics = run.topics.set_index("topic")
    assert topics["documents"].sum() == len(run.documents)
    assert topics.drop(-1)["documents"].to_dict() == counted.drop(-1, errors="ignore").to_dict()
    assert run.manifest.counts.topics == len(topics) - 1
    assert run.manifest.counts.outliers == topics.loc[-1, "documents"]
    leaves = set(run.hierarchy["node"]) - set(run.hierarchy["parent"])
    assert leaves == set(topics.index) - {-1}
    assert set(run.hierarchy["parent"]) - {-1} <= set(run.hierarchy["node"])
    assert set(run.terms["topic"]) == set(topics.index) - {-1}
    if len(run.areas):
        papers = topics.drop(-1).groupby("area")["documents"].sum()
        assert run.areas.set_index("area")["documents"].to_dict() == papers.to_dict()
        assert run.areas["documents"].sum() == counted.drop(-1, errors="ignore").sum()
        assert topics.loc[-1, "area"] == -1
    shares = prevalence(run.documents, period="quarter").dropna(subset="prevalence")
    np.testing.assert_allclose(shares.groupby("period")["prevalence"].sum(), 1)
    for name in TABLES:
        assert list(getattr(run, name).columns) == SCHEMAS[name].names

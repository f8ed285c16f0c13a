"""Evidence for a paper's topic: neighbours and terms."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from analysis.runs.store import Run


def neighbour_topics(run: "Run", doc_id: int) -> pd.DataFrame:
    """The topics of a paper's nearest neighbours, most neighbours first: topic, neighbours.

    All neighbours that the run keeps count, outliers (-1) too; of topics with equally many the one
    with the nearer neighbours comes first.
    """
    indices, distances = (array[doc_id] for array in run.neighbours)
    known = indices >= 0
    votes = pd.DataFrame(
        {
            "topic": run.documents["topic"].to_numpy()[indices[known]],
            "distance": distances[known],
        }
    )
    table = votes.groupby("topic")["distance"].agg(["size", "mean"]).reset_index()
    table = table.sort_values(["size", "mean", "topic"], ascending=[False, True, True])
    return table.rename(columns={"size": "neighbours"})[["topic", "neighbours"]].reset_index(
        drop=True
    )


def held_terms(run: "Run", doc_id: int, *, topic: int) -> pd.DataFrame:
    """The terms of a topic, best first, and whether a paper contains each: term, held."""
    terms = run.terms[run.terms["topic"] == topic].sort_values("rank")["term"].to_numpy()
    places = pd.Index(run.vocabulary["term"]).get_indexer(pd.Index(terms))
    held = [
        bool(place >= 0 and np.isin(doc_id, run.postings.documents_of(int(place))))
        for place in places
    ]
    return pd.DataFrame({"term": terms, "held": np.array(held, bool)})

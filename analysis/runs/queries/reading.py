"""The papers to read first of a theme or a keyword."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from analysis.runs.store import Run

_MONTH = len("2024-03")


def papers_to_read(run: "Run", doc_ids: np.ndarray, *, most: int = 3) -> pd.DataFrame:
    """The rows of `documents` among `doc_ids` to read first, best first, at most `most`.

    A paper's score is the product of four ranks among these papers, each above 0 and at most 1: by
    date, by cosine to their centroid, by upvotes among all papers of its month, and by
    `probability`. What is not known has the middle rank. Papers that lie between themes
    come after all others.
    """
    papers = run.documents.iloc[np.asarray(doc_ids, int)]
    if papers.empty:
        return papers
    vectors = np.asarray(run.embeddings[papers.index], np.float32)
    typical = pd.Series(vectors @ vectors.mean(axis=0), index=papers.index)
    month = run.documents["published"].str[:_MONTH]
    ahead = run.documents["upvotes"].groupby(month, dropna=False).rank(pct=True)[papers.index]
    score = pd.Series(1.0, index=papers.index)
    for measure in (papers["published"], typical, ahead, papers["probability"]):
        score *= measure.rank(pct=True).astype(float).fillna(0.5)
    between = papers["assigned"].isin(("reassigned", "outlier"))
    order = np.lexsort((papers["doc_id"], -score.to_numpy(), between.to_numpy()))
    return papers.iloc[order[:most]]

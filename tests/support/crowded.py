"""A crowded map: many papers, many themes, names of every length."""

import numpy as np
import pandas as pd

from analysis.runs.hues import theme_hues


def crowded(
    papers: int = 3_000, *, topics: int = 80, dated: bool = True
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Papers around crowded centres, themes with names of one to four words."""
    rng = np.random.default_rng(7)
    centres = rng.normal(0, 4, (topics, 2))
    share = 1 / np.arange(1, topics + 1) ** 0.6
    topic = np.sort(rng.choice(topics, papers, p=share / share.sum()))
    topic[rng.random(papers) < 0.08] = -1
    at = centres[topic] + rng.normal(0, 0.5, (papers, 2))
    days = pd.to_timedelta(rng.integers(0, 1500, papers), unit="D")
    published = pd.Timestamp("2021-01-01") + days
    documents = pd.DataFrame(
        {
            "doc_id": np.arange(papers, dtype=np.int32),
            "title": [f"Paper number {i}" for i in range(papers)],
            "published": published.strftime("%Y-%m-%d") if dated else None,
            "topic": topic.astype(np.int32),
            "x": at[:, 0],
            "y": at[:, 1],
        }
    )
    words = ["language", "diffusion", "graph", "speech", "video", "retrieval", "agents", "vision"]
    names = [" ".join(rng.choice(words, rng.integers(1, 5))).capitalize() for _ in range(topics)]
    ids = np.arange(-1, topics)
    themes = pd.DataFrame(
        {
            "topic": ids,
            "label": ["Unassigned", *names],
            "documents": documents.groupby("topic").size().reindex(ids, fill_value=0).to_numpy(),
            "x": [0.0, *centres[:, 0]],
            "y": [0.0, *centres[:, 1]],
        }
    )
    return documents, themes.assign(hue=theme_hues(themes))

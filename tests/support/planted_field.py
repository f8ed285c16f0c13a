"""A field to draw: papers of many themes on a line, and every table the charts are drawn from."""

import numpy as np
import pandas as pd

from analysis.trends.mapping.flows import theme_flows
from analysis.trends.mapping.strategic_diagram import strategic_diagram
from analysis.trends.prevalence import prevalence

THEMES = 30
HOSTILE = "<script>alert(1)</script> & <b>bold</b> " + "long " * 20
WORDS = ("language", "diffusion", "graph", "speech", "video", "retrieval", "agents", "vision")


def corpus(
    papers: int = 1_500, *, months: int = 10, themes: int = THEMES
) -> tuple[pd.DataFrame, tuple[np.ndarray, np.ndarray], pd.DataFrame]:
    """Papers of themes on a line, each near the papers beside it; documents, neighbours, topics."""
    rng = np.random.default_rng(5)
    share = 1 / np.arange(1, themes + 1)
    topic = rng.choice(themes, papers, p=share / share.sum())
    topic[rng.random(papers) < 0.1] = -1
    at = topic + rng.normal(0, 0.6, papers)
    indices = np.argsort(np.abs(at[:, None] - at), axis=1)[:, 1:11]
    days = pd.to_timedelta(rng.integers(0, 30 * months - 20, papers), unit="D")
    published = (pd.Timestamp("2024-01-01") + days).strftime("%Y-%m-%d")
    documents = pd.DataFrame({"topic": topic, "published": published})
    names = [" ".join(rng.choice(WORDS, rng.integers(1, 4))).capitalize() for _ in range(themes)]
    numbers = np.arange(-1, themes)
    topics = pd.DataFrame(
        {
            "topic": numbers,
            "label": ["Unassigned", HOSTILE, *names[1:]],
            "documents": [int((topic == number).sum()) for number in numbers],
            "hue": np.r_[np.nan, rng.uniform(0, 360, themes)],
        }
    )
    return documents, (indices, np.full(indices.shape, 0.3)), topics


DOCUMENTS, NEIGHBOURS, TOPICS = corpus()
SHARES = prevalence(DOCUMENTS, period="month", as_of="2024-10-12")
DIAGRAM = strategic_diagram(DOCUMENTS, NEIGHBOURS, period="month")
FLOWS = theme_flows(DOCUMENTS, NEIGHBOURS, period="month")
CHOSEN = list(range(12))

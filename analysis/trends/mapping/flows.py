"""Theme flows: links from the papers of a theme to the themes of the next period."""

import numpy as np
import pandas as pd

from analysis.trends.counts import calendar
from analysis.trends.mapping.knn import links


def theme_flows(
    documents: pd.DataFrame, neighbours: tuple[np.ndarray, np.ndarray], *, period: str
) -> pd.DataFrame:
    """The links between the papers of every period and those of the next, by theme.

    `documents` needs `topic` and `published`, row i being document i; `neighbours` is (indices,
    cosine distances) of each. Returns a row for every two themes that are linked across two
    periods that follow each other: period, next_period, source (the topic in `period`), target
    (the topic in `next_period`), sent (the share of the source's links to the next period that lead
    to the target) and received (the share of the target's links to the period before that come from
    the source); links count by their cosine. The sent shares of a topic in a period sum to one, and
    so do those that a topic receives. Outliers (-1) are a topic like any other.
    """
    periods, when, _ = calendar(documents, period=period)
    graph = links(neighbours)
    forward = when[graph.one] <= when[graph.other]
    early = np.where(forward, graph.one, graph.other)
    late = np.where(forward, graph.other, graph.one)
    across = (when[early] >= 0) & (when[late] == when[early] + 1) & (graph.strength > 0)
    topic = documents["topic"].to_numpy()
    step = ["period", "source", "target"]
    rows = pd.DataFrame(
        {
            "period": when[early[across]],
            "source": topic[early[across]],
            "target": topic[late[across]],
            "strength": graph.strength[across],
        }
    )
    table = rows.groupby(step, as_index=False)["strength"].sum()
    sent = table.groupby(["period", "source"])["strength"].transform("sum")
    received = table.groupby(["period", "target"])["strength"].transform("sum")
    names = np.array(periods, dtype=object)
    return pd.DataFrame(
        {
            "period": names[table["period"]],
            "next_period": names[table["period"] + 1],
            "source": table["source"].astype("int32"),
            "target": table["target"].astype("int32"),
            "sent": table["strength"] / sent,
            "received": table["strength"] / received,
        }
    ).astype({"period": "str", "next_period": "str"})

"""Sensitivity to membership: topics without borderline papers."""

import numpy as np
import pandas as pd

from analysis.trends.params import TrendParams

_OUTLIER = -1


def doubtful_topics(
    documents: pd.DataFrame, runner_up: np.ndarray, *, params: TrendParams
) -> list[np.ndarray]:
    """The topics of all documents, twice: improbable ones dropped, and borderline ones reassigned.

    `documents` has topic and probability; `runner_up` (documents,) is the second-best topic of
    each. Unsure is a probability below `min_probability`; at the border of a theme is the
    `border_share` of its documents with the lowest probability.
    """
    topic = documents["topic"].to_numpy()
    probability = documents["probability"]
    sure = np.where(probability >= params.min_probability, topic, _OUTLIER)
    rank = probability.groupby(topic).rank(method="first", pct=True).to_numpy()
    moved = np.where((rank <= params.border_share) & (topic != _OUTLIER), runner_up, topic)
    return [sure, moved]

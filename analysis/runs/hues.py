"""The hue of every theme: its identity on every chart, from its place on the map."""

import numpy as np
import pandas as pd

from analysis.runs.schema import OUTLIER

_FIRST = 20.0
_CIRCLE = 360.0


def theme_hues(topics: pd.DataFrame) -> np.ndarray:
    """The hue of every row of `topics` in degrees, 0 to 360; null for papers in no theme.

    Evenly spaced, in the order of the angle at which themes lie around the middle of the map, so
    that related themes look related. `topics` needs topic, x and y.
    """
    named = topics[topics["topic"] != OUTLIER].sort_values("topic")
    order = np.argsort(_angles(named, around=named), kind="stable")
    turns = pd.Series(np.arange(len(named)) / max(len(named), 1), named["topic"].iloc[order])
    return (topics["topic"].map(turns) * _CIRCLE + _FIRST).to_numpy(float) % _CIRCLE


def with_missing_hues(topics: pd.DataFrame) -> pd.DataFrame:
    """`topics` in which a theme without a hue has the one of its place.

    That is between those of the two themes beside it around the middle of the map; where no theme
    has a hue, it is that of `theme_hues`. `topics` needs topic, x, y and hue.
    """
    if topics["hue"].isna().all():
        return topics.assign(hue=theme_hues(topics))
    named = topics[topics["topic"] != OUTLIER]
    angles = pd.Series(_angles(named, around=named), named.index).sort_values(kind="stable")
    hues = topics["hue"].astype(float)
    for row in named.index[named["hue"].isna()]:
        known = angles[hues[angles.index].notna()]
        after = int(np.searchsorted(known.to_numpy(), angles[row]))
        before, behind = hues[known.index[after - 1]], hues[known.index[after % len(known)]]
        hues[row] = (before + ((behind - before) % _CIRCLE or _CIRCLE) / 2) % _CIRCLE
    return topics.assign(hue=hues)


def _angles(topics: pd.DataFrame, *, around: pd.DataFrame) -> np.ndarray:
    """The angle of each theme around the middle of the themes `around`."""
    middle = around[["x", "y"]].mean().fillna(0)
    x, y = np.nan_to_num(topics[["x", "y"]].to_numpy(float) - middle.to_numpy(float)).T
    return np.arctan2(y, x)

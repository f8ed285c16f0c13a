"""Bands between adjacent columns of an alluvial diagram."""

from dataclasses import dataclass

import numpy as np

# How many points draw one edge of a band.
_STEPS = 18


@dataclass(frozen=True)
class Band:
    """A band from x = `start` to x = `end`, with (lower, upper) edges at both."""

    start: float
    end: float
    left: tuple[float, float]
    right: tuple[float, float]


def outlines(bands: list[Band]) -> tuple[np.ndarray, np.ndarray]:
    """Closed outlines of all bands as x and y, a gap (null) after each."""
    ease = (1 - np.cos(np.pi * np.linspace(0, 1, _STEPS))) / 2
    x, y = [np.zeros(0)], [np.zeros(0)]
    for band in bands:
        across = np.linspace(band.start, band.end, _STEPS)
        low, high = (
            one + (other - one) * ease for one, other in zip(band.left, band.right, strict=True)
        )
        x.append(np.r_[across, across[::-1], across[0], np.nan])
        y.append(np.r_[low, high[::-1], low[0], np.nan])
    return np.concatenate(x), np.concatenate(y)

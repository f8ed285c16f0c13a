"""Vectors with planted groups, for tests of what is made of vectors."""

import numpy as np

from analysis.modelling.params import FitParams, read_params


def unit(rows: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return (rows / np.where(lengths > 0, lengths, 1)).astype(np.float32)


def groups(
    sizes: list[int], *, spread: float = 0.45, noise: int = 0, dimensions: int = 32
) -> tuple[np.ndarray, np.ndarray]:
    """Vectors around random centres, then `noise` anywhere, and the group of each (noise: -1)."""
    rng = np.random.default_rng(7)
    truth = np.repeat(np.arange(len(sizes)), sizes)
    centres = unit(rng.normal(size=(len(sizes), dimensions)))
    around = centres[truth] + rng.normal(0, spread / np.sqrt(dimensions), (len(truth), dimensions))
    anywhere = rng.normal(size=(noise, dimensions))
    return unit(np.vstack([around, anywhere])), np.r_[truth, np.full(noise, -1)]


def settled(documents: int, **settings: object) -> FitParams:
    asked = [f"{name}={value}" for name, value in settings.items()]
    return read_params(settings=asked).for_size(documents)

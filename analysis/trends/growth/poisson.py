"""Log-linear regression of counts, of thousands of series at once."""

from dataclasses import dataclass

import numpy as np

_STEPS = 60
_TOLERANCE = 1e-10
_LARGEST_STEP = 1.5
_LARGEST = 30.0


@dataclass(frozen=True)
class Fit:
    """k series, n periods, p columns: coefficients (k, p), covariance (k, p, p), means (k, n).

    The covariance is that of the variance mean + c2 mean^2; quasi-likelihood multiplies it.
    """

    coefficients: np.ndarray
    covariance: np.ndarray
    means: np.ndarray


def fit_counts(
    counts: np.ndarray, exposure: np.ndarray, *, design: np.ndarray, c2: float = 0.0
) -> Fit:
    """Maximum likelihood of counts ~ exposure exp(design b), by Fisher scoring.

    counts (k, n), every series with at least one document; exposure (n,) or (k, n), at least one
    positive a series; design (n, p), its first column ones. The variance is mean + c2 mean^2, the
    negative binomial's. A coefficient without a finite maximum ends at a large value with a large
    variance.
    """
    exposure = np.broadcast_to(exposure, counts.shape)
    coefficients = np.zeros((len(counts), design.shape[1]))
    coefficients[:, 0] = np.log(counts.sum(axis=1) / exposure.sum(axis=1))
    moving = np.arange(len(counts))
    for _ in range(_STEPS):
        if not len(moving):
            break
        step = _step(
            counts[moving], exposure[moving], start=coefficients[moving], design=design, c2=c2
        )
        size = np.abs(step).max(axis=1)
        step *= np.minimum(1, _LARGEST_STEP / np.maximum(size, _TOLERANCE))[:, None]
        coefficients[moving] = np.clip(coefficients[moving] + step, -_LARGEST, _LARGEST)
        moving = moving[size > _TOLERANCE]
    means = _means(exposure, coefficients, design=design)
    information = _information(means / (1 + c2 * means), design)
    return Fit(coefficients, np.linalg.pinv(information, hermitian=True), means)


def _step(
    counts: np.ndarray,
    exposure: np.ndarray,
    *,
    start: np.ndarray,
    design: np.ndarray,
    c2: float,
) -> np.ndarray:
    means = _means(exposure, start, design=design)
    score = ((counts - means) / (1 + c2 * means)) @ design
    information = _information(means / (1 + c2 * means), design)
    # A hair of ridge: where the papers are too few for the columns the step stays finite.
    ridge = 1e-9 * information[:, :1, :1] + 1e-12
    return np.linalg.solve(information + ridge * np.eye(design.shape[1]), score[:, :, None])[
        :, :, 0
    ]


def _means(exposure: np.ndarray, coefficients: np.ndarray, *, design: np.ndarray) -> np.ndarray:
    return exposure * np.exp(np.clip(coefficients @ design.T, -60, 60))


def _information(weights: np.ndarray, design: np.ndarray) -> np.ndarray:
    columns = design.shape[1]
    products = (design[:, :, None] * design[:, None, :]).reshape(len(design), -1)
    return (weights @ products).reshape(-1, columns, columns)

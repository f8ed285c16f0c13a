"""Log-linear Poisson regression of counts, of thousands of series at once."""

from dataclasses import dataclass

import numpy as np

from analysis.trends.strata import Strata

_STEPS = 60
_TOLERANCE = 1e-9
_WIDEST = 40.0  # of a linear predictor: a course that leads there leads on for ever
_LARGEST_STEP = 1.0  # of a linear predictor: its exponential is not quadratic any further


@dataclass(frozen=True)
class Fit:
    """k series, n periods, p columns: coefficients (k, p), covariance (k, p, p), means (k, n).

    `left` (k,) is the degrees of freedom of the residuals. `converged` (k,) is False where the
    likelihood has no finite maximum, as where all documents stand in the last period.
    """

    coefficients: np.ndarray
    covariance: np.ndarray
    means: np.ndarray
    left: np.ndarray
    converged: np.ndarray


def fit_counts(
    counts: np.ndarray,
    exposure: np.ndarray,
    *,
    design: np.ndarray,
    ridge: np.ndarray | float = 0.0,
    strata: Strata | None = None,
) -> Fit:
    """Maximum likelihood of counts ~ exposure exp(a + design b), by Newton's method.

    counts (k, n); exposure (n,) or (k, n), positive somewhere; design (n, p) without a constant;
    `ridge` (p,) the precision of a normal prior of each coefficient. The constant a is profiled
    out: given its number of documents, a series is multinomial over the periods, so that means
    always add up to the counts. With `strata`, `exposure` is ignored and every stratum has a
    constant of its own: only the course within strata tells b.
    Source: J. Palmgren, The Fisher information matrix for log linear models arguing conditionally
    on observed explanatory variables, Biometrika 68 (1981), for the equivalence.
    """
    if strata is None:
        tilt = np.broadcast_to(exposure, counts.shape).astype(float)
        strata = Strata(counts.sum(axis=1)[:, None], np.ones((1, counts.shape[1])))
    else:
        tilt = np.ones(counts.shape)
    precision = np.broadcast_to(np.asarray(ridge, float), design.shape[1:])
    coefficients = np.zeros((len(counts), design.shape[1]))
    converged = np.zeros(len(counts), dtype=bool)
    moving = np.arange(len(counts))
    for _ in range(_STEPS):
        if not len(moving):
            break
        part = Strata(strata.sizes[moving], strata.totals)
        start = coefficients[moving]
        weights = _weights(tilt[moving], start, design=design)
        expected, information = _moments(weights, part, design=design)
        score = counts[moving] @ design - expected - precision * start
        step = np.linalg.solve(_firm(information + np.diag(precision)), score[:, :, None])[:, :, 0]
        size = np.abs(step @ design.T).max(axis=1, initial=0)
        step *= np.minimum(1, _LARGEST_STEP / np.maximum(size, _TOLERANCE))[:, None]
        coefficients[moving] = start + step
        converged[moving] = size <= _TOLERANCE
        endless = np.ptp((start + step) @ design.T, axis=1) > _WIDEST
        moving = moving[(size > _TOLERANCE) & ~endless]
    weights = _weights(tilt, coefficients, design=design)
    _, information = _moments(weights, strata, design=design)
    means, left = _means(weights, strata)
    covariance = np.linalg.inv(_firm(information + np.diag(precision)))
    return Fit(coefficients, covariance, means, left - design.shape[1], converged)


def _weights(tilt: np.ndarray, coefficients: np.ndarray, *, design: np.ndarray) -> np.ndarray:
    """The relative rate of every period (k, n), up to a factor of each series."""
    predictor = coefficients @ design.T
    return tilt * np.exp(predictor - predictor.max(axis=1, keepdims=True))


def _moments(
    weights: np.ndarray, strata: Strata, *, design: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The expected sum of the design over the documents (k, p), and its covariance (k, p, p)."""
    series, columns = len(weights), design.shape[1]
    products = (design[:, :, None] * design[:, None, :]).reshape(len(design), -1)
    rate = _per_document(weights, strata)
    first = np.stack([(weights * column) @ strata.totals.T for column in design.T], axis=-1)
    second = np.stack([(weights * column) @ strata.totals.T for column in products.T], axis=-1)
    expected = np.einsum("kv,kvp->kp", rate, first)
    raw = np.einsum("kv,kvp->kp", rate, second).reshape(series, columns, columns)
    share = np.divide(rate, strata.sizes, out=np.zeros_like(rate), where=strata.sizes > 0)
    return expected, raw - np.einsum("kv,kvp,kvq->kpq", rate * share, first, first)


def _per_document(weights: np.ndarray, strata: Strata) -> np.ndarray:
    """The documents of each stratum over its summed rates (k, v)."""
    whole = weights @ strata.totals.T
    return np.divide(strata.sizes, whole, out=np.zeros_like(whole), where=whole > 0)


def _means(weights: np.ndarray, strata: Strata) -> tuple[np.ndarray, np.ndarray]:
    """The fitted means (k, n), and the periods that the constants leave free (k,)."""
    rate = _per_document(weights, strata)
    means = weights * (rate @ strata.totals)
    share = np.divide(rate**2, strata.sizes, out=np.zeros_like(rate), where=strata.sizes > 0)
    fixed = weights**2 * (share @ strata.totals**2)
    free = 1 - np.divide(fixed, means, out=np.ones_like(means), where=means > 0)
    return means, free.sum(axis=1)


def _firm(information: np.ndarray) -> np.ndarray:
    """The information, kept invertible where the documents say nothing about a column."""
    least = 1e-9 * np.abs(information).max(axis=(1, 2), initial=0) + 1e-12
    return information + least[:, None, None] * np.eye(information.shape[1])

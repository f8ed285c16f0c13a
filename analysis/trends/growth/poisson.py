"""Log-linear Poisson regression of counts, of thousands of series at once."""

from dataclasses import dataclass

import numpy as np

from analysis.trends.strata import Strata

_STEPS = 60
_AT_ONCE = 4_000  # series
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
        tilt = np.broadcast_to(1.0, counts.shape)
    precision = np.broadcast_to(np.asarray(ridge, float), design.shape[1:])
    sums = _Sums(strata.totals, design)
    fits = [
        _fit(
            counts[part],
            tilt[part],
            sizes=strata.sizes[part].astype(float),
            sums=sums,
            precision=precision,
        )
        for part in _parts(len(counts))
    ]
    columns = ("coefficients", "covariance", "means", "left", "converged")
    return Fit(*(np.concatenate([getattr(fit, name) for fit in fits]) for name in columns))


class _Sums:
    """Sums over periods that score and information need, of many series by one product.

    totals (v, n), design (n, p).
    """

    def __init__(self, totals: np.ndarray, design: np.ndarray) -> None:
        self.totals, self.design = totals.astype(float), design
        self._rows, self._columns = np.triu_indices(design.shape[1])
        ones = np.ones((len(design), 1))
        basis = np.hstack([ones, design, design[:, self._rows] * design[:, self._columns]])
        self._basis = (self.totals.T[:, :, None] * basis[:, None, :]).reshape(len(design), -1)

    def whole(self, weights: np.ndarray) -> np.ndarray:
        """The summed rates of every stratum (k, v), for weights (k, n)."""
        return weights @ self.totals.T

    def moments(self, weights: np.ndarray, sizes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The expected sum of the design over the documents (k, p), and its covariance."""
        series, strata, columns = len(weights), len(self.totals), self.design.shape[1]
        sums = (weights @ self._basis).reshape(series, strata, -1)
        whole, first, second = sums[:, :, 0], sums[:, :, 1 : columns + 1], sums[:, :, columns + 1 :]
        rate = np.divide(sizes, whole, out=np.zeros_like(whole), where=whole > 0)
        mean = np.divide(first, whole[:, :, None], out=np.zeros_like(first),
                         where=whole[:, :, None] > 0)  # fmt: skip
        raw = np.empty((series, columns, columns))
        upper = (rate[:, None, :] @ second)[:, 0]
        raw[:, self._rows, self._columns] = upper
        raw[:, self._columns, self._rows] = upper
        spread = np.swapaxes(mean * sizes[:, :, None], 1, 2) @ mean
        return (rate[:, None, :] @ first)[:, 0], raw - spread


def _parts(series: int) -> list[slice]:
    """So many series at a time that what is summed fits into memory."""
    return [slice(start, start + _AT_ONCE) for start in range(0, max(series, 1), _AT_ONCE)]


def _fit(
    counts: np.ndarray,
    tilt: np.ndarray,
    *,
    sizes: np.ndarray,
    sums: _Sums,
    precision: np.ndarray,
) -> Fit:
    """Newton's method; `tilt` (k, n) multiplies the rate of every period."""
    design = sums.design
    coefficients = np.zeros((len(counts), design.shape[1]))
    converged = np.zeros(len(counts), dtype=bool)
    held = counts @ design
    moving = np.arange(len(counts))
    for _ in range(_STEPS):
        if not len(moving):
            break
        start = coefficients[moving]
        weights = _weights(tilt[moving], start, design=design)
        expected, information = sums.moments(weights, sizes[moving])
        score = held[moving] - expected - precision * start
        step = np.linalg.solve(_firm(information + np.diag(precision)), score[:, :, None])[:, :, 0]
        size = np.abs(step @ design.T).max(axis=1, initial=0)
        step *= np.minimum(1, _LARGEST_STEP / np.maximum(size, _TOLERANCE))[:, None]
        coefficients[moving] = start + step
        converged[moving] = size <= _TOLERANCE
        endless = np.ptp((start + step) @ design.T, axis=1) > _WIDEST
        moving = moving[(size > _TOLERANCE) & ~endless]
    weights = _weights(tilt, coefficients, design=design)
    _, information = sums.moments(weights, sizes)
    means, left = _means(weights, sizes, sums=sums)
    covariance = np.linalg.inv(_firm(information + np.diag(precision)))
    return Fit(coefficients, covariance, means, left - design.shape[1], converged)


def _weights(tilt: np.ndarray, coefficients: np.ndarray, *, design: np.ndarray) -> np.ndarray:
    """The relative rate of every period (k, n), up to a factor of each series."""
    predictor = coefficients @ design.T
    return tilt * np.exp(predictor - predictor.max(axis=1, keepdims=True))


def _means(weights: np.ndarray, sizes: np.ndarray, *, sums: _Sums) -> tuple[np.ndarray, np.ndarray]:
    """The fitted means (k, n), and the periods that the constants leave free (k,)."""
    whole = sums.whole(weights)
    rate = np.divide(sizes, whole, out=np.zeros_like(whole), where=whole > 0)
    means = weights * (rate @ sums.totals)
    share = np.divide(rate**2, sizes, out=np.zeros_like(rate), where=sizes > 0)
    fixed = weights**2 * (share @ sums.totals**2)
    free = 1 - np.divide(fixed, means, out=np.ones_like(means), where=means > 0)
    return means, free.sum(axis=1)


def _firm(information: np.ndarray) -> np.ndarray:
    """The information, kept invertible where the documents say nothing about a column."""
    least = 1e-9 * np.abs(information).max(axis=(1, 2), initial=0) + 1e-12
    return information + least[:, None, None] * np.eye(information.shape[1])

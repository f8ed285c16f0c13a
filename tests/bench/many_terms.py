"""python -m tests.bench.many_terms: the seconds that 50,000 terms over 150 periods take."""

import time

import numpy as np

from analysis.trends.bursts import bursts
from analysis.trends.params import TrendParams
from analysis.trends.verdicts import verdicts
from tests.planted_trends import as_series

TERMS, PERIODS, PAPERS_A_PERIOD = 50_000, 150, 1_500


def main() -> None:
    """Terms of log-normal sizes, most of them rare, as they are in papers."""
    rng = np.random.default_rng(1)
    sizes = 5 + 30 * np.exp(1.2 * rng.normal(size=TERMS))
    counts = rng.poisson(np.outer(sizes, np.ones(PERIODS)) / PERIODS)
    counts = np.minimum(counts, PAPERS_A_PERIOD).astype(np.int32)
    span = as_series(counts, np.full(PERIODS, PAPERS_A_PERIOD))
    started = time.perf_counter()
    verdicts(span, params=TrendParams())
    bursts(span, params=TrendParams())
    print(time.perf_counter() - started)


if __name__ == "__main__":
    main()

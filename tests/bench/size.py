"""What testing 50,000 terms over 150 periods in 20 venues takes, in a process of its own."""

import time
from collections.abc import Iterator

import numpy as np

from analysis.trends.evidence.bursts import bursts
from analysis.trends.params import TrendParams
from analysis.trends.series import Series
from analysis.trends.strata import StrataCounts
from analysis.trends.verdicts.trend_tests import Checks
from analysis.trends.verdicts.verdicts import verdicts
from tests.bench.rows import ROOT, Row, cost

TERMS, PERIODS, VENUES = 50_000, 150, 20


def size_rows() -> Iterator[Row]:
    """Seconds and memory of growth, bursts and corrections."""
    spent = cost("-m", "tests.bench.size", data=ROOT / "data")
    seconds = float(spent.output)
    name = f"{TERMS:,} terms x {PERIODS} periods x {VENUES} venues"
    yield Row(f"{name}: growth, bursts, corrections", "at most 30 s", f"{seconds:.1f} s",
              seconds <= 30)  # fmt: skip
    yield Row(f"{name}: memory", "at most 2 GB", f"{spent.gigabytes:.2f} GB", spent.gigabytes <= 2)


def main() -> None:
    """Print the seconds that it takes."""
    rng = np.random.default_rng(1)
    totals = np.full(PERIODS, 5_000)
    size = np.exp(rng.normal(0, 1.2, TERMS))
    counts = rng.poisson(np.minimum(size, 200)[:, None] * np.ones(PERIODS)).astype(np.int32)
    periods = tuple(f"{2010 + i // 12}-{i % 12 + 1:02d}" for i in range(PERIODS))
    names = np.array([f"term {i}" for i in range(TERMS)], dtype=object)
    series = Series(names, counts, totals, periods, np.ones(PERIODS, dtype=bool))
    papers = counts.sum()
    row, place = (
        np.repeat(codes, counts.ravel()) for codes in np.indices(counts.shape).reshape(2, -1)
    )
    strata = StrataCounts(
        periods, np.full((VENUES, PERIODS), 5_000 // VENUES), row.astype(np.int32),
        rng.integers(VENUES, size=papers), place.astype(np.int32), TERMS,
    )  # fmt: skip
    started = time.perf_counter()
    verdicts(series, params=TrendParams(), checks=Checks(strata=strata))
    bursts(series, params=TrendParams())
    print(time.perf_counter() - started)


if __name__ == "__main__":
    main()

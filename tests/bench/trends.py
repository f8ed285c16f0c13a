"""The figures of the trend tests, on planted corpora of seeds 1..N and on shuffled real dates."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.trends.evidence.bursts import bursts
from analysis.trends.growth.regression import growth
from analysis.trends.growth.shrinkage import shrunk
from analysis.trends.params import TrendParams
from analysis.trends.prevalence import wilson
from analysis.trends.series import Series
from analysis.trends.verdicts.verdicts import verdicts
from tests.bench.forecasts import forecast_rows
from tests.bench.rows import Row
from tests.bench.shuffled import shuffled_rows
from tests.bench.size import size_rows
from tests.support.planted_trends import (
    NEWCOMER_MONTHS,
    PLAIN,
    RISE,
    UNCHANGED,
    World,
    burst_series,
    corpus,
    months,
    term_pairs,
)

RUNS, SHRINKAGE_RUNS, BURSTS = 1_000, 500, 1_000
PARAMS = TrendParams()
UP = ("rising", "emerging")


def trend_rows(corpora: Path | None) -> Iterator[Row]:
    """Every row of SUITE=trends; `corpora` is the folder that holds hf_daily.parquet."""
    for name, world in UNCHANGED.items():
        yield _unchanged(name, world)
    yield from _planted()
    yield from _pairs()
    yield from _shrinkage()
    yield from _giant()
    yield from _bursts()
    yield from _emerging()
    yield from forecast_rows()
    yield from size_rows()
    yield from shuffled_rows(corpora)


def _series(counts: np.ndarray, totals: np.ndarray | None = None) -> Series:
    names = np.array([f"s{i}" for i in range(len(counts))], dtype=object)
    out_of = np.asarray(counts.sum(axis=0)) if totals is None else totals
    periods = tuple(months(counts.shape[1]))
    return Series(names, counts, out_of, periods, np.ones(len(periods), dtype=bool))


def _verdicts(world: World, seed: int) -> tuple[pd.DataFrame, np.ndarray]:
    """The verdicts on one corpus, and the true slopes."""
    made = corpus(world, seed=seed)
    return verdicts(_series(made.counts), params=PARAMS), made.slopes


def _share(hits: int, of: int) -> str:
    low, high = (float(bound[0]) for bound in wilson(np.array([hits]), np.array([of])))
    return f"{hits / of:.3f} ({low:.3f} to {high:.3f}, {hits:,} of {of:,})"


def _unchanged(name: str, world: World) -> Row:
    found = [_verdicts(world, seed)[0]["verdict"] for seed in range(1, RUNS + 1)]
    up = sum(bool(verdict.isin(UP).any()) for verdict in found)
    down = sum(bool((verdict == "fading").any()) for verdict in found)
    limit = {"AR(1) 0.5": 0.15, "AR(1) 0.8": None}.get(name, 0.10)
    return Row(
        f"unchanged, {name}: runs with any rising or emerging theme",
        "" if limit is None else f"at most {limit:.2f}",
        f"{_share(up, RUNS)}; any fading {down / RUNS:.3f}",
        None if limit is None else up / RUNS <= limit,
    )


def _planted() -> Iterator[Row]:
    for papers in (150, 100):
        world = replace(PLAIN, slopes=(RISE,) * 3, planted_papers=float(papers))
        called, covered, false = 0, 0, []
        for seed in range(1, RUNS + 1):
            found, slopes = _verdicts(world, seed)
            up = found["verdict"].isin(UP).to_numpy()
            called += int(up[:3].sum())
            false.append(up[3:].sum() / max(up.sum(), 1))
            low, high = np.log1p(found[["growth_low", "growth_high"]].to_numpy().T)[:, :3]
            covered += int(((low <= slopes[:3]) & (slopes[:3] <= high)).sum())
        name, of, must = f"+50% a year, {papers} papers", 3 * RUNS, papers == 150
        yield Row(f"{name}: found", "at least 0.90" if must else "about 0.80",
                  _share(called, of), called / of >= 0.90 if must else None)  # fmt: skip
        yield Row(f"{name}: mean false share among called themes", "at most 0.10",
                  f"{np.mean(false):.4f}", bool(np.mean(false) <= 0.10))  # fmt: skip
        yield Row(f"{name}: unshrunk interval covers", "0.93 to 0.97",
                  _share(covered, of), 0.93 <= covered / of <= 0.97)  # fmt: skip


def _pairs() -> Iterator[Row]:
    called, planted, false = 0, 0, []
    for seed in range(1, RUNS + 1):
        made, totals = term_pairs(seed)
        verdict = verdicts(_series(made.counts, totals), params=PARAMS)["verdict"]
        up, rises = verdict.isin(UP).to_numpy(), made.slopes > 0
        called, planted = called + int(up[rises].sum()), planted + int(rises.sum())
        false.append(up[~rises].sum() / max(up.sum(), 1))
    name = "1,000 terms in overlapping pairs, 100 planted"
    yield Row(f"{name}: mean false share among called", "at most 0.10",
              f"{np.mean(false):.4f}", bool(np.mean(false) <= 0.10))  # fmt: skip
    yield Row(f"{name}: found", "", _share(called, planted), None)


def _shrinkage() -> Iterator[Row]:
    for name, draw in (("N(0, 0.25²)", _normal), ("80% none, 10% of ±0.4", _spiked)):
        covered, errors, series = 0, [], 0
        for seed in range(1, SHRINKAGE_RUNS + 1):
            slopes = draw(np.random.default_rng([seed, 1]))  # not the stream of the sizes
            # As many unchanged themes take up what these leave, so that the truths stay as drawn.
            world = replace(PLAIN, themes=2 * PLAIN.themes, planted_papers=150.0)
            counts = corpus(replace(world, slopes=tuple(slopes)), seed=seed).counts
            found = growth(counts[: len(slopes)], counts.sum(axis=0), a_year=12)
            mean, deviation = shrunk(found)
            off = np.abs(mean - slopes)
            covered += int((off <= 1.96 * deviation).sum())
            series += len(slopes)
            errors.append([(off**2).mean(), ((found.slope - slopes) ** 2).mean()])
        small, large = np.sqrt(np.mean(errors, axis=0))
        yield Row(f"truths {name}: shrunk interval covers", "at least 0.92",
                  _share(covered, series), covered / series >= 0.92)  # fmt: skip
        yield Row(f"truths {name}: error, shrunk against unshrunk", "below",
                  f"{small:.4f} against {large:.4f}", bool(small < large))  # fmt: skip


def _normal(rng: np.random.Generator) -> np.ndarray:
    return rng.normal(0, 0.25, PLAIN.themes)


def _spiked(rng: np.random.Generator) -> np.ndarray:
    return rng.choice([0.0, 0.4, -0.4], size=PLAIN.themes, p=[0.8, 0.1, 0.1])


def _giant() -> Iterator[Row]:
    world, called, fading = replace(PLAIN, giant=(0.05, 0.60)), 0, []
    for seed in range(1, RUNS + 1):
        verdict = _verdicts(world, seed)[0]["verdict"]
        called += verdict.iloc[0] in UP
        fading.append(int((verdict.iloc[1:] == "fading").sum()))
    name = "one theme from 5% to 60%"
    yield Row(f"{name}: unchanged themes called fading, mean of 29", "at most 1",
              f"{np.mean(fading):.3f}", bool(np.mean(fading) <= 1))  # fmt: skip
    yield Row(f"{name}: the riser called", "at least 0.95", _share(called, RUNS),
              called / RUNS >= 0.95)  # fmt: skip


def _bursts() -> Iterator[Row]:
    counts, totals, starts = burst_series(BURSTS, base=20, kind="burst", seed=1)
    found = bursts(_series(counts, totals), params=PARAMS)
    heaviest = found.sort_values("weight").groupby("series").last()
    place = {period: at for at, period in enumerate(months(PLAIN.months))}
    start, end = (heaviest[name].map(place).to_numpy(int) for name in ("start", "end"))
    true = starts[heaviest.index.to_numpy(int)]
    near = int(((abs(start - true) <= 1) & (abs(end - true - 3) <= 1)).sum())
    yield Row("burst of x3 over 4 months: start and end within a month", "at least 0.95",
              _share(near, BURSTS), near / BURSTS >= 0.95)  # fmt: skip
    cases: Sequence[tuple[str, float, str]] = [
        *((f"unchanged series, base {base}", base, "unchanged") for base in (1, 5, 20)),
        ("a yearly x3 month", 20, "yearly"),
    ]
    for name, base, kind in cases:
        counts, totals, _ = burst_series(BURSTS, base=base, kind=kind, seed=2)
        some = bursts(_series(counts, totals), params=PARAMS)["series"].nunique()
        yield Row(f"{name}: any burst", "at most 0.05", _share(some, BURSTS),
                  some / BURSTS <= 0.05)  # fmt: skip


def _emerging() -> Iterator[Row]:
    for total in (1.0, PLAIN.growth):
        false = 0
        for shape in ("ramp", "flat"):
            world, called = replace(PLAIN, growth=total, newcomer=shape), 0
            for seed in range(1, RUNS + 1):
                counts = corpus(world, seed=seed).counts
                seen = int((counts[0].cumsum() < 20).sum()) + 1
                seen = min(max(seen, NEWCOMER_MONTHS[0] + 1), PLAIN.months)
                verdict = verdicts(_series(counts[:, :seen]), params=PARAMS)["verdict"]
                called += verdict.iloc[0] == "emerging"
            yield Row(f"emerging, {shape}, total x{total:.0f}: called at its 20th paper",
                      "at least 0.95", _share(called, RUNS), called / RUNS >= 0.95)  # fmt: skip
        world = replace(PLAIN, growth=total)
        for seed in range(1, RUNS + 1):
            false += bool((_verdicts(world, seed)[0]["verdict"] == "emerging").any())
        yield Row(f"emerging, none planted, total x{total:.0f}: runs with a call", "at most 0.10",
                  _share(false, RUNS), false / RUNS <= 0.10)  # fmt: skip

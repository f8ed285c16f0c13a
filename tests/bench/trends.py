"""The figures of the trend tests, on planted corpora of seeds 1..N and on shuffled real dates."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.trends.evidence.bursts import bursts
from analysis.trends.growth.regression import growth
from analysis.trends.growth.shrinkage import shrunk
from analysis.trends.params import TrendParams
from analysis.trends.prevalence import wilson
from analysis.trends.series import PERIODS_A_YEAR, Series
from analysis.trends.strata import StrataCounts
from analysis.trends.verdicts.trend_tests import Checks
from analysis.trends.verdicts.verdicts import verdicts
from tests.bench.forecasts import forecast_rows
from tests.bench.rows import Row, left_out
from tests.bench.shuffled import shuffled_rows
from tests.bench.size import size_rows
from tests.support.planted_trends import (
    NEWCOMER_MONTHS,
    PEAKED,
    PLAIN,
    UNCHANGED,
    World,
    as_coarser,
    as_series,
    burst_series,
    coarser,
    conference_corpus,
    corpus,
    months,
    term_pairs,
)

RUNS, PLANTED_RUNS, PAIR_RUNS, SHRINKAGE_RUNS, BURSTS = 1_000, 300, 40, 500, 1_000
PARAMS = TrendParams()
UP = ("rising", "emerging")
PERIODS = ("month", "quarter", "year")
# What is planted: growth a year, papers in the window, and the shares to be found, by month to
# year, and in a conference field.
PLANTED = (
    (1.5, 50, 0.25, 0.25),
    (1.5, 100, 0.80, 0.75),
    (1.5, 150, 0.95, 0.94),
    (1.25, 300, 0.83, 0.72),
)
PEAKS = ((100, 0.70), (150, 0.90), (300, 0.99))


def trend_rows(corpora: Path | None) -> Iterator[Row]:
    """Every row of SUITE=trends; `corpora` is the folder of real corpora."""
    for name, world in UNCHANGED.items():
        for period in PERIODS if world.months % 12 == 0 else ("month",):
            yield from _unchanged(f"{name}, {period}", partial(_monthly, world, period))
    for growth_a_year, papers, least, _ in PLANTED:
        for period in PERIODS:
            world = _planted(growth_a_year, papers)
            yield from _found(_name(growth_a_year, papers, period),
                              partial(_monthly, world, period), least)  # fmt: skip
    yield from _conference(corpora)
    yield from _coverage()
    yield from _peaks()
    yield from _pairs()
    yield from _shrinkage()
    yield from _giant()
    yield from _bursts()
    yield from _emerging()
    yield from forecast_rows()
    yield from size_rows()
    yield from shuffled_rows(corpora)


def _series(counts: np.ndarray, totals: np.ndarray | None = None) -> Series:
    return as_series(counts, np.asarray(counts.sum(axis=0)) if totals is None else totals)


def _each(work: Callable[[int], pd.DataFrame], runs: int) -> list[pd.DataFrame]:
    """The result of every seed, two at a time."""
    with ProcessPoolExecutor(2) as pool:
        return list(pool.map(work, range(1, runs + 1), chunksize=10))


def _monthly(world: World, period: str, seed: int) -> pd.DataFrame:
    """The verdicts on one corpus counted by `period`, and the true slopes."""
    made = corpus(world, seed=seed)
    found = verdicts(as_coarser(made.counts, period=period), params=PARAMS)
    return found.assign(slope=made.slopes)


def _verdicts(world: World, seed: int) -> tuple[pd.DataFrame, np.ndarray]:
    found = _monthly(world, "month", seed)
    return found, found["slope"].to_numpy()


def _share(hits: int, of: int) -> str:
    low, high = (float(bound[0]) for bound in wilson(np.array([hits]), np.array([of])))
    return f"{hits / of:.3f} ({low:.3f} to {high:.3f}, {hits:,} of {of:,})"


def _at_most(name: str, hits: int, of: int, *, limit: float | None) -> Row:
    asked = "" if limit is None else f"at most {limit:.2f}"
    return Row(name, asked, _share(hits, of), None if limit is None else hits / of <= limit)


def _unchanged(name: str, work: Callable[[int], pd.DataFrame]) -> Iterator[Row]:
    found = _each(work, RUNS)
    # Nobody has asked for a limit where months hang together as strongly as this.
    limited = "AR(1) 0.8" not in name
    for kind, called, limit in (
        ("rising or emerging", UP, 0.10),
        ("fading", ("fading",), 0.10),
        ("peaked", ("peaked",), 0.07),
    ):
        hits = sum(bool(table["verdict"].isin(called).any()) for table in found)
        yield _at_most(f"unchanged, {name}: runs with any {kind} theme", hits, RUNS,
                       limit=limit if limited else None)  # fmt: skip
    small = np.concatenate([(table["p"] < 0.05)[table["tested"]] for table in found])
    tight = name.startswith(("plain", "AR(1) 0.5", "negative"))
    yield Row(f"unchanged, {name}: share of p below 0.05", "0.03 to 0.06" if tight else "",
              f"{small.mean():.4f}", 0.03 <= small.mean() <= 0.06 if tight else None)  # fmt: skip


def _planted(growth_a_year: float, papers: int) -> World:
    slopes = (float(np.log(growth_a_year)),) * 3
    return replace(PLAIN, slopes=slopes, planted_papers=float(papers))


def _name(growth_a_year: float, papers: int, period: str) -> str:
    return f"+{growth_a_year - 1:.0%} a year, {papers} papers, {period}"


def _found(name: str, work: Callable[[int], pd.DataFrame], least: float) -> Iterator[Row]:
    """How many of the first three are found, and how many of those that are called are false."""
    ups = [table["verdict"].isin(UP).to_numpy() for table in _each(work, PLANTED_RUNS)]
    hits = int(sum(up[:3].sum() for up in ups))
    of = 3 * PLANTED_RUNS
    yield Row(f"{name}: found", f"at least {least:.2f}", _share(hits, of), hits / of >= least)
    false = float(np.mean([up[3:].sum() / max(up.sum(), 1) for up in ups]))
    yield Row(f"{name}: mean false share among called", "at most 0.08", f"{false:.4f}",
              false <= PARAMS.false_discoveries)  # fmt: skip


def _conference(corpora: Path | None) -> Iterator[Row]:
    """Themes in the venues of a conference field, whose quarters are lumpy."""
    file = corpora / "conference_totals.csv" if corpora else None
    if file is None or not file.is_file():
        yield left_out("a conference field, quarters and years", "", "no CORPORA")
        return
    totals = pd.read_csv(file).pivot_table("papers", "venue", "quarter", fill_value=0)
    quarters = [f"{year}Q{quarter}" for year in range(2013, 2024) for quarter in range(1, 5)]
    held = totals.reindex(columns=quarters, fill_value=0).to_numpy(int)
    for period in ("quarter", "year"):
        work = partial(_in_venues, held, PLAIN, period)
        found = _each(work, RUNS)
        up = sum(bool(table["verdict"].isin(UP).any()) for table in found)
        yield _at_most(f"unchanged conference field, {period}: runs with any rising or emerging",
                       up, RUNS, limit=0.05)  # fmt: skip
        down = sum(bool((table["verdict"] == "fading").any()) for table in found)
        yield _at_most(f"unchanged conference field, {period}: runs with any fading", down, RUNS,
                       limit=None)  # fmt: skip
        for growth_a_year, papers, _, least in PLANTED:
            planted = partial(_in_venues, held, _planted(growth_a_year, papers), period)
            name = f"conference field, {_name(growth_a_year, papers, period)}"
            yield from _found(name, planted, least)


def _in_venues(quarters: np.ndarray, world: World, period: str, seed: int) -> pd.DataFrame:
    a_year = PERIODS_A_YEAR[period]
    totals = coarser(quarters, months_each=4 // a_year)
    counts, _ = conference_corpus(totals, world=world, a_year=a_year, seed=seed)
    labels = {
        4: [f"{2013 + place // 4}-Q{place % 4 + 1}" for place in range(totals.shape[1])],
        1: [str(2013 + place) for place in range(totals.shape[1])],
    }[a_year]
    # Venues of under a hundredth of the papers are one, as in a corpus.
    small = totals.sum(axis=1) < 0.01 * totals.sum()
    groups = [*(np.arange(len(totals)) == place for place in np.flatnonzero(~small)), small]
    by_group = np.stack([counts[:, group].sum(axis=1) for group in groups], axis=1)
    row, stratum, place = np.nonzero(by_group)
    papers = by_group[row, stratum, place]
    strata = StrataCounts(
        tuple(labels),
        np.stack([totals[group].sum(axis=0) for group in groups]),
        np.repeat(row, papers),
        np.repeat(stratum, papers),
        np.repeat(place, papers),
        len(counts),
    )
    names = np.array([f"theme {number}" for number in range(len(counts))], dtype=object)
    whole = np.ones(len(labels), dtype=bool)
    series = Series(names, counts.sum(axis=1), totals.sum(axis=0), tuple(labels), whole)
    return verdicts(series, params=PARAMS, checks=Checks(strata=strata))


def _coverage() -> Iterator[Row]:
    for period in PERIODS:
        covered = 0
        for table in _each(partial(_monthly, _planted(1.5, 150), period), PLANTED_RUNS):
            low, high = np.log1p(table[["growth_low", "growth_high"]].to_numpy().T)[:, :3]
            slopes = table["slope"].to_numpy()[:3]
            covered += int(((low <= slopes) & (slopes <= high)).sum())
        of = 3 * PLANTED_RUNS
        yield Row(f"+50% a year, 150 papers, {period}: unshrunk interval covers", "0.93 to 0.97",
                  _share(covered, of), 0.93 <= covered / of <= 0.97)  # fmt: skip


def _peaks() -> Iterator[Row]:
    for total in (PLAIN.growth, 1.0):
        for papers, least in PEAKS:
            world = replace(PLAIN, growth=total, peaks=3, planted_papers=float(papers))
            for period in PERIODS:
                found = _each(partial(_monthly, world, period), PLANTED_RUNS)
                hits = sum(int((table["verdict"][:3] == "peaked").sum()) for table in found)
                of = 3 * PLANTED_RUNS
                yield Row(f"x{PEAKED:.0f} and back, {papers} papers, total x{total:.0f}, {period}:"
                          " peaked", f"at least {least:.2f}", _share(hits, of),
                          hits / of >= least)  # fmt: skip


def _pairs() -> Iterator[Row]:
    for period in PERIODS:
        found = _each(partial(_of_pairs, period), PAIR_RUNS)
        rises = found[0]["slope"].to_numpy() > 0
        ups = [table["verdict"].isin(UP).to_numpy() for table in found]
        false = float(np.mean([up[~rises].sum() / max(up.sum(), 1) for up in ups]))
        name = f"1,000 terms in overlapping pairs, 100 planted, {period}"
        yield Row(f"{name}: mean false share among called", "at most 0.06", f"{false:.4f}",
                  false <= 0.06)  # fmt: skip
        hits, of = int(sum(up[rises].sum() for up in ups)), int(rises.sum()) * PAIR_RUNS
        yield Row(f"{name}: found", "at least 0.95", _share(hits, of), hits / of >= 0.95)


def _of_pairs(period: str, seed: int) -> pd.DataFrame:
    made, totals = term_pairs(seed)
    each = 12 // PERIODS_A_YEAR[period]
    whole = as_coarser(made.counts, period=period)
    of = replace(whole, totals=coarser(totals[None], months_each=each)[0])
    return verdicts(of, params=PARAMS).assign(slope=made.slopes)


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

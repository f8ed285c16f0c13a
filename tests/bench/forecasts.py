"""Forecasts on planted corpora: how often shares lie inside, and what they are worth over naive."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pandas as pd

from analysis.trends.forecasting.backtest import CALLS
from analysis.trends.forecasting.forecast_scores import outcomes
from analysis.trends.forecasting.skill import calibration, coverage, skill
from analysis.trends.params import TrendParams
from analysis.trends.series import Series
from tests.bench.rows import Row
from tests.support.planted_trends import FIRST_YEAR, PLAIN, RISE, UNCHANGED, as_series, corpus

RUNS = 200
YEAR = 12
WORLDS = {
    **{f"unchanged, {name}": world for name, world in UNCHANGED.items()},
    "3 of 30 at +50% a year, 150 papers": replace(PLAIN, slopes=(RISE,) * 3, planted_papers=150.0),
    "3 of 30 at +50% a year, 400 papers": replace(PLAIN, slopes=(RISE,) * 3, planted_papers=400.0),
}


def forecast_rows() -> Iterator[Row]:
    """A row a planted world: its last year, forecast from what came before."""
    for name, world in WORLDS.items():
        tables = []
        for seed in range(1, RUNS + 1):
            counts = corpus(world, seed=seed).counts
            calls = replayed(as_series(counts, counts.sum(axis=0)))
            tables.append(calls.assign(name=[f"{seed} {one}" for one in calls["name"]]))
        yield from record_rows(pd.concat(tables, ignore_index=True), name=f"forecast, {name}")


def replayed(whole: Series) -> pd.DataFrame:
    """The calls of a monthly corpus as of a year before its end, as far as forecasts go."""
    number = len(whole.periods) - YEAR
    cut = date(FIRST_YEAR + number // 12, number % 12 + 1, 1)
    stretches = slice(max(number - YEAR, 0), number), slice(number, None)
    before, after = (
        part.counts.sum(axis=1) / part.totals.sum()
        for part in (whole.only(stretch) for stretch in stretches)
    )
    found = outcomes(whole, before, cut=cut, params=TrendParams())
    facts = {"cut": str(cut), "kind": "topic", "name": whole.names}
    return found.assign(share_before=before, share_after=after, **facts).reindex(columns=CALLS)


def record_rows(calls: pd.DataFrame, *, name: str) -> Iterator[Row]:
    """What the record of `calls` says, without a limit."""
    of = {"topic": "themes", "term": "keywords"}
    for row in coverage(calls).to_dict("records"):
        words = f"{row['inside']:.3f} ({row['low']:.3f} to {row['high']:.3f}, {row['n']:,})"
        yield Row(f"{name}, {of[row['kind']]}: 95% interval covers", "", words, None)
    for row in skill(calls).to_dict("records"):
        words = f"{row['skill']:.3f} ({row['low']:.3f} to {row['high']:.3f}, {row['n']:,})"
        yield Row(f"{name}, {of[row['kind']]}: skill over {row['over']}", "", words, None)
    odds = calibration(calls)
    for kind, rows in odds.groupby("kind"):
        pairs = zip(rows["predicted"], rows["observed"], rows["n"], strict=True)
        words = ", ".join(f"{said:.2f}: {was:.2f} of {n:,}" for said, was, n in pairs)
        yield Row(f"{name}, {of[str(kind)]}: chance of a larger share: true share", "", words, None)

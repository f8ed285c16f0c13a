"""Forecast skill, coverage and calibration in sentences, for readers who are no statisticians."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.trends.forecasting.skill import BASE, GROWTH, STAY, calibration, coverage, skill
from analysis.trends.percent import signed_percent

# Of every earlier date anew, so that their number is not that of the themes of the run.
_OF = {"topic": "themes", "term": "keywords"}
_RIVALS = {
    STAY: "assuming that shares stay as they are",
    GROWTH: "assuming that shares grow on as in the last year",
    BASE: "giving all of them the same chance to grow",
}


def track_sentences(calls: pd.DataFrame) -> list[str]:
    """All that is said of the forecasts in `calls`; one sentence where they hold none."""
    worth = skill(calls)
    if worth.empty:
        return ["At none of these dates was there enough to forecast from."]
    held, odds = coverage(calls), calibration(calls)
    return [
        *(skill_sentence(row) for row in worth.to_dict("records")),
        *(coverage_sentence(row) for row in held.to_dict("records")),
        *(_odds_sentence(row) for row in odds.to_dict("records")),
    ]


def track_json(calls: pd.DataFrame) -> dict[str, list[dict[Any, Any]]]:
    """The tables of skill, coverage and calibration for scripts: rows, null for no figure."""
    tables = {"skill": skill(calls), "coverage": coverage(calls), "calibration": calibration(calls)}
    return {
        name: table.astype(object).where(table.notna(), None).to_dict("records")
        for name, table in tables.items()
    }


def skill_sentence(row: Mapping[Any, Any]) -> str:
    """How much nearer to what came the forecasts were than one rival; `row` as in `skill`."""
    what = "odds" if row["over"] == BASE else "forecasts"
    near, side = abs(row["skill"]), "nearer to" if row["skill"] >= 0 else "farther from"
    if pd.isna(row["low"]):
        sure = "too few to say how sure that is"
    else:
        sure = f"95% interval {signed_percent(row['low'])} to {signed_percent(row['high'])}"
    return (
        f"{row['n']:,} {what} of {_OF[row['kind']]} were {near:.0%} {side} what came than "
        f"{_RIVALS[row['over']]} ({sure})."
    )


def coverage_sentence(row: Mapping[Any, Any]) -> str:
    """How many shares lay inside their intervals; `row` as in `coverage`."""
    return (
        f"Of {row['n']:,} shares of {_OF[row['kind']]} that came, {row['inside']:.0%} lay inside "
        f"the interval forecast; {row['stated']:.0%} should."
    )


def _odds_sentence(row: Mapping[Any, Any]) -> str:
    return (
        f"Of {row['n']:,} times that a share of {_OF[row['kind']]} was given a chance of about "
        f"{row['predicted']:.0%} to grow, it grew in {row['observed']:.0%} "
        f"(95% interval {row['low']:.0%} to {row['high']:.0%})."
    )

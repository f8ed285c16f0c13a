"""Forecast skill, coverage and calibration in sentences."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.trends.forecasting.skill import BASE, GROWTH, STAY, calibration, coverage, skill
from analysis.trends.percent import signed_percent

# Themes are fitted anew at every date, so their number is not that of the themes of the run.
_OF = {"topic": "themes", "term": "keywords"}
_BASELINES = {
    STAY: "a no-change baseline",
    GROWTH: "a baseline that continues last year's growth",
    BASE: "the base rate",
}


def track_sentences(calls: pd.DataFrame) -> list[str]:
    """The sentences on the forecasts in `calls`; a single one where they hold none."""
    worth = skill(calls)
    if worth.empty:
        return ["None of these dates has enough earlier papers for a forecast."]
    held, odds = coverage(calls), calibration(calls)
    return [
        *(skill_sentence(row) for row in worth.to_dict("records")),
        *(coverage_sentence(row) for row in held.to_dict("records")),
        *(_odds_sentence(row) for row in odds.to_dict("records")),
    ]


def track_json(calls: pd.DataFrame) -> dict[str, list[dict[Any, Any]]]:
    """The tables of skill, coverage and calibration for scripts: rows, null for no value."""
    tables = {"skill": skill(calls), "coverage": coverage(calls), "calibration": calibration(calls)}
    return {
        name: table.astype(object).where(table.notna(), None).to_dict("records")
        for name, table in tables.items()
    }


def skill_sentence(row: Mapping[Any, Any]) -> str:
    """The error of the forecasts relative to one baseline; `row` as in `skill`."""
    what = "growth probabilities" if row["over"] == BASE else "forecasts"
    side = "lower" if row["skill"] >= 0 else "higher"
    if pd.isna(row["low"]):
        interval = "too few for a confidence interval"
    else:
        # A skill of 0.1 is an error of -10%.
        low, high = signed_percent(-row["high"]), signed_percent(-row["low"])
        interval = f"95% CI {low} to {high}"
    return (
        f"{row['n']:,} {what} of {_OF[row['kind']]} had an error {abs(row['skill']):.0%} {side} "
        f"than that of {_BASELINES[row['over']]} ({interval})."
    )


def coverage_sentence(row: Mapping[Any, Any]) -> str:
    """The share of observations within their prediction intervals; `row` as in `coverage`."""
    return (
        f"Of {row['n']:,} observed shares of {_OF[row['kind']]}, {row['inside']:.0%} lay within "
        f"their {row['stated']:.0%} prediction interval."
    )


def _odds_sentence(row: Mapping[Any, Any]) -> str:
    return (
        f"Of {row['n']:,} shares of {_OF[row['kind']]} with a predicted growth probability of "
        f"about {row['predicted']:.0%}, {row['observed']:.0%} grew "
        f"(95% CI {row['low']:.0%} to {row['high']:.0%})."
    )

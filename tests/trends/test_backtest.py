"""The score of calls whose outcomes are known."""

from typing import Any

import pandas as pd
import pytest

from analysis.trends.forecasting.backtest import rules, score


def call(verdict: str, before: float, after: float, *, last_year: float = 0.0) -> dict[str, object]:
    return {
        "cut": "2025-01-01", "kind": "topic", "name": "x", "verdict": verdict,
        "last_year": last_year, "share_before": before, "share_after": after,
    }  # fmt: skip


CALLS = pd.DataFrame(
    [
        call("rising", 0.1, 0.2, last_year=0.1),
        call("rising", 0.1, 0.05, last_year=0.2),
        call("emerging", 0.0, 0.1, last_year=float("nan")),
        call("fading", 0.2, 0.1, last_year=-0.5),
        call("stable", 0.1, 0.09, last_year=3.0),
        call("unknown", 0.1, 0.1, last_year=2.0),
    ]
)


def by_name(calls: pd.DataFrame) -> dict[str, dict[Any, Any]]:
    return {str(row["name"]): dict(row) for row in score(calls).to_dict("records")}


def test_calls_are_counted_by_hand() -> None:
    found = by_name(CALLS)
    for name, n, hits, base in (
        ("rising", 2, 1, 2 / 6), ("emerging", 1, 1, 2 / 6), ("fading", 1, 1, 3 / 6),
    ):  # fmt: skip
        assert (found[name]["n"], found[name]["hits"]) == (n, hits)
        assert found[name]["base_rate"] == pytest.approx(base)
    assert found["rising"]["precision"] == 0.5
    assert 0 < found["rising"]["low"] < 0.5 < found["rising"]["high"] < 1


def test_the_rule_to_beat_picks_as_many_by_last_years_growth() -> None:
    """Three were called up; the three that grew most last year all fell or stood still."""
    found = by_name(CALLS)["last year's growth"]
    assert (found["n"], found["hits"]) == (3, 0)


def test_no_call_has_no_precision() -> None:
    table = score(pd.DataFrame([call("stable", 0.1, 0.2)]))
    assert table["n"].sum() == 0
    assert table["precision"].isna().all()
    told = {rule["name"]: rule for rule in rules(table)}
    assert told["rising, themes, as of 2025-01-01"]["precision"] is None
    assert told["rising, themes, as of 2025-01-01"]["base_rate"] == 1

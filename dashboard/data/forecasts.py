"""Forecasts of a run, shown only where they beat the naive baseline in its backtest."""

import pandas as pd

from analysis.runs.store import Run
from analysis.trends.forecasting.forecast import forecast, forecast_table
from analysis.trends.forecasting.skill import STAY, beats_naive
from analysis.trends.forecasting.track_record import skill_sentence
from analysis.trends.series import series, topic_postings

_NONE = "No forecast is drawn."


def run_forecast(run: Run, *, kind: str) -> pd.DataFrame:
    """Forecast of every theme (`kind` topic) or tracked keyword (term) of `run`.

    Columns as in `forecast_table`, `name` the topic or term; empty where nothing can be forecast.
    """
    if kind == "topic":
        names, postings = topic_postings(run.documents["topic"].to_numpy())
    else:
        names = run.term_signals["term"].tolist()
        ids = pd.Series(range(len(run.vocabulary)), index=run.vocabulary["term"])
        postings = run.postings.of(ids[names].to_numpy())
    counted = series(
        run.documents,
        postings,
        names=names,
        period=run.manifest.period,
        as_of=run.as_of,
    )
    return forecast_table(forecast(counted, params=run.trend_params))


def forecast_note(
    run: Run, worth: pd.DataFrame | None, *, drawn: pd.DataFrame | None, kind: str
) -> str:
    """Note under a chart with the forecast `drawn`, or without one, in Markdown.

    `worth` is the skill of the run's backtest, as returned by `skill`; None without a backtest.
    """
    if worth is None:
        return (
            f"{_NONE} Forecasts are shown once they were tested on the past of this run: "
            f"[test them](trends?run={run.run_id})."
        )
    found = worth[(worth["kind"] == kind) & (worth["over"] == STAY)]
    if found.empty:
        return (
            f"{_NONE} The backtest of this run has none to evaluate: the past is too short, or the "
            "backtest is older than forecasts, and a new fit of the papers comes with another."
        )
    said = skill_sentence(found.iloc[0].to_dict())
    if not beats_naive(worth, kind):
        return f"{_NONE} In the backtest it did not clearly beat a no-change baseline: {said}"
    if drawn is None or drawn.empty:
        return f"{_NONE} Too few papers for a forecast, or another period is shown."
    return f"Dashed: the forecast, with its 95% prediction interval. In the backtest, {said}"

"""The forecast on the page: drawn where it has proved itself, and said where it has not."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analysis.periods import periods_after
from analysis.runs.backtest_file import write_backtest
from analysis.runs.store import Run, open_run
from analysis.trends.forecasting.backtest import CALLS
from analysis.trends.forecasting.forecast_scores import OUTCOMES
from analysis.trends.forecasting.skill import calibration
from analysis.trends.prevalence import prevalence
from dashboard.data.forecasts import run_forecast
from dashboard.data.tables import load_forecast
from dashboard.figures.calibration import calibration_figure
from dashboard.figures.catalogue.chart import Options
from dashboard.figures.catalogue.charts import CHARTS
from dashboard.figures.theme_prevalence import theme_prevalence_figure
from tests.dashboard.conftest import OpenPage
from tests.support.builders import build_run


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("forecasts")
    build_run(folder, papers=900, topics=6)
    return folder


@pytest.fixture
def run(folder: Path) -> Run:
    return open_run(next(path for path in folder.glob("2*") if path.is_dir()))


@pytest.fixture
def topic(run: Run) -> int:
    """A theme of enough papers for a forecast."""
    return int(run_forecast(run, kind="topic")["name"].iloc[0])


def calls(*, better: bool) -> pd.DataFrame:
    """Thirty themes whose forecasts had a much lower error than no change, or as much higher."""
    rng = np.random.default_rng(1)
    chance = rng.uniform(0.05, 0.95, 30)
    near, far = rng.uniform(5, 6, 30), rng.uniform(9, 10, 30)
    own, naive = (near, far) if better else (far, near)
    table = pd.DataFrame(
        {
            "cut": "2024-01-01", "kind": "topic", "name": [f"theme {i}" for i in range(30)],
            "verdict": "stable", "share_before": 0.1, "chance": chance, "periods": 6.0,
            "share_after": np.where(rng.uniform(size=30) < chance, 0.2, 0.05), "inside": 6.0,
            "deviance": own, "deviance_stay": naive, "deviance_growth": naive,
        }
    )  # fmt: skip
    return table.reindex(columns=CALLS)


def captions(app: AppTest) -> str:
    assert not app.exception, app.exception
    return " ".join(caption.value for caption in app.caption)


def test_a_run_without_a_record_draws_no_forecast_and_says_what_to_do(
    folder: Path, run: Run, open_page: OpenPage, topic: int
) -> None:
    for kept in folder.glob("*.backtest.parquet"):
        kept.unlink()
    assert load_forecast(run, kind="topic") is None
    said = captions(open_page(folder, "themes", topic=str(topic)))
    assert f"[test them](trends?run={run.run_id})" in said
    assert "No forecast is drawn" in said


def test_a_record_older_than_forecasts_draws_none_and_says_what_to_do(
    folder: Path, run: Run, open_page: OpenPage, topic: int
) -> None:
    write_backtest(run, calls(better=True).drop(columns=OUTCOMES))
    said = captions(open_page(folder, "themes", topic=str(topic)))
    assert "a new fit of the papers comes with another" in said
    assert not open_page(folder, "trends").exception


def test_a_forecast_that_lost_is_not_drawn_and_the_page_says_by_how_much(
    folder: Path, run: Run, open_page: OpenPage, topic: int
) -> None:
    write_backtest(run, calls(better=False))
    said = captions(open_page(folder, "themes", topic=str(topic)))
    assert re.search(r"No forecast is drawn.* had an error \d+% higher than", said)
    assert load_forecast(run, kind="topic") is None


def test_a_forecast_that_won_is_drawn_and_the_page_says_by_how_much(
    folder: Path, run: Run, open_page: OpenPage, topic: int
) -> None:
    write_backtest(run, calls(better=True))
    app = open_page(folder, "themes", topic=str(topic))
    said = captions(app)
    assert re.search(r"Dashed: the forecast.* had an error \d+% lower than", said)
    shown = [str(chart.proto.spec) for chart in app.get("plotly_chart")]
    assert any("Forecast: %{y}" in spec for spec in shown)
    exported = CHARTS["theme_prevalence"].draw(run, Options(topic=topic))
    assert any("Forecast" in str(trace.hovertemplate) for trace in traces(exported))


def test_what_moves_shows_the_record_of_the_forecasts(
    folder: Path, run: Run, open_page: OpenPage
) -> None:
    write_backtest(run, calls(better=True))
    app = open_page(folder, "trends")
    assert not app.exception
    said = " ".join(one.value for one in app.markdown)
    assert "lower than that of a no-change baseline" in said
    assert "100% lay within their 95% prediction interval" in said
    assert any("calibration" in str(chart.proto.spec) for chart in app.get("plotly_chart"))


def test_a_narrow_page_says_in_words_how_many_verdicts_came_true(
    folder: Path, run: Run, open_page: OpenPage
) -> None:
    """The interval of 3 in 4 is Wilson's, from a table of it: 0.3006 to 0.9544."""
    record = calls(better=True)
    record.loc[:3, "verdict"] = "rising"
    record.loc[:3, "share_after"] = [0.2, 0.2, 0.05, 0.2]
    write_backtest(run, record)
    said = " ".join(one.value for one in open_page(folder, "trends").markdown)
    assert "**As of 2024-01-01**" in said
    assert "- Rising: 3 of 4 came true, 75% (30% to 95%); of all " in said
    assert "- Fading: no call." in said


def traces(figure: Any) -> list[Any]:
    return list(figure.data)


def test_the_forecast_goes_on_where_the_last_whole_period_ends(run: Run, topic: int) -> None:
    shares = prevalence(run.documents, period=run.manifest.period)
    made = run_forecast(run, kind="topic")
    own = made[made["name"] == topic]
    of_topic = shares[shares["topic"] == topic]
    figure = theme_prevalence_figure(of_topic, run.topics, forecast=own)
    dashed = next(trace for trace in traces(figure) if trace.line.dash == "dash")
    rows = of_topic[of_topic["complete"]]
    assert dashed.y[0] == pytest.approx(rows["prevalence"].iloc[-1])
    assert own["period"].iloc[0] == periods_after(rows["period"].iloc[-1], 1)[0]
    assert list(dashed.y[1:]) == pytest.approx(own["share"].tolist())
    band = [trace for trace in traces(figure) if trace.fill == "toself"][-1]
    assert list(band.y) == pytest.approx([*own["high"], *own["low"][::-1]])
    assert "forecast" in figure.layout.title.subtitle.text
    assert figure.layout.yaxis.range[1] >= own["high"].max()
    counted = theme_prevalence_figure(of_topic, run.topics, forecast=own, measure="documents")
    assert not any(trace.line.dash == "dash" for trace in traces(counted))


def test_the_odds_are_drawn_as_they_were_counted() -> None:
    table = calibration(pd.concat([calls(better=True), calls(better=True).assign(kind="term")]))
    figure = calibration_figure(table)
    for name, kind in (("Themes", "topic"), ("Keywords", "term")):
        (trace,) = [one for one in traces(figure) if one.name == name]
        rows = table[table["kind"] == kind]
        assert list(trace.x) == pytest.approx(rows["predicted"].tolist())
        assert list(trace.y) == pytest.approx(rows["observed"].tolist())
    assert figure.layout.showlegend
    assert not calibration_figure(table[table["kind"] == "topic"]).layout.showlegend


def test_without_a_record_the_odds_say_so(run: Run) -> None:
    blank = calibration_figure(calibration(pd.DataFrame(columns=CALLS)))
    assert "No forecasts of this run were backtested" in blank.layout.annotations[0].text

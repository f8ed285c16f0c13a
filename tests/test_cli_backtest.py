"""python -m analysis backtest, as a person and as a script call it."""

import json
from pathlib import Path

import pandas as pd
from typer.testing import CliRunner

from analysis.__main__ import app
from analysis.trends.forecasting.skill import BASE, GROWTH, STAY
from tests.support.builders import build_run
from tests.support.planted import plant

KEYS = {"name", "n", "hits", "precision", "low", "high", "base_rate"}


def test_a_track_record_is_printed_and_kept_beside_the_run(tmp_path: Path, data_dir: Path) -> None:
    corpus = plant(tmp_path / "papers.jsonl", papers_a_theme=160)
    fitted = CliRunner().invoke(
        app, ["fit", str(corpus.path), "--encoder", "lsa", "--set", "partitions=20"]
    )
    assert fitted.exit_code == 0, fitted.output
    done = CliRunner().invoke(app, ["backtest", "latest", "--json"])
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert said["cuts"] == sorted(said["cuts"])
    assert said["cuts"] == ["2024-01-01", "2024-07-01"]
    assert all(set(rule) == KEYS for rule in said["rules"])
    (kept,) = (data_dir / "runs").glob("*.backtest.parquet")
    calls = pd.read_parquet(kept)
    assert set(calls["cut"]) == set(said["cuts"])
    assert calls["share_after"].between(0, 1).all()
    assert {row["over"] for row in said["skill"]} == {STAY, GROWTH, BASE}
    assert all(0 <= row["inside"] <= 1 for row in said["coverage"])
    assert sum(row["n"] for row in said["calibration"]) == calls["chance"].notna().sum()
    assert len(json.loads(CliRunner().invoke(app, ["runs", "--json"]).stdout)) == 1


def test_a_run_that_spans_too_little_is_refused_with_a_sentence(tmp_path: Path) -> None:
    build_run(tmp_path / "runs", published=[None] * 120)
    done = CliRunner().invoke(app, ["backtest", "latest", "--runs", str(tmp_path / "runs")])
    assert done.exit_code == 2
    assert "date precise to the month" in done.stderr

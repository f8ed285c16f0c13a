"""python -m analysis backtest, as a person and as a script call it."""

import json
from pathlib import Path

import pandas as pd
from typer.testing import CliRunner

from analysis.__main__ import app
from analysis.jobs import list_jobs, stop_job, wait_for_job
from analysis.trends.forecasting.skill import BASE, GROWTH, STAY
from tests.support.builders import build_run
from tests.support.commands import command, write_papers
from tests.support.planted import plant

KEYS = {"name", "n", "hits", "precision", "low", "high", "base_rate"}


def test_a_fit_keeps_its_track_record_beside_the_run_and_the_command_prints_it(
    tmp_path: Path, data_dir: Path
) -> None:
    corpus = plant(tmp_path / "papers.jsonl", papers_a_theme=160)
    words = ["fit", str(corpus.path), "--encoder", "lsa", "--set", "partitions=20"]
    fitted = CliRunner().invoke(app, [*words, "--backtest"])
    assert fitted.exit_code == 0, fitted.output
    assert fitted.stdout.splitlines()[-1].startswith("run ")
    (job,) = list_jobs(data_dir / "jobs")
    assert wait_for_job(job.path, seconds=300).state == "done"
    (kept,) = (data_dir / "runs").glob("*.backtest.parquet")
    by_the_fit = pd.read_parquet(kept)
    kept.unlink()
    done = CliRunner().invoke(app, ["backtest", "latest", "--json"])
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert said["cuts"] == sorted(said["cuts"])
    assert said["cuts"] == ["2024-01-01", "2024-07-01"]
    assert all(set(rule) == KEYS for rule in said["rules"])
    calls = pd.read_parquet(kept)
    pd.testing.assert_frame_equal(calls, by_the_fit)
    assert set(calls["cut"]) == set(said["cuts"])
    assert calls["share_after"].between(0, 1).all()
    assert {row["over"] for row in said["skill"]} == {STAY, GROWTH, BASE}
    assert all(0 <= row["inside"] <= 1 for row in said["coverage"])
    assert sum(row["n"] for row in said["calibration"]) == calls["chance"].notna().sum()
    assert len(json.loads(CliRunner().invoke(app, ["runs", "--json"]).stdout)) == 1


def test_a_fit_says_where_there_is_no_past_to_backtest(planted_corpus, tmp_path: Path) -> None:
    papers = [json.loads(line) for line in planted_corpus.path.read_text().splitlines()]
    undated = [{"title": paper["title"], "abstract": paper["abstract"]} for paper in papers]
    corpus = write_papers(tmp_path / "undated.jsonl", *undated)
    fitted = command("fit", corpus, "--encoder", "lsa", "--set", "partitions=5", "--backtest")
    assert fitted.exit_code == 0, fitted.output
    assert "There is no backtest. Error: No paper of the run" in fitted.stderr
    assert fitted.stdout.splitlines()[-1].startswith("run ")


def test_a_fit_leaves_a_long_backtest_to_the_background(
    planted_corpus, data_dir: Path, monkeypatch
) -> None:
    monkeypatch.setattr("analysis.commands.fit._PATIENCE", 0)
    words = ["--encoder", "lsa", "--set", "partitions=5"]
    fitted = command("fit", planted_corpus.path, *words, "--backtest")
    assert "The backtest goes on in the background" in fitted.stderr
    (job,) = list_jobs(data_dir / "jobs")
    assert job.command[:2] == ("backtest", fitted.stdout.splitlines()[-1].removeprefix("run "))
    stop_job(job.path)
    wait_for_job(job.path, seconds=300)


def test_a_run_that_spans_too_little_is_refused_with_a_sentence(tmp_path: Path) -> None:
    build_run(tmp_path / "runs", published=[None] * 120)
    done = CliRunner().invoke(app, ["backtest", "latest", "--runs", str(tmp_path / "runs")])
    assert done.exit_code == 2
    assert "date precise to the month" in done.stderr

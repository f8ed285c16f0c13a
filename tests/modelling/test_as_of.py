"""The same papers on another day: what a run says does not depend on when it was made."""

from datetime import date

import pandas as pd
import pytest

from analysis.modelling import inputs
from analysis.runs.store import open_run
from analysis.trends.prevalence import complete_periods
from tests.support.commands import command, write_papers

# Six papers a month from 2022 to March 2023, the last on the 20th.
PAPERS = [
    {"title": f"Sea ice {n}", "abstract": "We measure sea ice.", "published": f"{month}-{day:02d}"}
    for n, (month, day) in enumerate(
        (f"{year}-{month:02d}", day)
        for year in (2022, 2023)
        for month in range(1, 13 if year == 2022 else 4)
        for day in (2, 4, 8, 12, 16, 20)
    )
]


@pytest.fixture
def fit_on(tmp_path, data_dir, monkeypatch):
    """Fit the papers as if it were another day: what was printed, and the run."""
    corpus = write_papers(tmp_path / "papers.jsonl", *PAPERS)

    def fit(day: str, *flags: str):
        monkeypatch.setattr(inputs, "today", lambda: date.fromisoformat(day))
        done = command("fit", corpus, "--encoder", "lsa", "--set", "period=month",
                       "--set", "test_period=month", *flags)  # fmt: skip
        assert done.exit_code == 0, done.output
        return done, open_run(data_dir / "runs" / done.stdout.split()[-1])

    return fit


def test_papers_fitted_another_day_are_already_there_and_forced_give_equal_tables(fit_on):
    _, first = fit_on("2023-04-20")
    done, same = fit_on("2024-11-03")
    assert "Already there" in done.stderr
    assert same.run_id == first.run_id
    _, forced = fit_on("2024-11-03", "--force")
    assert forced.run_id != first.run_id
    assert forced.manifest.inputs_sha256 == first.manifest.inputs_sha256
    assert forced.manifest.as_of == first.manifest.as_of == "2023-03-21"
    for table in ("topic_signals", "term_signals", "topics", "shuffled_signals"):
        pd.testing.assert_frame_equal(getattr(forced, table), getattr(first, table))


def test_a_day_before_the_end_of_the_last_date_is_another_run(fit_on):
    """Read on the 5th, the March that a paper of the 20th is announced for has not been seen."""
    _, early = fit_on("2023-03-05")
    done, late = fit_on("2023-04-20")
    assert "Already there" not in done.stderr
    assert early.manifest.as_of == "2023-03-05"
    assert early.manifest.inputs_sha256 != late.manifest.inputs_sha256
    assert set(early.topic_signals["window_end"]) == {"2023-02"}
    assert set(late.topic_signals["window_end"]) == {"2023-03"}


@pytest.mark.parametrize(
    "day", ["2022-06-01", "2023-02-27", "2023-03-05", "2023-03-21", "2031-01-01"]
)
@pytest.mark.parametrize("period", ["day", "week", "month", "quarter", "year"])
@pytest.mark.parametrize("last", ["2023", "2023-03", "2023-03-20"])
def test_the_date_kept_leaves_the_same_periods_complete_as_today_does(
    day, period, last, monkeypatch
):
    monkeypatch.setattr(inputs, "today", lambda: date.fromisoformat(day))
    published = pd.Series([*(paper["published"] for paper in PAPERS), last, None], dtype="str")
    documents = pd.DataFrame({"published": published})
    kept = complete_periods(documents, period=period, as_of=inputs.as_of(published))
    assert kept.equals(complete_periods(documents, period=period, as_of=day))


def test_papers_without_dates_have_no_such_date():
    assert inputs.as_of(pd.Series([None, None], dtype="str")) == ""

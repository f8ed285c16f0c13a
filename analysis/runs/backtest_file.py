"""What is kept beside a run, never in it: the track record of its verdicts."""

from pathlib import Path

import pandas as pd

from analysis.atomic import write_atomically
from analysis.errors import PapertidesError
from analysis.runs.store import Run
from analysis.trends.forecasting.backtest import CALLS


def backtest_path(path: Path) -> Path:
    """Where the calls of the replayed pasts of the run in the folder `path` are."""
    return path.with_name(f"{path.resolve().name}.backtest.parquet")


def write_backtest(run: Run, calls: pd.DataFrame) -> Path:
    """Keep `calls` (see `analysis.trends.forecasting.backtest`), whole or not at all."""
    path = backtest_path(run.path)
    try:
        write_atomically(path, calls.to_parquet(index=False))
    except OSError as error:
        raise PapertidesError(
            f"{path} cannot be written: {error.strerror}. Free some space and run the "
            "command again."
        ) from error
    return path


def read_backtest(run: Run) -> pd.DataFrame | None:
    """The calls of a run's replayed pasts; None where none was replayed or the file is damaged.

    A record from before there were forecasts has none in it: nulls.
    """
    try:
        return pd.read_parquet(backtest_path(run.path)).reindex(columns=CALLS)
    except (OSError, ValueError):
        return None

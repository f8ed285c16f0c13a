"""The backtest file beside a run: the track record of its verdicts."""

from pathlib import Path

import pandas as pd

from analysis.atomic import write_atomically
from analysis.errors import PapertidesError
from analysis.runs.store import Run
from analysis.trends.forecasting.backtest import CALLS


def backtest_path(path: Path) -> Path:
    """The path of the backtest file of the run in the folder `path`."""
    return path.with_name(f"{path.resolve().name}.backtest.parquet")


def write_backtest(run: Run, calls: pd.DataFrame) -> Path:
    """Write `calls` (see `analysis.trends.forecasting.backtest`) atomically."""
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
    """The backtested verdicts of a run; None if there is no backtest or the file is damaged.

    In files older than the forecasts, their columns are null.
    """
    try:
        return pd.read_parquet(backtest_path(run.path)).reindex(columns=CALLS)
    except (OSError, ValueError):
        return None

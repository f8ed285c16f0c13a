"""Cached report for download, one per run, edition, backtest and day."""

from datetime import UTC, datetime

from analysis.runs.backtest_file import backtest_path
from analysis.runs.store import Run
from dashboard.data.cache import cached
from dashboard.data.loading import changed
from dashboard.report.page import report_html


def cached_report(run: Run, *, full: bool = False) -> str:
    """The report on `run`, as in `report_html`."""
    record = changed(backtest_path(run.path))
    return _report(run, record, full=full, today=f"{datetime.now(UTC):%Y-%m-%d}")


@cached()
def _report(run: Run, record: tuple[int, ...], *, full: bool, today: str) -> str:
    del record, today  # what it depends on, and part of the key
    return report_html(run, full=full)

"""The report as the page hands it out: made once for every run, edition and day."""

from datetime import UTC, datetime

import streamlit as st

from analysis.runs.store import Run
from dashboard.report.page import report_html


def cached_report(run: Run) -> str:
    """The report on `run`, as in `report_html`."""
    return _report(str(run.path), run.edition, today=f"{datetime.now(UTC):%Y-%m-%d}", _run=run)


# A report holds megabytes: the last few are kept.
@st.cache_resource(max_entries=4, show_spinner=False)
def _report(path: str, edition: str, *, today: str, _run: Run) -> str:
    del path, edition, today  # what it depends on, and part of the key
    return report_html(_run)

"""The server time of every page of a run, warm."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

from streamlit.testing.v1 import AppTest

from analysis.runs.store import Run
from tests.bench.rows import ROOT, Row

VIEWS = {
    "overview": {},
    "topic_map": {},
    "themes": {"topic": "0"},
    "trends": {"show": "keywords"},
    "keywords": {},
    "field": {},
    "papers": {"q": "learning"},
    "about": {},
}
RERUNS = 3
LIMIT = 1.0


def page_rows(run: Run, data: Path) -> Iterator[Row]:
    """The slowest of three warm reruns of each page of `run`, which lives in `data`."""
    os.environ["PAPERTIDES_DATA"] = str(data)
    for view, query in VIEWS.items():
        app = AppTest.from_file(str(ROOT / "dashboard" / "streamlit_app.py"), default_timeout=60)
        app.query_params.update({"run": run.run_id} | query)
        app.switch_page(f"views/{view}.py").run()
        if app.exception:
            raise SystemExit(f"the page {view} failed: {app.exception[0].message}")
        seconds = max(_seconds(app) for _ in range(RERUNS))
        name = f"page {view}: server time, warm"
        yield Row(name, "at most 1 s", f"{seconds:.2f} s", seconds <= LIMIT)


def _seconds(app: AppTest) -> float:
    started = time.perf_counter()
    app.run()
    return time.perf_counter() - started

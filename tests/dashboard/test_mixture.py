"""Categories that come or go are said on every chart of shares, on the screen and in the export."""

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from analysis.runs.store import open_run, write_run
from dashboard.figures.catalogue.chart import Options
from dashboard.figures.catalogue.charts import CHARTS
from dashboard.figures.parts.base_figure import layout_of
from tests.support.builders import build_run, run_parts

NOTE = "cs.RO begins in Jan 2023: shares may change as a result."


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A run with a category of its own for half of the papers since 2023, and one without."""
    folders = {name: tmp_path_factory.mktemp(name) for name in ("mixed", "plain")}
    tables, vectors, manifest = run_parts(papers=1_500, topics=6)
    dates = tables.documents["published"]
    mixed = [["cs.RO" if date >= "2023" and i % 2 else "cs.CL"] for i, date in enumerate(dates)]
    documents = tables.documents.assign(categories=pd.Series(mixed))
    write_run(
        replace(tables, documents=documents), vectors, manifest=manifest, runs=folders["mixed"]
    )
    build_run(folders["plain"], papers=1_500)
    return folders


@pytest.mark.parametrize("name", ["prevalence", "keyword_trends", "theme_prevalence"])
def test_an_exported_chart_says_it_where_it_is_so(runs: dict[str, Path], name: str) -> None:
    said = {}
    for kind, folder in runs.items():
        (path,) = folder.iterdir()
        figure = CHARTS[name].draw(open_run(path), Options(topic=0))
        said[kind] = (layout_of(figure).title.subtitle.text or "").replace("<br>", " ")
    assert NOTE in said["mixed"]
    assert "shares may change" not in said["plain"]


@pytest.mark.parametrize("view", ["themes", "trends"])
def test_a_chart_on_the_screen_says_it_where_it_is_so(runs, open_page, view) -> None:
    said = {}
    for kind, folder in runs.items():
        (path,) = folder.iterdir()
        term = open_run(path).vocabulary["term"].iloc[0]
        app = open_page(folder, view, topic="0", show="keywords", term=[term])
        titles = [
            json.loads(chart.proto.spec)["layout"]["title"] for chart in app.get("plotly_chart")
        ]
        subtitles = [title.get("subtitle", {}).get("text", "") for title in titles]
        said[kind] = " ".join(subtitles).replace("<br>", " ")
    assert NOTE in said["mixed"]
    assert "shares may change" not in said["plain"]

"""Two people at one run: one sees what the other corrects, and nobody changes shared tables."""

from pathlib import Path

import numpy as np
import pandas as pd

from analysis.runs.schema import SCHEMAS
from analysis.runs.store import Run, open_run
from dashboard.data import loading, tables
from tests.dashboard.test_page_corrections import _press
from tests.dashboard.test_pages import FULL, PLAIN, VIEWS, words_of
from tests.support.builders import build_run, every_verdict

# Tables that are computed once for everybody, by the names of their loaders.
PERIODS = ("load_prevalence", "load_periods")
OTHERS = ("load_likeness", "load_topic_signals", "load_term_signals")


def test_what_one_corrects_the_other_sees_at_the_next_click(tmp_path: Path, open_page) -> None:
    build_run(tmp_path, papers=120, topics=4)
    corrects = open_page(tmp_path, "themes", topic="1", change="rename")
    looks = {view: open_page(tmp_path, view) for view in ("overview", "topic_map", "themes")}
    theme = open_page(tmp_path, "themes", topic="1")
    assert theme.title[0].value == "Diffusion models"

    (name,) = [field for field in corrects.text_input if field.label == "New name"]
    name.set_value("Painting by noise").run()
    _press(corrects, "Rename")
    assert "Renamed" in corrects.success[0].value

    assert theme.run().title[0].value == "Painting by noise"
    for view, app in looks.items():
        app.run()
        assert not app.exception
        assert not app.error
        offered = [option for box in app.selectbox for option in box.options]
        tables = [table.value.to_csv() for table in app.dataframe]
        shown = " ".join([words_of(app), *offered, *tables])
        assert "Diffusion models" not in shown, view
        assert ("Painting by noise" in shown) == (view != "overview")


def test_looking_at_every_page_changes_no_shared_table(tmp_path: Path, open_page) -> None:
    run_id = build_run(tmp_path, **every_verdict())
    open_page(tmp_path)
    run = loading.load_run(run_id)
    before = {name: table.copy(deep=True) for name, table in shared(run).items()}
    for view in VIEWS:
        for link in (PLAIN, FULL):
            assert not open_page(tmp_path, view, **link).exception

    assert loading.load_run(run_id) is run
    for name, table in shared(run).items():
        pd.testing.assert_frame_equal(before[name], table)
    written = open_run(tmp_path / run_id)
    for name in SCHEMAS:
        pd.testing.assert_frame_equal(getattr(run, name), getattr(written, name))
    np.testing.assert_array_equal(run.embeddings, written.embeddings)


def shared(run: Run) -> dict[str, pd.DataFrame]:
    """What all sessions have in common: the run's tables, and what is computed from them."""
    found = {name: getattr(run, name) for name in SCHEMAS}
    found |= {f"{name} {kind}": pd.DataFrame(getattr(tables, name)(run, kind))
               for name in PERIODS for kind in ("month", "quarter", "year")}  # fmt: skip
    return found | {name: getattr(tables, name)(run) for name in OTHERS}

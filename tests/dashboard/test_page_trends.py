"""What moves: the page beside what luck alone would give."""

import json
import shutil

import pandas as pd
import pytest

from analysis.runs.store import open_run
from analysis.trends.verdict_codes import CALLED
from tests.dashboard.test_pages import words_of


@pytest.mark.parametrize(("show", "kind"), [("themes", "topic"), ("keywords", "term")])
def test_the_list_of_changes_stands_beside_that_of_a_shuffled_copy(
    shelves, open_page, show, kind
) -> None:
    app = open_page(shelves["moving"], "trends", show=show)
    (path,) = shelves["moving"].iterdir()
    signals = getattr(open_run(path), f"{kind}_signals")
    here, copy = (table.value for table in app.table[:2])
    assert "20 shuffled copies of these papers" in words_of(app)
    assert f"here {signals['verdict'].isin(CALLED).sum()} " in words_of(app)
    assert here.columns.tolist() == copy.columns.tolist()
    assert not here.equals(copy)
    assert here["Verdict"].str.contains("Rising|Fading|Emerging|Dormant").any()
    assert copy["Verdict"].str.contains("No clear direction|Stable").mean() > 0.8


def test_a_run_without_copies_opens_as_ever(shelves, open_page, tmp_path) -> None:
    shutil.copytree(shelves["moving"], tmp_path / "old")
    (run,) = (tmp_path / "old").iterdir()
    manifest = json.loads((run / "manifest.json").read_text())
    del manifest["files"]["shuffled_signals.parquet"]
    (run / "shuffled_signals.parquet").unlink()
    (run / "manifest.json").write_text(json.dumps(manifest))
    app = open_page(tmp_path / "old", "trends")
    assert not app.exception
    assert "shuffled copies" not in words_of(app)


def test_the_table_of_movers_has_papers_and_shares_before_and_after(shelves, open_page) -> None:
    """Counted anew from the papers of the first and of the last year of the window."""
    (path,) = shelves["moving"].iterdir()
    documents = open_run(path).documents
    shown = open_page(shelves["moving"], "trends").dataframe[0].value
    for row in shown.to_dict("records"):
        for end, first in (("first", row["window_start"]), ("last", row["window_end"])):
            start = pd.Period(first, "M") - (0 if end == "first" else 11)
            inside = documents["published"].str[:7].between(str(start), str(start + 11))
            papers = (documents["topic"][inside] == row["topic"]).sum()
            assert row[f"{end}_documents"] == papers
            assert row[f"{end}_share"] == pytest.approx(100 * papers / inside.sum())
        if row["verdict"] == "rising":
            assert row["interval"] in row["said"]

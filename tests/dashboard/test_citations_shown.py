"""Citations on the pages: of a theme, of a paper, and the papers that were cited late."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.runs.store import Run, open_run
from dashboard.data.signal_rows import MOVER_TABLES, theme_signals
from tests.dashboard.test_pages import titles, words_of
from tests.support.builders import set_columns

# Cited more, and less, than the others; papers that were cited late, and late but who knows.
MORE, FEWER = 1, 3
LATE, UNKNOWN = (40, 41), 42
YEARS = range(2022, 2033)


@pytest.fixture(scope="module")
def cited(shelves: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of one run with citations, some of them planted."""
    runs = tmp_path_factory.mktemp("cited")
    (plain,) = shelves["moving"].iterdir()
    folder = shutil.copytree(plain, runs / plain.name)
    documents, rng = open_run(folder).documents, np.random.default_rng(0)
    papers = len(documents)
    rate = documents["topic"].map({MORE: 9.0, FEWER: 1.0}).fillna(3).to_numpy()
    counts = rng.poisson(rate[:, None] / 3, (papers, len(YEARS)))
    counts[[*LATE, UNKNOWN]] = [0] * 8 + [1, 3, 80]
    counts[LATE[1], -1] = 60
    total = counts.sum(axis=1)
    total[UNKNOWN] += 5
    set_columns(
        folder,
        "documents",
        citations=[None if paper % 50 == 7 else int(n) for paper, n in enumerate(total)],
        citations_on=["2032-05-03"] * papers,
        citations_by_year=[
            [f"{year}:{n}" for year, n in zip(YEARS, row, strict=True) if n]
            for row in counts.tolist()
        ],
    )
    return runs


@pytest.fixture
def run(cited: Path) -> Run:
    (path,) = cited.iterdir()
    return open_run(path)


def test_the_page_of_a_theme_says_whether_its_papers_are_cited_more(cited, run, open_page) -> None:
    more = words_of(open_page(cited, "themes", topic=str(MORE)))
    assert "Its papers are cited more than others of their month" in more.replace("\\", "")
    assert "counted on 3 May 2032, " in more.replace("\\", "")
    found = theme_signals(run).set_index("topic")
    assert found.loc[[MORE, FEWER], "cited_found"].tolist() == ["more", "fewer"]
    unclear = found.index[found["cited_found"] == "unclear"][0]
    other = words_of(open_page(cited, "themes", topic=str(unclear))).replace("\\", "")
    assert "not clearly cited more or less than others of their month" in other
    # What is found is evidence wherever evidence stands, what is not is no news there.
    assert found["said"].str.contains("cited less").to_dict()[FEWER]
    assert not found["said"].str.contains("not clearly").any()


def test_the_table_of_themes_has_the_citations_and_so_has_an_export(cited, run, open_page) -> None:
    def shown(app) -> pd.DataFrame:
        (table,) = [one.value for one in app.dataframe if "growth" in one.value]
        return table

    table = shown(open_page(cited, "trends", show="themes")).set_index("topic")
    exported = MOVER_TABLES["theme_movers"](run).set_index("topic")
    assert table["cited"].to_dict() == pytest.approx((100 * exported["cited"]).to_dict())
    assert table["cited"].idxmax() == MORE
    papers = exported["cited_papers"] + exported["cited_uncounted"]
    assert papers[MORE] == (run.documents["topic"] == MORE).sum()


def test_without_citations_no_page_speaks_of_them(shelves, open_page) -> None:
    for view, names in (
        ("themes", {"topic": "1"}),
        ("trends", {}),
        ("papers", {"show": "cited late"}),
        ("papers", {"paper": "arxiv:2201.00040"}),
    ):
        app = open_page(shelves["normal"], view, **names)
        assert "cited" not in words_of(app).lower()
        assert not any("cited" in one.value.columns for one in app.dataframe if len(one.value))
        assert not any("cited late" in group.options for group in app.button_group)


def test_papers_cited_late_are_listed_and_open_their_page(cited, run, open_page) -> None:
    app = open_page(cited, "papers", show="cited late")
    words = words_of(app).replace("\\", "")
    assert titles(app) == [run.documents["title"][paper] for paper in LATE]
    assert "2 papers that hardly anybody cited for 5 years or more" in words
    assert "asleep until 2031**, 80 citations in 2032" in words
    assert "1 more paper had its best year as late, but also citations of unknown years" in words


def test_the_page_of_a_paper_shows_its_citations_by_year(cited, open_page) -> None:
    def page(paper: int) -> tuple[str, dict[Any, Any]]:
        app = open_page(cited, "papers", paper=f"arxiv:2201.{paper:05d}")
        specs = [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]
        (bars,) = [one for spec in specs for one in spec["data"] if one["type"] == "bar"]
        return words_of(app).replace("\\", ""), dict(zip(bars["x"], bars["y"], strict=True))

    words, bars = page(LATE[0])
    assert "Cited late: hardly anybody cited it for 9 years" in words
    assert "2032 is counted until 3 May 2032." in words
    assert bars == dict(zip(YEARS, [0] * 8 + [1, 3, 80], strict=True))
    words, bars = page(UNKNOWN)
    assert "Cited late" not in words
    assert "5 citations more, of years that are not known." in words
    # Years in which it may have been cited are not shown as if it was not.
    assert bars == {2030: 1, 2031: 3, 2032: 80}

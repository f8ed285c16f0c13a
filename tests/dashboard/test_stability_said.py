"""What pages and the report say of how often themes come back, and under which area they stand."""

import re

import pytest

from analysis.runs.store import Run, open_run
from analysis.runs.summary_text import UNSTABLE
from analysis.trends.prevalence import prevalence
from dashboard.data.signal_rows import theme_signals
from dashboard.report.content import theme_entries
from dashboard.report.page import report_html
from dashboard.text.run_facts import about_theme
from dashboard.trends.theme_table import theme_rows
from tests.support.builders import build_run, make_older


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Six themes in two areas, from one that always comes back to one that seldom does."""
    folder = tmp_path_factory.mktemp("runs")
    return open_run(folder / build_run(folder, papers=400))


@pytest.fixture
def older(tmp_path) -> Run:
    folder = tmp_path / build_run(tmp_path)
    make_older(folder)
    return open_run(folder)


def stability(run: Run) -> dict[int, float]:
    themes = run.topics[run.topics["topic"] >= 0]
    return dict(zip(themes["topic"].tolist(), themes["stability"].tolist(), strict=True))


def test_a_theme_says_in_how_many_of_ten_fits_it_comes_back(run, older) -> None:
    for topic, share in stability(run).items():
        said = re.findall(r"recurs in (\d+) of 10 fits", about_theme(run, topic))
        assert said == [str(round(10 * share))]
        assert "recurs" not in about_theme(older, topic)


def test_the_verdict_on_an_unstable_theme_and_on_no_other_says_so(run, older) -> None:
    said = dict(zip(theme_signals(run)["topic"], theme_signals(run)["said"], strict=True))
    warned = {topic for topic, words in said.items() if "unstable" in words.lower()}
    assert warned == {topic for topic, share in stability(run).items() if share < UNSTABLE}
    assert 0 < len(warned) < len(said)
    assert not theme_signals(older)["said"].str.contains("unstable", case=False).any()


def test_the_list_of_themes_has_the_stability_of_each(run) -> None:
    shares = prevalence(run.documents, period="quarter")
    rows = theme_rows(run.topics, run.terms, shares=shares)
    listed = rows[rows["topic"] >= 0].set_index("topic")["stability"].to_dict()
    assert listed == pytest.approx(stability(run))


def test_the_report_lists_themes_under_their_area_the_largest_first(run, older) -> None:
    area_of = dict(zip(run.topics["topic"], run.topics["area"], strict=True))
    names = dict(zip(run.areas["area"], run.areas["label"], strict=True))
    entries = theme_entries(run)
    assert [entry.area for entry in entries] == [names[area_of[entry.topic]] for entry in entries]
    sizes = run.areas.set_index("label")["documents"]
    places = [(-sizes[entry.area], entry.area, -entry.documents) for entry in entries]
    assert places == sorted(places)
    page = report_html(run, full=True)
    for label in names.values():
        assert len(re.findall(rf'<h3 class="area"[^>]*>{label}<', page)) == 1
    assert 'class="area"' not in report_html(older, full=True)

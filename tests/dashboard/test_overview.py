"""The overview: a headline that the verdicts bear out, what moved, and what to read."""

import hashlib
import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from analysis.runs.queries.reading import papers_to_read
from analysis.runs.store import Run, open_run, write_run
from analysis.trends.prevalence import too_few_for_shares
from dashboard.figures.catalogue.charts import CHARTS
from dashboard.figures.growth_map import growth_map_figure
from dashboard.figures.papers_by_year import papers_by_year_figure
from dashboard.figures.parts.base_figure import layout_of
from dashboard.figures.theme_courses import theme_courses_figure
from dashboard.overview.headline import headline
from dashboard.overview.mover_rows import course, growth_words
from dashboard.style.appearance import topic_colours
from dashboard.style.verdicts import LEADING, VERDICTS, in_turn, leading
from dashboard.text.run_facts import corpus_name
from dashboard.text.wording import plain
from tests.support.builders import build_run, run_parts
from tests.support.links import link_names
from tests.support.sources import ROOT


def signals(**named: str) -> pd.DataFrame:
    """One row a theme: its name and verdict, in the order of their growth."""
    rows = [
        {"topic": place, "name": name, "verdict": verdict, "tested": verdict != "few"}
        for place, (name, verdict) in enumerate(named.items())
    ]
    table = pd.DataFrame(rows, columns=["topic", "name", "verdict", "tested"])
    table["growth_shrunk"] = [2.0 - place if place else 2.0 for place in range(len(table))]
    return table.assign(verdict=table["verdict"].replace("few", "unknown"), documents=9)


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ({"A": "stable", "B": "unknown"}, "Nothing moved beyond chance."),
        ({"A": "few", "B": "few"}, "Too few papers to say what moved."),
        ({"A": "rising", "B": "stable"}, "A rises."),
        ({"A": "emerging", "B": "rising", "C": "rising"}, "A is new; B and C rise."),
        (
            {"A": "rising", "B": "rising", "C": "rising", "D": "dormant"},
            "3 themes rise, above all A; D has gone quiet.",
        ),
        (
            dict.fromkeys("ABC", "emerging") | dict.fromkeys("DEFG", "fading"),
            "3 themes are new, above all A; 4 fade, above all G.",
        ),
        ({"<b>*": "fading"}, "\\<b\\>\\* fades."),
    ],
)
def test_the_headline_says_what_the_verdicts_say(named, said):
    assert headline(signals(**named)) == said


def test_every_mover_has_a_line_from_zero_to_its_own_peak():
    periods = pd.DataFrame(
        {
            "period": ["2023", "2024", "2025"] * 2,
            "topic": [0] * 3 + [1] * 3,
            "documents": [1, 3, 9, 4, 2, 1],
            "total": 10,
            "prevalence": [0.1, 0.3, 0.9, 0.4, 0.2, 0.1],
            "complete": [True, True, False] * 2,
        }
    )
    topics = pd.DataFrame({"topic": [0, 1], "label": ["<i>Up", "Down"]})
    figure = theme_courses_figure(periods, topics, signals=signals(A="rising", B="fading"))
    lines: list[Any] = list(figure.data)
    up, down = lines
    assert len(up.x) == len(down.x) == 2
    # Zero and the peak are as far from each other in every row.
    assert (up.y[0] - up.y[1]) / (1 - 0.1 / 0.3) == pytest.approx((down.y[1] - down.y[0]) / 0.5)
    words = [note.text for note in layout_of(figure).annotations]
    assert words == ["&lt;i&gt;Up", "Rising · peak 30%", "Down", "Fading · peak 40%"]


def test_only_the_first_of_every_verdict_are_told():
    many = signals(**dict.fromkeys("ABCDEFG", "rising"), H="fading")
    assert leading(many)["name"].tolist() == [*"ABCDEFG"[:LEADING], "H"]


def test_nothing_that_moves_is_no_line():
    empty = pd.DataFrame(columns=["period", "topic", "documents", "total", "prevalence"])
    figure = theme_courses_figure(
        empty.assign(complete=True), pd.DataFrame(), signals=signals(A="stable")
    )
    assert "None of the 1 themes" in layout_of(figure).annotations[0].text


def row(verdict: str, **known: Any) -> dict[str, Any]:
    """A row of signals of which a test knows something."""
    unknown = dict.fromkeys(["growth_low", "growth_high", "q", "emergence_q"], np.nan)
    return unknown | {"verdict": verdict} | known


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        ("rising", "8 → 83 papers"),
        ("fading", "8 → 83 papers"),
        ("peaked", "91 papers in all, peak Oct 2025"),
        ("emerging", "46 papers, 43 recent"),
        ("dormant", "3 papers earlier, 43 recent"),
    ],
)
def test_a_mover_says_its_papers_before_and_after(verdict, said):
    known = {"first_documents": 8, "last_documents": 83, "recent_documents": 43, "documents": 91}
    assert course(row(verdict, **known, before_documents=3, peak="2025-10")) == said


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (1.6, 14.7, "×2.6 to ×16 a year"),
        (-0.87, -0.14, "×0.13 to ×0.86 a year"),
        (-0.95, 0.5, "×0.05 to ×1.5 a year"),
        (1.0, 500.0, "×2 to more than ×100 a year"),
        (np.nan, np.nan, ""),
    ],
)
def test_growth_is_said_as_a_factor_a_year(low, high, said):
    assert growth_words(row("rising", growth_low=low, growth_high=high)) == said


def test_movers_take_turns_so_that_no_verdict_crowds_out_the_others():
    many = signals(**dict.fromkeys("ABCDEF", "rising"), G="peaked", H="fading", I="fading")
    assert in_turn(many, most=5)["name"].tolist() == ["A", "G", "I", "B", "H"]


def test_the_growth_map_names_what_moves_and_paints_what_is_new_violet(shelves):
    run = the_run(shelves["every verdict"])
    moving = run.topic_signals[run.topic_signals["verdict"].isin(verdicts_that_move())]
    for mode in ("light", "dark"):
        figure = growth_map_figure(run.documents, run.topics, signals=run.topic_signals, mode=mode)
        clouds: list[Any] = [trace for trace in figure.data if isinstance(trace, go.Scattergl)]
        drawn = {trace.name: len(trace.x) for trace in clouds}
        held = run.documents["topic"].map(run.labels).value_counts().to_dict()
        assert drawn == held
        new = run.labels[moving["topic"][moving["verdict"] == "emerging"].item()]
        colours = {trace.name: trace.marker.color for trace in clouds}
        violet = VERDICTS["emerging"].colour(mode)
        assert [name for name, colour in colours.items() if colour == violet] == [new]
    named = {note.text.replace("<br>", " ") for note in layout_of(figure).annotations}
    assert named == {run.labels[topic] for topic in moving["topic"]}


def test_the_dots_of_a_year_are_its_papers_in_the_colours_of_the_map(shelves):
    run = the_run(shelves["normal"])
    figure = papers_by_year_figure(run.documents, run.topics)
    years = run.documents["published"].str[:4].value_counts()
    ticks = layout_of(figure).yaxis
    assert dict(text.split(": ") for text in ticks.ticktext) == years.astype(str).to_dict()
    # Every dot lies in the band of a year, and in every band there are as many as that year has.
    themes: list[Any] = list(figure.data)
    down = np.concatenate([theme.y for theme in themes])
    bands = np.searchsorted(np.array(ticks.tickvals), down, side="right")
    assert np.bincount(bands)[1:].tolist() == years.sort_index().tolist()
    places = set(itertools.chain.from_iterable(zip(t.x, t.y, strict=True) for t in themes))
    assert len(places) == len(run.documents)
    colours = topic_colours(run.topics)
    assert {theme.name: theme.marker.color for theme in themes} == {
        run.labels[topic]: colours[topic] for topic in run.documents["topic"].unique()
    }


def test_too_many_papers_are_no_dots(shelves):
    figure = CHARTS["papers_by_year"].draw(the_run(shelves["every verdict"]))
    assert "too many" in layout_of(figure).annotations[0].text


@pytest.mark.parametrize(("totals", "few"), [([29, 29, 900], True), ([29, 30, 900], False)])
def test_shares_of_few_papers_are_counts_instead(totals, few):
    table = pd.DataFrame({"period": ["2023", "2024", "2025"], "total": totals})
    assert too_few_for_shares(table) == few


def test_themes_over_time_are_counts_where_periods_have_few_papers(shelves):
    for kind, unit in (("one theme", "documents"), ("every verdict", "prevalence")):
        run = the_run(shelves[kind])
        drawn: list[Any] = list(CHARTS["prevalence"].draw(run).data)
        most = np.nanmax(np.concatenate([line.y for line in drawn if line.y is not None]))
        assert (most > 1) == (unit == "documents")


def test_the_overview_names_every_mover_with_the_numbers_of_the_run(shelves, open_page):
    app = open_page(shelves["every verdict"])
    assert app.header[0].value == (
        "Large language models is new; Diffusion models rises; Code generation has passed its "
        "peak; Graph neural networks fades; Continual learning has gone quiet."
    )
    run = the_run(shelves["every verdict"])
    shown = [caption.value for caption in app.main.caption]
    for found in run.topic_signals.to_dict("records"):
        moves = found["verdict"] in verdicts_that_move()
        assert (run.labels[found["topic"]] in link_names(app)) == moves
        if found["verdict"] in ("rising", "fading"):
            papers = f"{found['first_documents']} → {found['last_documents']} papers"
            assert [one for one in shown if one.startswith(papers)]
    words = " ".join(one.value for one in app.markdown)
    assert "1,600 papers" in words
    assert "with the months shuffled" in words
    assert f"All {len(run.topics) - 1} themes and their evidence" in link_names(app)


def test_the_papers_to_read_come_when_they_are_asked_for(shelves, open_page):
    run = the_run(shelves["every verdict"])
    papers = papers_to_read(run, np.flatnonzero(run.documents["topic"] == 1))
    app = open_page(shelves["every verdict"])
    assert not set(papers["title"]) & set(link_names(app))
    app.session_state["read-1"] = True
    opened = link_names(app.run())
    at = opened.index(papers["title"].iloc[0])
    assert opened[at : at + 3] == papers["title"].tolist()


def test_three_papers_to_read_now_and_none_of_them_twice(shelves, open_page):
    run = the_run(shelves["every verdict"])
    app = open_page(shelves["every verdict"])
    cards = [title for title in link_names(app) if title in set(run.documents["title"])]
    assert len(cards) == len(set(cards)) == 3
    moving = run.topic_signals["topic"][run.topic_signals["verdict"].isin(verdicts_that_move())]
    of_movers = [
        papers_to_read(run, np.flatnonzero(run.documents["topic"] == topic)) for topic in moving
    ]
    assert not set(cards) & set(pd.concat(of_movers)["title"])
    by_title = run.documents.set_index("title")
    growing = by_title["topic"][cards[:2]].isin([0, 1])  # emerging and rising
    assert growing.all()
    quarter = pd.PeriodIndex(by_title["published"].dropna(), freq="Q").max()
    last = by_title[by_title["published"].fillna("") >= str(quarter.start_time.date())]
    free = last.drop([*cards[:2], *pd.concat(of_movers)["title"]], errors="ignore")
    assert by_title["upvotes"][cards[2]] == free["upvotes"].max()


def test_where_nothing_moves_the_papers_themselves_are_shown(shelves, open_page):
    app = open_page(shelves["normal"])
    run = the_run(shelves["normal"])
    assert not [one for one in app.subheader if one.value == "Read now"]
    charts = [chart.proto.spec for chart in app.get("plotly_chart")]
    assert len(charts) == 2
    assert "Papers of each year" in charts[1]
    for topic, label in run.labels.items():
        assert (label in link_names(app)) == (topic >= 0)
    listed = [title for title in link_names(app) if title in set(run.documents["title"])]
    assert len(listed) == len(set(listed)) == 3 * 6


def test_a_corpus_of_which_nothing_can_be_said_still_reads_well(shelves, open_page):
    few = open_page(shelves["one paper"])
    assert few.header[0].value == "Too few papers to say what moved."
    undated = open_page(shelves["no dates"])
    assert undated.header[0].value.startswith("The largest theme, ")
    assert len(undated.get("plotly_chart")) == 1


@pytest.mark.parametrize(
    ("name", "venues", "title"),
    [
        ("hf_daily.parquet", ["HF Daily Papers"] * 120, "HF Daily Papers"),
        ("my-own_papers.csv", ["A"] * 60 + ["B"] * 60, "My own papers"),
        ("<b>.csv", [None] * 120, "<b>"),
        ("", [None] * 120, "Papers"),
    ],
)
def test_a_corpus_has_a_readable_title(tmp_path, name, venues, title):
    tables, vectors, manifest = run_parts(papers=120, topics=6)
    tables.documents["venue"] = pd.Series(venues, dtype="str")
    manifest.papers["name"] = name
    run = open_run(tmp_path / write_run(tables, vectors, manifest=manifest, runs=tmp_path))
    assert corpus_name(run) == title


def test_the_sample_is_known_by_its_file(tmp_path, open_page):
    """The checksum is that of the papers which come with Papertides."""
    tables, vectors, manifest = run_parts(papers=120, topics=6)
    sample = (ROOT / "data" / "sample" / "trending_papers.txt").read_bytes()
    manifest.papers["sha256"] = hashlib.sha256(sample).hexdigest()
    write_run(tables, vectors, manifest=manifest, runs=tmp_path)
    assert "The sample that comes with Papertides: 120 papers" in " ".join(
        one.value for one in open_page(tmp_path).markdown
    )


def test_themes_of_one_name_and_hostile_titles_break_nothing(tmp_path, open_page):
    tables, vectors, manifest = run_parts(papers=1500, topics=6)
    tables.topics["label"] = "[x](javascript:1) **same** :material/delete:"
    tables.documents["title"] = "<script>alert(1)</script> $x$ ![](http://x.invalid)"
    write_run(tables, vectors, manifest=manifest, runs=tmp_path)
    app = open_page(tmp_path)
    assert not app.exception
    raw = [link.proto.label for link in app.page_link]
    assert plain("<script>alert(1)</script> $x$ ![](http://x.invalid)") in raw


def the_run(shelf: Path) -> Run:
    (path,) = shelf.iterdir()
    return open_run(path)


def verdicts_that_move() -> tuple[str, ...]:
    return ("emerging", "rising", "peaked", "fading", "dormant")


def test_a_single_month_is_said_to_be_too_short_for_trends_not_too_few_papers(tmp_path, open_page):
    build_run(tmp_path, published=[f"2024-06-{day:02d}" for day in range(1, 31)] * 4)
    app = open_page(tmp_path)
    assert app.header[0].value.startswith("The largest theme, ")
    first = next(one.value for one in app.markdown if "120 papers" in one.value)
    assert "120 papers, Jun 2024, in" in first
    assert first.endswith("Trends need papers of a year or more.")
    said = [one.value for one in [*app.header, *app.markdown, *app.caption]]
    assert not [sentence for sentence in said if "last year" in sentence]

"""The story of the overview: a headline that the verdicts bear out, and what stands under it."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from analysis.runs.corrections.overlay import add_edit
from analysis.runs.store import open_run, write_run
from dashboard.figures.parts.base_figure import layout_of
from dashboard.figures.theme_courses import theme_courses_figure
from dashboard.style.verdicts import LEADING, leading
from dashboard.text.wording import plain
from dashboard.trends.overview_story import headline, untested
from tests.support.builders import every_verdict, run_parts
from tests.support.corrections import edit


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


def test_themes_that_were_not_tested_are_counted():
    assert untested(signals(A="few", B="stable")) == "1 theme has too few papers for that."
    assert untested(signals(A="few", B="few", C="rising")).startswith("2 themes have")
    assert untested(signals(A="rising")) == ""


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


def test_the_overview_tells_movers_newcomers_and_papers(shelves, open_page):
    app = open_page(shelves["every verdict"])

    headings = [header.value for header in app.header]
    assert headings[:2] == ["What moved", "What is new"]
    assert app.subheader[0].value == (
        "Large language models is new; Diffusion models rises; Code generation has passed its "
        "peak; Graph neural networks fades; Continual learning has gone quiet."
    )
    shown = [link.value for link in app.page_link]
    new = ["Large language models", "large language models 1", "large language models 2"]
    assert [name for name in shown if name in new] == [new[0], *new]
    assert any(one.startswith("Most upvoted papers, ") for one in headings)
    assert "Themes" in [metric.label for metric in app.metric]


def test_the_first_papers_of_a_new_keyword_have_it(tmp_path, open_page):
    """Signals are of fewer keywords than the vocabulary has, and in another order."""
    name = "speech synthesis 3"
    tables, vectors, manifest = run_parts(papers=240, topics=6)
    signals = tables.term_signals.iloc[::-1].tail(40).reset_index(drop=True)
    columns = ["verdict", "reason", "recent_documents", "before_documents", "first_seen"]
    signals.loc[signals["term"] == name, columns] = ["emerging", "", 5, 1, "2022-01"]
    tables = replace(tables, term_signals=signals)
    run = open_run(tmp_path / write_run(tables, vectors, manifest=manifest, runs=tmp_path))
    place = run.vocabulary["term"].tolist().index(name)
    holders = run.documents.iloc[run.postings.documents_of(place)]

    shown = [link.value for link in open_page(tmp_path).page_link]
    first = holders.sort_values(["published", "title"])["title"].head(2)
    at = shown.index(name)
    assert shown[at + 1 : at + 3] == first.tolist()


def test_newcomers_of_one_name_stand_beside_each_other(tmp_path, open_page):
    """A new theme and a new keyword of one name, and a new theme that people gave that name."""
    name = "large language models 1"
    tables, vectors, manifest = run_parts(**every_verdict())
    tables.topics.loc[tables.topics["topic"] == 0, "label"] = name
    new = ["emerging", 75, 4, "2023-Q1"]
    columns = ["verdict", "recent_documents", "before_documents", "first_seen"]
    tables.topic_signals.loc[tables.topic_signals["topic"] == 1, columns] = new
    run = open_run(tmp_path / write_run(tables, vectors, manifest=manifest, runs=tmp_path))
    add_edit(run, edit(run, "rename", 1, label=name), seen=0)

    app = open_page(tmp_path)
    assert not app.exception
    headings = [header.value for header in app.header]
    assert "What is new" in headings
    links = [link.proto for link in app.page_link if link.proto.label == plain(name)]
    asked = [link.query_string for link in links]
    assert len([one for one in asked if "topic=0" in one or "topic=1" in one]) == 2 * 2
    assert len([one for one in asked if "term=" in one]) == 1


def test_a_corpus_of_which_nothing_can_be_said_still_reads_well(shelves, open_page):
    few = open_page(shelves["one paper"])
    assert few.subheader[0].value == "Too few papers to say what moved."
    undated = open_page(shelves["no dates"])
    headings = [header.value for header in undated.header]
    assert not [one for one in headings if one.startswith(("What moved", "Newest", "Most upv"))]

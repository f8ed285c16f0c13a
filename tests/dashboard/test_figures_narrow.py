"""Narrow forms of charts: every name is there, above what it names, and leaves the width to it."""

import html
from typing import Any

import pytest

from dashboard.figures.parts.base_figure import blank, canvas, layout_of
from dashboard.figures.parts.intervals import Interval, add_intervals
from dashboard.figures.parts.line_labels import End, name_ends
from dashboard.figures.parts.narrow import names_above_lines, names_above_rows

NAMES = [
    "Agents <b>&</b> memory",
    "Speech",
    "A name of very many words that no telephone has room for",
]


def inside(layout: Any) -> float:
    """The height of the plot itself, in pixels."""
    return layout.height - layout.margin.t - layout.margin.b


def test_a_forest_plot_has_names_and_values_above_its_intervals() -> None:
    figure = canvas("Themes", mode="light", height=300)
    rows = [
        Interval(name, 2.0, 0.3, 9.0, text=f"{place} papers", colour="#000", symbol="star")
        for place, name in enumerate(NAMES)
    ]
    add_intervals(figure, rows, mode="light")
    narrow = layout_of(names_above_rows(figure))

    assert narrow.margin.l + narrow.margin.r <= 32
    assert not narrow.yaxis.showticklabels
    for place, name in enumerate(NAMES):
        left, right = (note for note in narrow.annotations if note.y == place)
        assert (left.x, left.xanchor, right.x, right.xanchor) == (0, "left", 1, "right")
        assert name.startswith(html.unescape(left.text).removesuffix(" …"))
        assert right.text == f"{place} papers"
        # Above the interval, and below the one of the row before.
        assert 0 < left.yshift == right.yshift < inside(narrow) / len(NAMES)
    assert len(narrow.xaxis.tickvals) == len(narrow.xaxis.ticktext) == 3
    assert dict(zip(narrow.xaxis.tickvals, narrow.xaxis.ticktext, strict=True))[1] == "×1"


def test_a_line_chart_has_the_names_of_its_lines_above_it() -> None:
    figure = canvas("Shares", mode="light", height=400)
    figure.update_yaxes(range=[0, 1])
    ends = [
        End(NAMES[0], "#aa0000", 0.2),
        End(NAMES[1], "#00aa00", 0.9),
        End(NAMES[2], "#0000aa", 0.5),
    ]
    assert name_ends(figure, ends, mode="light")
    wide, narrow = layout_of(figure), layout_of(names_above_lines(figure))

    assert narrow.margin.r <= 16 < wide.margin.r
    assert inside(narrow) == inside(wide)
    above = sorted(narrow.annotations, key=lambda note: -note.yshift)
    assert [note.text.split()[0] for note in above] == ["Speech", "A", "Agents"]
    assert {(note.x, note.y, note.xref, note.yref) for note in above} == {(0, 1, "paper", "paper")}
    room = [note.yshift for note in above]
    assert narrow.margin.t - wide.margin.t >= room[0] > room[1] > room[2] > 0


@pytest.mark.parametrize("narrowed", [names_above_rows, names_above_lines])
def test_a_chart_that_only_says_why_it_is_empty_stays_as_it_is(narrowed) -> None:
    empty = blank("Themes", "Nothing was tested.", mode="light")
    assert narrowed(empty).to_json() == empty.to_json()

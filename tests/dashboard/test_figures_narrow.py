"""Narrow forms of charts: every name is there, above what it names, and leaves the width to it."""

import html
from typing import Any

import pandas as pd
import pytest

from analysis.trends.prevalence import prevalence
from dashboard.figures.parts.base_figure import blank, canvas, layout_of, traces_of
from dashboard.figures.parts.intervals import Interval, add_intervals
from dashboard.figures.parts.last_columns import last_columns
from dashboard.figures.parts.line_labels import End, name_ends
from dashboard.figures.parts.line_strips import line_strips
from dashboard.figures.parts.narrow import lower, names_above_lines, names_above_rows
from dashboard.figures.parts.numbered_points import numbered_points
from dashboard.figures.theme_heatmap import theme_heatmap_figure
from dashboard.style.colour import contrast

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


def test_lines_with_a_legend_have_a_strip_each_on_one_scale_with_its_name() -> None:
    figure = canvas("Shares", mode="light", height=400)
    lines = {"Speech": [0.1, 0.2], "Vision-<br>language models": [0.04, 0.23], "Rare": [0.0, 0.01]}
    for name, line in lines.items():
        figure.add_scatter(x=["2024", "2025"], y=line, legendgroup=name, name=name)
    figure.update_layout(showlegend=True)
    narrow = names_above_lines(figure)
    layout = layout_of(narrow)

    assert not layout.showlegend
    names = [note.text for note in layout.annotations]
    assert names == ["Speech", "Vision-language models", "Rare"]
    axes = [layout["yaxis" + (line.yaxis or "y")[1:]] for line in traces_of(narrow)]
    assert len({axis.range for axis in axes}) == 1  # what is higher is more
    assert all(axis.tickvals == pytest.approx((0, 0.2)) for axis in axes)
    floor = 1.0
    for note, axis in zip(layout.annotations, axes, strict=True):
        low, high = axis.domain
        # From top to bottom, each name between its strip and the one before.
        assert low < high <= note.y < floor
        assert (high - low) * inside(layout) >= 30
        floor = low


def test_a_chart_of_columns_keeps_the_last_and_says_so() -> None:
    figure = canvas("Ranks", mode="light", height=300, subtitle="Larger points: larger shares.")
    quarters = [f"Q{quarter} {year}" for year in (2024, 2025) for quarter in (1, 2, 3, 4)]
    figure.update_xaxes(tickvals=[*range(8)], ticktext=quarters, range=[-0.35, 7.35])
    layout = layout_of(last_columns(figure))
    assert [name.replace("<br>", " ") for name in layout.xaxis.ticktext] == quarters[4:]
    first, last = layout.xaxis.range
    assert 3 < first < 4
    assert 7 < last < 8
    assert "last 4 of 8" in layout.title.subtitle.text

    few = figure.update_xaxes(tickvals=[0, 1], ticktext=quarters[:2], range=[-0.35, 1.35])
    assert last_columns(few).to_json() == few.to_json()


def test_points_have_numbers_and_a_key_of_them_below() -> None:
    figure = canvas("Diagram", mode="light", height=400)
    figure.update_xaxes(range=[0, 1]).update_yaxes(range=[0, 1])
    places = [0.2, 0.5, 0.8]
    for names, ink in ((["Grey"], "#b3bbc3"), (NAMES, "#1583d0")):
        figure.add_scatter(
            x=places[: len(names)],
            y=places[: len(names)],
            mode="markers",
            text=[html.escape(name) for name in names],
            marker={
                "size": [9.0] * len(names),
                "color": ["#ffffff", *[ink] * len(names)][: len(names)],  # the first is hollow
                "line": {"color": [ink] * len(names)},
            },
        )
    figure.add_annotation(x=0.5, y=0.5, text="Speech", showarrow=False)
    wide, narrow = layout_of(figure), layout_of(numbered_points(figure))

    notes = [note for note in narrow.annotations if note.xref != "paper"]
    assert {note.text: (note.x, note.y) for note in notes} == {
        str(place + 1): (at, at) for place, at in enumerate(places)
    }
    key = [note.text for note in narrow.annotations if note.xref == "paper"]
    assert key == [f"<b>{place + 1}</b> {html.escape(name)}" for place, name in enumerate(NAMES)]
    assert all(contrast(note.font.color, "#ffffff") >= 4.5 for note in narrow.annotations)
    assert inside(narrow) == inside(wide)


def test_a_heatmap_has_its_names_above_its_rows_and_its_scale_below() -> None:
    figure = canvas("Peaks", mode="light", height=300)
    figure.add_heatmap(z=[[1, 2], [3, 4]], coloraxis="coloraxis")
    figure.update_layout(coloraxis={"colorscale": "Viridis", "colorbar": {"len": 260}})
    figure.update_yaxes(tickvals=[0, 1], ticktext=["Speech", "Vision"], tickfont={"size": 13})
    narrow = names_above_rows(figure)
    layout = layout_of(narrow)
    above = [(note.text, note.y, note.x) for note in layout.annotations]
    assert above == [("Speech", 0, 0), ("Vision", 1, 0)]
    row = inside(layout) / (layout.yaxis.range[0] - layout.yaxis.range[1])
    (cell,) = traces_of(narrow)
    # The name stands in the gap between the cells of its row and those of the one before.
    assert (row - cell.ygap) / 2 < layout.annotations[0].yshift < row - (row - cell.ygap) / 2
    bar = layout.coloraxis.colorbar
    assert bar.orientation == "h"
    assert bar.y < 0


def test_of_many_intervals_a_narrow_page_has_twenty_some_of_every_kind() -> None:
    figure = canvas("Keywords", mode="light", height=300, subtitle="Factor a year.")
    kinds = ["star"] * 30 + ["triangle-up"] * 12 + ["square"] * 2
    rows = [
        Interval(f"no. {i}", 1 + i / 99, 0.5, 60.0, text=f"{i} papers", colour="#000", symbol=kind)
        for i, kind in enumerate(kinds)
    ]
    add_intervals(figure, rows, mode="light")
    narrow = names_above_rows(figure)
    layout = layout_of(narrow)

    kept = [*range(9), *range(30, 39), 42, 43]
    left = {note.y: note.text for note in layout.annotations if note.x == 0}
    assert left == {place: f"no. {row}" for place, row in enumerate(kept)}
    right = {note.y: note.text for note in layout.annotations if note.x == 1}
    assert right == {place: f"{row} papers" for place, row in enumerate(kept)}
    (points,) = (trace for trace in traces_of(narrow) if trace.hovertext is not None)
    assert list(points.x) == pytest.approx([1 + row / 99 for row in kept])
    assert list(points.marker.symbol) == [kinds[row] for row in kept]
    assert all(0 <= y < 20 for trace in traces_of(narrow) for y in trace.y)
    assert "20 of 44" in layout.title.subtitle.text


def test_a_number_stands_on_no_other_point_and_no_arrow() -> None:
    figure = canvas("Diagram", mode="light", height=400)
    figure.update_xaxes(range=[0, 1]).update_yaxes(range=[0, 1])
    look = {"size": [9.0], "color": ["#1583d0"], "line": {"color": ["#1583d0"]}}
    for name, x in (("Grey", 0.56), ("Speech", 0.5)):  # the usual place of its number is taken
        figure.add_scatter(x=[x], y=[0.5], mode="markers", text=[name], marker=look)
    arrow = {"x": 0.5, "y": 0.5, "ax": 0.2, "ay": 0.5, "axref": "x", "ayref": "y", "text": ""}
    figure.add_annotation(**arrow)
    (number,) = (
        note for note in layout_of(numbered_points(figure)).annotations if note.text == "1"
    )
    assert abs(number.yshift) > 8


def test_a_chart_that_is_higher_than_a_telephone_is_wide_is_made_lower() -> None:
    figure = canvas("One theme", mode="light", height=480)
    assert 300 <= layout_of(lower(figure)).height <= 390
    assert layout_of(figure).height == 480


def test_above_its_row_of_a_heatmap_a_name_is_longer_than_beside_it() -> None:
    name = "Reinforcement learning and agents"
    topics = pd.DataFrame({"topic": [0], "label": [name], "documents": [9], "hue": [10.0]})
    months = pd.period_range("2024-01", periods=28, freq="M").strftime("%Y-%m-15")
    documents = pd.DataFrame({"doc_id": range(28), "topic": 0, "published": months})
    shares = prevalence(documents, period="month")
    figure = theme_heatmap_figure(shares, topics)
    narrow = layout_of(names_above_rows(figure))
    assert name not in layout_of(figure).yaxis.ticktext[0]
    assert name in narrow.annotations[0].text
    # Names of columns do not leave the chart at its sides, where Plotly would hide them.
    assert 0 < min(narrow.xaxis.tickvals) < max(narrow.xaxis.tickvals) < 27


@pytest.mark.parametrize(
    "narrowed",
    [lower, names_above_rows, names_above_lines, line_strips, last_columns, numbered_points],
)
def test_a_chart_that_only_says_why_it_is_empty_stays_as_it_is(narrowed) -> None:
    empty = blank("Themes", "Nothing was tested.", mode="light")
    assert narrowed(empty).to_json() == empty.to_json()

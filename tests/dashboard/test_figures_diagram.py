"""Where the themes stand: the right places, honest spread, names that can be read."""

import itertools
import re
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from dashboard.figures.parts.text import text_width
from dashboard.figures.strategic_diagram import strategic_diagram_figure
from tests.support.planted_field import CHOSEN, DIAGRAM, TOPICS


def traces(figure: go.Figure) -> list[Any]:
    return list(figure.data)


def test_every_theme_is_a_point_at_its_ranks() -> None:
    figure = strategic_diagram_figure(DIAGRAM, TOPICS, chosen=CHOSEN)
    points = [trace for trace in traces(figure) if trace.mode == "markers"]
    drawn = {xy for trace in points for xy in zip(trace.x, trace.y, strict=True)}
    assert drawn == set(zip(DIAGRAM["centrality_place"], DIAGRAM["density_place"], strict=True))
    assert len(points[-1].x) == len(CHOSEN)


def test_a_tail_leads_from_where_a_moved_theme_stood_and_from_nowhere_else() -> None:
    table = DIAGRAM.assign(moved=DIAGRAM["topic"].isin([3, 17]))
    figure = strategic_diagram_figure(table, TOPICS, chosen=CHOSEN)
    tails = [note for note in figure.layout.annotations if note.axref == "x"]
    rows = table[table["moved"]]
    assert {(note.ax, note.ay, note.x, note.y) for note in tails} == set(
        rows[
            ["centrality_before", "density_before", "centrality_place", "density_place"]
        ].itertuples(index=False, name=None)
    )
    assert "Tail" in figure.layout.title.subtitle.text
    still = strategic_diagram_figure(table.assign(moved=False), TOPICS, chosen=CHOSEN)
    assert "No theme has moved since" in still.layout.title.subtitle.text
    undated = table.assign(moved=False, since=None)
    figure = strategic_diagram_figure(undated, TOPICS, chosen=CHOSEN)
    assert "No tails" in figure.layout.title.subtitle.text


def test_a_theme_that_may_be_anywhere_is_hollow_and_has_no_shade() -> None:
    table = DIAGRAM.assign(centrality_low=0.0, centrality_high=0.9)
    table = table.assign(density_low=0.1, density_high=np.where(table["topic"] == 2, 0.2, 0.9))
    figure = strategic_diagram_figure(table, TOPICS, chosen=[1, 2, 3])
    assert len([trace for trace in traces(figure) if trace.fill == "toself"]) == 1
    fills = list(traces(figure)[-1].marker.color)
    assert fills[0] == fills[2] == figure.layout.template.layout.paper_bgcolor
    assert fills[1] != fills[0]
    assert "Hollow" in figure.layout.title.subtitle.text


def test_a_theme_of_four_papers_is_hollow_however_little_its_draws_differ() -> None:
    sure = {"centrality_low": 0.4, "centrality_high": 0.5, "density_low": 0.4, "density_high": 0.5}
    table = DIAGRAM.assign(documents=np.where(DIAGRAM["topic"] == 2, 4, 5), **sure)
    figure = strategic_diagram_figure(table, TOPICS, chosen=[1, 2, 3])
    background = figure.layout.template.layout.paper_bgcolor
    assert [fill == background for fill in traces(figure)[-1].marker.color] == [False, True, False]


@pytest.mark.parametrize("width", [600, 700, 900, 1100, 1600, 2400])
def test_names_of_themes_do_not_overlap_at_any_width(width) -> None:
    figure = strategic_diagram_figure(DIAGRAM, TOPICS, chosen=CHOSEN)
    layout = figure.layout
    plot = (
        width - layout.margin.l - layout.margin.r,
        layout.height - layout.margin.t - layout.margin.b,
    )
    hidden = {599: 640, 598: 1080}
    boxes = []
    for note in layout.annotations:
        if not note.text or note.xref == "paper" or width < hidden.get(note.font.weight, 0):
            continue
        lines = note.text.split("<br>")
        wide = max(text_width(re.sub("&[a-z]+;", "x", line), size=note.font.size) for line in lines)
        x, y = note.x * plot[0] + note.xshift, note.y * plot[1] + note.yshift
        high = 1.2 * note.font.size * len(lines)
        boxes.append((x - wide / 2, x + wide / 2, y - high / 2, y + high / 2))
    assert len(boxes) >= 8
    for a, b in itertools.combinations(boxes, 2):
        assert a[1] <= b[0] or b[1] <= a[0] or a[3] <= b[2] or b[3] <= a[2]
    assert all(box[0] >= 0 and box[1] <= plot[0] + layout.margin.r for box in boxes)


def test_quadrants_are_named_outside_of_the_frame() -> None:
    figure = strategic_diagram_figure(DIAGRAM, TOPICS, chosen=CHOSEN)
    corners = {
        (note.x, note.y): (note.text, note.yanchor)
        for note in figure.layout.annotations
        if note.xref == "paper"
    }
    assert {place: re.findall("<b>(.*)</b>", text)[0] for place, (text, _) in corners.items()} == {
        (0, 1): "Niche",
        (1, 1): "Motor",
        (0, 0): "Emerging or declining",
        (1, 0): "Basic",
    }
    assert all(anchor == ("bottom" if y else "top") for (_, y), (_, anchor) in corners.items())


def test_three_themes_have_no_quadrants() -> None:
    figure = strategic_diagram_figure(DIAGRAM.head(3), TOPICS, chosen=CHOSEN)
    assert "at least 4 themes" in figure.layout.annotations[0].text

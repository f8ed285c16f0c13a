"""Intervals on an axis that ends: what goes on beyond it says so."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from dashboard.figures.parts.base_figure import layout_of
from dashboard.figures.parts.intervals import Interval, add_intervals


def interval(low: float, value: float, high: float) -> Interval:
    return Interval("Theme", value, low, high, text="Rising", colour="#000", symbol="star")


def test_only_what_goes_beyond_the_axis_has_an_arrow_at_its_edge() -> None:
    figure = go.Figure()
    add_intervals(
        figure,
        [interval(3.7, 53.0, 760.0), interval(1.5, 2.0, 3.0), interval(0.01, 0.5, 0.8)],
        mode="light",
    )
    drawn: list[Any] = list(figure.data)
    edges = layout_of(figure).xaxis.range
    for symbol, edge, place in (("triangle-left", edges[0], 2), ("triangle-right", edges[1], 0)):
        (arrows,) = [trace for trace in drawn if trace.marker.symbol == symbol]
        assert np.log10(arrows.x) == pytest.approx([edge])
        assert list(arrows.y) == [place]

"""One theme has one hue on every chart, and lines that cross are told apart all the same."""

import itertools
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.runs.store import Run, open_run
from dashboard.figures.catalogue.chart import Options
from dashboard.figures.catalogue.charts import CHARTS
from dashboard.style.appearance import LOOKS, line_colours, topic_colours
from tests.dashboard.test_figures_colour import difference, ratio

# The charts that show themes in their colours; what is about verdicts has those of verdicts.
SHOWN = {
    *("topic_map", "theme_sizes", "prevalence", "hierarchy", "strategic_diagram", "theme_flows"),
    *("theme_heatmap", "theme_ranks", "theme_prevalence", "theme_terms"),
}


@pytest.fixture(scope="module")
def run(shelves) -> Run:
    (path,) = shelves["every verdict"].iterdir()
    return open_run(path)


def oklab(colour: str) -> np.ndarray:
    """Lightness, a and b of a hex or rgba colour, by Ottosson's definition."""
    if colour.startswith("rgba"):
        rgb = np.array([float(part) for part in re.findall(r"[\d.]+", colour)[:3]]) / 255
    else:
        rgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    to_lms = [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
    to_lab = [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
    return np.array(to_lab) @ np.cbrt(np.array(to_lms) @ linear)


def hue(colour: str) -> float:
    _, a, b = oklab(colour)
    return float(np.degrees(np.arctan2(b, a)) % 360)


def is_grey(colour: str) -> bool:
    return float(np.hypot(*oklab(colour)[1:])) < 0.04


def colours_of(figure: Any, label: str) -> Iterator[str]:
    """Every colour in which a figure shows what it calls `label`."""
    for trace in figure.data:
        marker: Any = getattr(trace, "marker", None)
        colours: Any = getattr(marker, "color", None)
        words = next((w for w in (trace.hovertext, trace.text) if w is not None), ())
        if plain(trace.name) == label:
            yield from (c for c in np.atleast_1d(np.array(colours, object)) if c is not None)
            yield from filter(None, [trace.line.color] if hasattr(trace, "line") else [])
        elif not isinstance(words, str) and np.ndim(colours) == 1 and len(words) == len(colours):
            yield from (c for w, c in zip(words, colours, strict=True) if plain(w) == label)
    for note in figure.layout.annotations:
        if re.match(rf"{label}($| [\d<])", plain(note.text)):
            yield note.font.color
    for text in figure.layout.yaxis.ticktext or ():
        if plain(text).startswith(label):
            yield from re.findall(r"color:(#\w+)", text)


def plain(text: str | None) -> str:
    return (text or "").replace("<br>", " ")


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_theme_has_one_hue_on_all_charts(run, mode) -> None:
    themes = tuple(topic for topic in run.topics["topic"].tolist() if topic >= 0)
    hues = run.topics.set_index("topic")["hue"]
    for topic in themes:
        label, seen = run.labels[topic], set[str]()
        for name in SHOWN:
            figure = CHARTS[name].draw(run, Options(chosen=themes, topic=topic, mode=mode))
            bars: Any = figure.data[0]
            every_bar = name == "theme_terms"  # all of them are of the one theme
            found = bars.marker.color if every_bar else colours_of(figure, label)
            colours = {c for c in found if not is_grey(c)}
            seen |= {name} if colours else set()
            for colour in colours:
                apart = abs((hue(colour) - hues[topic] + 180) % 360 - 180)
                assert apart < 8, (name, label, colour, hues[topic])
        # Themes without dated papers are on no chart over time.
        assert {"topic_map", "theme_sizes", "hierarchy", "theme_terms"} <= seen
        assert len(seen) >= 8, seen


def ring(themes: int) -> pd.DataFrame:
    """Themes whose hues lie one degree apart, so that all look alike."""
    return pd.DataFrame({"topic": range(themes), "hue": np.arange(themes) + 200.0})


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_lines_of_one_hue_differ_in_lightness(mode) -> None:
    colours = line_colours(ring(3), range(3), mode=mode)
    for one, other in itertools.combinations(colours.values(), 2):
        assert difference(one, other, vision="full") >= 20, (one, other)
    for topic, colour in colours.items():
        assert abs(hue(colour) - (200 + topic)) < 8
        assert ratio(colour, LOOKS[mode].background) >= 3


def test_one_more_line_leaves_the_others_as_they_are() -> None:
    topics = ring(40)
    few, more = (line_colours(topics, list(range(n))) for n in (4, 9))
    assert {topic: more[topic] for topic in few} == few


def test_a_line_that_stands_apart_has_the_colour_of_the_map() -> None:
    topics = pd.DataFrame({"topic": [0, 1, 2], "hue": [20.0, 140.0, 260.0]})
    usual = topic_colours(topics)
    assert line_colours(topics, [2, 0, 1]) == {topic: usual[topic] for topic in (2, 0, 1)}

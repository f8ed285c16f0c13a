"""Colours: told apart with any colour vision, readable on their background."""

import itertools

import numpy as np
import pandas as pd
import pytest

from analysis.runs.hues import theme_hues
from dashboard.style.appearance import LOOKS, sequence_colours, topic_colours

# How linear red, green and blue look without one kind of cone. Machado, Oliveira and Fernandes,
# A physiologically-based model for simulation of color vision deficiency (2009), severity 1.
VISIONS = {
    "full": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}


def linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIE L*a*b* (D65) of linear RGB."""
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    xyz = np.array(to_xyz) @ np.clip(rgb, 0, 1) / np.array([0.95047, 1, 1.08883])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def difference(one: str, other: str, *, vision: str) -> float:
    """CIE 1976 colour difference as seen with `vision`; about 2 is just noticeable."""
    seen = [lab(VISIONS[vision] @ linear(colour)) for colour in (one, other)]
    return float(np.linalg.norm(seen[0] - seen[1]))


def ratio(one: str, other: str) -> float:
    """WCAG contrast."""
    low, high = sorted(float(linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (one, other))
    return (high + 0.05) / (low + 0.05)


def ring(topics: int) -> pd.DataFrame:
    angle = np.linspace(0, 2 * np.pi, topics, endpoint=False)
    table = pd.DataFrame(
        {
            "topic": [-1, *range(topics)],
            "label": "A theme",
            "documents": 5,
            "x": [0, *np.cos(angle)],
            "y": [0, *np.sin(angle)],
        }
    )
    return table.assign(hue=theme_hues(table))


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("vision", VISIONS)
def test_a_few_colours_are_told_apart_with_any_colour_vision(mode, vision) -> None:
    for count, least in ((6, 19), (12, 15)):
        for one, other in itertools.combinations(sequence_colours(count, mode=mode), 2):
            assert difference(one, other, vision=vision) > least, (one, other)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("topics", [7, 20, 40, 80])
def test_neighbours_on_the_map_are_told_apart_with_any_colour_vision(mode, vision, topics) -> None:
    colours = topic_colours(ring(topics), mode=mode)
    for topic in range(topics):
        neighbour = colours[(topic + 1) % topics]
        assert difference(colours[topic], neighbour, vision=vision) > 8, topic


def test_colours_of_many_themes_turn_with_the_map() -> None:
    """Themes on the same side of the map look more alike than themes on opposite sides."""
    colours = topic_colours(ring(60))
    hues = {topic: lab(linear(colours[topic]))[1:] for topic in range(60)}
    near = [np.linalg.norm(hues[t] - hues[(t + 3) % 60]) for t in range(60)]
    far = [np.linalg.norm(hues[t] - hues[(t + 30) % 60]) for t in range(60)]
    assert np.mean(near) < np.mean(far) / 3


@pytest.mark.parametrize("topics", [1, 5, 80])
def test_a_theme_keeps_its_colour_and_the_unassigned_are_grey(topics) -> None:
    table = ring(topics)
    colours = topic_colours(table)
    assert colours == topic_colours(table.sample(frac=1, random_state=0))
    assert set(colours) == set(table["topic"])
    grey = linear(colours[-1])
    assert np.ptp(grey) < 0.1


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_and_marks_have_enough_contrast(mode) -> None:
    """WCAG 2 AA: 4.5 for text, 3 for graphical objects."""
    look = LOOKS[mode]
    assert ratio(look.ink, look.background) >= 7
    assert ratio(look.muted, look.background) >= 4.5
    for colour in [*sequence_colours(12, mode=mode), *topic_colours(ring(40), mode=mode).values()]:
        assert ratio(colour, look.background) >= (3 if colour != look.outlier else 1.5), colour

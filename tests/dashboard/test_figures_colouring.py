"""What the colours of the map say: of a paper's parent theme, growth, name or number."""

import numpy as np
import pandas as pd
import pytest

from dashboard.figures.parts.colouring import (
    Colouring,
    by_area,
    by_date,
    by_growth,
    by_name,
    by_theme,
    by_upvotes,
)
from dashboard.figures.topic_map import topic_map_figure
from dashboard.style.appearance import LOOKS
from dashboard.style.colour import contrast, to_linear
from dashboard.style.verdicts import VERDICTS
from tests.support.crowded import crowded


def colours(colouring: Colouring) -> np.ndarray:
    """The colour of every paper."""
    return np.array([layer.colour for layer in colouring.layers])[colouring.codes]


def names(colouring: Colouring) -> np.ndarray:
    """The name of the layer of every paper."""
    return np.array([layer.name for layer in colouring.layers])[colouring.codes]


def test_papers_of_one_area_share_a_colour_that_no_other_area_has() -> None:
    documents, topics = crowded(400, topics=9)
    topics["area"] = [-1, *(topic % 3 for topic in range(9))]
    areas = pd.DataFrame(
        {"area": [0, 1, 2], "label": ["Text", "Images", "Sound & <b>"], "x": [0, 1, 2], "y": 0}
    )
    drawn = by_area(documents, topics, areas=areas, mode="light")
    truth = documents["topic"].map(lambda topic: "In no theme" if topic < 0 else topic % 3)
    pairs = set(zip(truth, colours(drawn), strict=True))
    assert len(pairs) == len({colour for _, colour in pairs}) == 4
    assert names(drawn)[documents["topic"] == 2].tolist()[0] == "Sound &amp; &lt;b&gt;"


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_growing_and_shrinking_themes_lie_on_either_side_of_grey(mode) -> None:
    documents, topics = crowded(400, topics=5)
    growth = [1.5, 0.3, 0.0, -0.3, np.nan]
    signals = pd.DataFrame({"topic": range(5), "growth_shrunk": growth, "verdict": "unknown"})
    drawn = by_growth(documents, topics, signals=signals, mode=mode)
    of = dict(zip(documents["topic"], colours(drawn), strict=True))
    assert of[4] == of[-1] == LOOKS[mode].outlier
    red_less_green = [rgb(of[topic])[0] - rgb(of[topic])[1] for topic in range(4)]
    assert red_less_green == sorted(red_less_green)
    assert red_less_green[0] < 0 < red_less_green[3]
    figure = topic_map_figure(documents, topics, colouring=drawn, mode=mode)
    assert "no change" in figure.layout.coloraxis.colorbar.ticktext
    low, _, high = figure.layout.coloraxis.colorbar.ticktext
    assert float(low.removeprefix("×").removesuffix(" a year")) < 1
    assert float(high.removeprefix("×").removesuffix(" a year")) > 1


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_new_theme_is_violet_where_growth_is_shown_whatever_its_growth(mode) -> None:
    documents, topics = crowded(400, topics=3)
    verdicts = ["emerging", "emerging", "rising"]
    signals = pd.DataFrame(
        {"topic": range(3), "growth_shrunk": [np.nan, 3.0, 0.5], "verdict": verdicts}
    )
    drawn = by_growth(documents, topics, signals=signals, mode=mode)
    of = dict(zip(documents["topic"], colours(drawn), strict=True))
    assert of[0] == of[1] == VERDICTS["emerging"].colour(mode)
    assert of[2] != of[1]
    assert "Violet: new" in drawn.note


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_later_papers_stand_out_more_and_the_recent_half_glows(mode) -> None:
    documents = pd.DataFrame({"published": [f"202{year}-07-01" for year in range(9)]})
    seen = [hexed(colour) for colour in colours(by_date(documents, mode=mode))]
    contrasts = [contrast(colour, LOOKS[mode].background) for colour in seen]
    assert contrasts == sorted(contrasts)
    vividness = [max(to_linear(colour)) - min(to_linear(colour)) for colour in seen]
    assert 2 * max(vividness[:4]) < min(vividness[6:])


@pytest.mark.parametrize(
    ("days", "ticks"),
    [
        (["2024-03-03", "2024-03-06", "2024-03-09"], ["3 Mar 2024", "9 Mar 2024"]),
        (["2020-01-05", "2022-01-05", "2024-01-05"], ["Jan 2020", "Jan 2024"]),
    ],
)
def test_the_scale_of_dates_is_in_days_only_where_it_is_short(days, ticks) -> None:
    documents = pd.DataFrame({"published": np.repeat(days, 100)})
    scale = by_date(documents, mode="light").scale
    assert scale is not None
    written = scale["colorbar"]["ticktext"]
    assert [written[0], written[-1]] == ticks


def test_most_common_names_have_a_colour_each_and_stand_in_the_legend() -> None:
    documents, topics = crowded(400, topics=3)
    venues = pd.Series([f"Venue {min(i % 20, i % 7)}" for i in range(400)]).mask(
        pd.Series(range(400)) < 50
    )
    drawn = by_name(venues, none="No venue", mode="light")
    assert set(names(drawn)[:50]) == {"No venue"}
    common = venues.value_counts()
    for name in common.index[:7]:
        assert set(names(drawn)[venues == name]) == {name}
    figure = topic_map_figure(documents, topics, colouring=drawn, highlight=range(100))
    written = figure.to_plotly_json()["data"]
    legend = [trace["name"] for trace in written if trace.get("showlegend")]
    assert figure.layout.showlegend
    assert len(legend) == len(set(legend))


def test_names_beyond_the_colours_are_one_layer() -> None:
    drawn = by_name(pd.Series([f"v{i}" for i in range(60)] + ["v1"] * 5), none="-", mode="dark")
    assert (names(drawn) == "Others").sum() == 50
    assert set(names(drawn)[-5:]) == {"v1"}


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_more_upvotes_stand_out_more(mode) -> None:
    upvotes = pd.array([None, 0, 3, 20, 90, 5000], dtype="Int64")
    drawn = by_upvotes(pd.Series(upvotes), mode=mode)
    seen = colours(drawn)
    assert seen[0] == LOOKS[mode].outlier
    background = LOOKS[mode].background
    contrasts = [contrast(hexed(colour), background) for colour in seen[1:5]]
    assert contrasts == sorted(contrasts)


def rgb(colour: str) -> tuple[float, ...]:
    if colour.startswith("#"):
        return to_linear(colour)
    return tuple(int(part) / 255 for part in colour[4:-1].split(","))


def hexed(colour: str) -> str:
    return "#" + "".join(f"{round(255 * part):02x}" for part in rgb(colour))


def test_themes_that_seldom_recur_are_pale_and_the_note_says_so() -> None:
    documents = pd.DataFrame({"topic": [0, 1, 2]})
    topics = pd.DataFrame(
        {"topic": [0, 1, 2], "label": list("abc"), "hue": [0.0, 120.0, 240.0]}
    ).assign(stability=[0.9, 0.3, np.nan])
    drawn = by_theme(documents, topics, mode="light")
    firm, loose, unknown = (layer.opacity for layer in drawn.layers)
    assert loose < firm == unknown
    assert "fewer than half" in drawn.note
    sure = by_theme(documents, topics.assign(stability=0.9), mode="light")
    older = by_theme(documents, topics.drop(columns="stability"), mode="light")
    for one in (sure, older):
        assert len({layer.opacity for layer in one.layers}) == 1
        assert not one.note

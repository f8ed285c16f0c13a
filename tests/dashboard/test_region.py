"""Regions of the map: what is drawn, what the address says of it, and which papers lie inside."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial import Delaunay

from dashboard.state.region import CORNERS, inside, read_region, region_text

CIRCLE = [(np.cos(turn), np.sin(turn)) for turn in np.linspace(0, 2 * np.pi, 500)[:-1]]


def papers(places: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(places, columns=["x", "y"])


def test_a_hand_drawn_loop_becomes_a_short_address_that_keeps_the_same_papers() -> None:
    places = np.random.default_rng(1).uniform(-2, 2, (20_000, 2))
    text = region_text(CIRCLE)
    assert text
    region = read_region(text)
    assert region
    assert len(region) <= CORNERS
    assert len(text) < 400
    truth = np.hypot(*places.T) < 1
    found = np.isin(np.arange(len(places)), inside(papers(places), region).index)
    assert (truth != found).mean() < 0.01


@given(
    st.lists(
        st.tuples(*[st.floats(-50, 50).map(lambda x: round(x, 2))] * 2), min_size=3, max_size=12
    )
)
def test_what_is_written_is_read_again(corners) -> None:
    text = region_text(corners)
    if text is not None:
        region = read_region(text)
        assert region is not None
        assert region_text(region) == text


def test_inside_agrees_with_triangles() -> None:
    """A convex polygon is the union of its Delaunay triangles."""
    rng = np.random.default_rng(3)
    for _ in range(20):
        turns = np.sort(rng.uniform(0, 2 * np.pi, 7))
        corners = np.c_[np.cos(turns), np.sin(turns)] * rng.uniform(1, 9) + rng.uniform(-5, 5, 2)
        places = rng.uniform(-12, 12, (2_000, 2))
        truth = Delaunay(corners).find_simplex(places) >= 0
        found = inside(papers(places), tuple(map(tuple, corners.tolist())))
        assert found.index.tolist() == np.flatnonzero(truth).tolist()


def test_a_loop_with_a_dent_leaves_out_what_lies_in_the_dent() -> None:
    region = ((0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (2.0, 1.0), (0.0, 4.0))
    places = np.array([[2, 0.5], [2, 3], [0.5, 2], [3.5, 2]])
    assert inside(papers(places), region).index.tolist() == [0, 2, 3]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1_2",
        "1_2~3_4",
        "a_b~c_d~e_f",
        "1_2~3_4~5_inf",
        "1_2~" * 500,
        "1,2;3,4;5,6",
        f"{10**9}_2~3_4~5_6",
    ],
)
def test_nonsense_is_no_region(text) -> None:
    assert read_region(text) is None


@pytest.mark.parametrize(
    "drawn", [[], [(1, 1), (1, 1), (1, 1)], [(0, 0), (1, 1)], [(0, 0), (1, np.nan), (1, 1)]]
)
def test_what_encloses_nothing_is_no_region(drawn) -> None:
    assert region_text(drawn) is None

"""The hue of a theme: from its place on the map, and kept through corrections."""

import numpy as np
import pandas as pd
import pytest

from analysis.runs.hues import theme_hues, with_missing_hues
from analysis.runs.store import Run, open_run
from tests.support.builders import build_run, make_older
from tests.support.corrections import edit, merge, move, seen_through, split


@pytest.fixture(scope="module")
def fitted(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("runs")
    return open_run(folder / build_run(folder, papers=300, topics=6))


def ring(themes: int) -> pd.DataFrame:
    """Themes around a circle, in an order that has nothing to do with their numbers."""
    order = np.random.default_rng(0).permutation(themes)
    angle = 2 * np.pi * order / themes
    return pd.DataFrame(
        {
            "topic": [-1, *range(themes)],
            "x": [0.0, *(5 + np.cos(angle))],
            "y": [0.0, *(np.sin(angle) - 3)],
            "place": [-1, *order],
        }
    )


def hues(run: Run) -> dict[int, float]:
    named = run.topics[run.topics["topic"] >= 0]
    return dict(zip(named["topic"].tolist(), named["hue"].tolist(), strict=True))


def apart(one: float, other: float) -> float:
    return abs((one - other + 180) % 360 - 180)


def test_hues_turn_once_round_the_map() -> None:
    table = ring(12)
    table["hue"] = theme_hues(table)
    assert np.isnan(table["hue"][0])
    around = table[1:].sort_values("place")["hue"].to_numpy()
    steps = (np.roll(around, -1) - around) % 360
    assert steps == pytest.approx(np.full(12, 30.0))
    shuffled = table.sample(frac=1, random_state=3)
    assert theme_hues(shuffled) == pytest.approx(shuffled["hue"].to_numpy(), nan_ok=True)


@pytest.mark.parametrize("themes", [0, 1])
def test_few_themes_have_a_hue_as_well(themes) -> None:
    table = ring(themes)
    table = table.assign(hue=theme_hues(table))
    assert table["hue"].isna().tolist() == [True, *[False] * themes]
    pd.testing.assert_frame_equal(with_missing_hues(table), table)


@pytest.mark.parametrize("themes", [2, 9])
def test_a_theme_without_a_hue_gets_one_between_those_beside_it(themes) -> None:
    table = ring(themes)
    table["hue"] = theme_hues(table)
    for row in range(1, themes + 1):
        lacking = table.assign(hue=table["hue"].where(table.index != row))
        filled = with_missing_hues(lacking)["hue"]
        assert apart(filled[row], table["hue"][row]) < 1e-6
        assert filled.drop(row).equals(table["hue"].drop(row))


def test_a_run_from_before_hues_has_those_of_a_new_fit(tmp_path) -> None:
    folder = tmp_path / build_run(tmp_path, papers=60, topics=5)
    stored = hues(open_run(folder))
    make_older(folder)
    assert hues(open_run(folder)) == pytest.approx(stored)


def test_a_merged_theme_has_the_hue_of_the_larger(fitted) -> None:
    enlarged = [move(fitted, doc_id, 5) for doc_id in range(20)]
    before = hues(fitted)
    sizes = seen_through(fitted, *enlarged).documents["topic"].value_counts()
    assert sizes[5] > sizes[1]
    for one, other in ((1, 5), (5, 1)):
        after = hues(seen_through(fitted, *enlarged, merge(fitted, one, other)))
        assert after == {
            topic: before[5 if topic == one else topic] for topic in before if topic != other
        }


@pytest.mark.parametrize("share", [0.25, 0.75])
def test_the_larger_part_keeps_the_hue_and_the_other_has_one_of_its_own(fitted, share) -> None:
    inside = np.flatnonzero(fitted.documents["topic"] == 2)
    before = hues(fitted)
    after = hues(seen_through(fitted, split(fitted, 2, inside[: round(share * len(inside))])))
    (new,) = set(after) - set(before)
    kept, fresh = (2, new) if share < 0.5 else (new, 2)
    assert after[kept] == before[2]
    assert min(apart(after[fresh], hue) for topic, hue in after.items() if topic != fresh) > 10
    assert {topic: after[topic] for topic in before if topic != 2} == {
        topic: hue for topic, hue in before.items() if topic != 2
    }


def test_a_new_name_and_a_moved_paper_change_no_hue(fitted) -> None:
    renamed = edit(fitted, "rename", 1, label="Named anew")
    assert hues(seen_through(fitted, renamed, move(fitted, 0, 3))) == hues(fitted)
    hidden = hues(seen_through(fitted, edit(fitted, "hide", 4)))
    assert hidden == {topic: hue for topic, hue in hues(fitted).items() if topic != 4}

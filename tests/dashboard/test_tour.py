"""The tour: its steps name what is on the screen."""

import pytest

from tests.dashboard.test_pages import words_of
from tests.dashboard.test_reading_list import storing


@pytest.mark.parametrize("shelf", ["moving", "normal"])
def test_the_tour_begins_with_what_the_overview_shows(shelves, open_page, shelf):
    words = words_of(storing(open_page(shelves[shelf], "overview"), {}))
    moved = "green themes grow" in words
    assert moved == (shelf == "moving")
    assert ("a card for each theme" in words) != moved
    assert "1 of 4" in words

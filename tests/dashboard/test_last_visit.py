"""What is new since the last visit: what is remembered, and what the overview says of it."""

import json
import shutil
from datetime import UTC, datetime, timedelta

import pytest

from dashboard.shell.last_visit import new_since, next_visit
from tests.dashboard.test_pages import titles, words_of
from tests.dashboard.test_reading_list import storing
from tests.support.builders import build_run

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
OLD, NEW, NEWEST = (f"2026112{day}T100000Z-aaaaa" for day in (1, 2, 3))


def test_a_second_run_is_news_for_half_a_day_and_not_again():
    first = next_visit(None, OLD, now=NOW)
    assert new_since(first, OLD, now=NOW) is None
    assert next_visit(first, OLD, now=NOW) is None

    second = next_visit(first, NEW, now=NOW + timedelta(days=3))
    assert second is not None
    assert new_since(second, NEW, now=NOW + timedelta(days=3, hours=2)) == OLD
    assert new_since(second, NEW, now=NOW + timedelta(days=4)) is None
    # An older run that is looked at changes nothing, and has no news.
    assert next_visit(second, OLD, now=NOW) is None
    assert new_since(second, OLD, now=NOW + timedelta(days=3)) is None

    third = next_visit(second, NEWEST, now=NOW + timedelta(days=9))
    assert new_since(third, NEWEST, now=NOW + timedelta(days=9)) == NEW


@pytest.mark.parametrize(
    "nonsense",
    [
        "text",
        7,
        [],
        {},
        {"run": "../../etc", "at": "2026-01-01T00:00:00+00:00"},
        {"run": OLD},
        {"run": OLD, "at": "yesterday"},
        {"run": OLD, "at": "2026-01-01T00:00:00"},
        {"run": OLD, "at": 5},
        {"run": 5, "at": "2026-01-01T00:00:00+00:00"},
    ],
)
def test_nonsense_counts_as_no_visit(nonsense):
    assert new_since(nonsense, NEW, now=NOW) is None
    assert next_visit(nonsense, NEW, now=NOW) == next_visit(None, NEW, now=NOW)


def test_the_overview_links_to_the_papers_that_are_new(tmp_path, open_page):
    before, after = build_run(tmp_path, papers=100), build_run(tmp_path, papers=120)
    visit = {"visit": json.dumps({"run": before, "at": "2026-01-01T00:00:00+00:00"})}
    app = storing(open_page(tmp_path), visit)

    (link,) = [link for link in app.page_link if "New since" in link.value]
    assert link.value == "New since your last visit: 20 papers"
    assert f"since={before}" in link.proto.query_string
    written = app.session_state["browser-storage-writes"]["visit"]["value"]
    assert json.loads(written)["run"] == after
    assert json.loads(written)["before"] == before

    listed = open_page(tmp_path, "papers", since=before)
    assert "of 20 papers" in words_of(listed)
    assert {title.split()[1] for title in titles(listed)} <= {str(n) for n in range(100, 120)}


def test_the_first_visit_and_a_run_that_is_gone(tmp_path, open_page):
    before = build_run(tmp_path, papers=100)
    app = storing(open_page(tmp_path), {})
    assert not [link for link in app.page_link if "New since" in link.value]

    after = build_run(tmp_path, papers=100)
    visit = {"visit": json.dumps({"run": before, "at": "2026-01-01T00:00:00+00:00"})}
    assert "All of its papers were in that of" in words_of(storing(open_page(tmp_path), visit))

    shutil.rmtree(tmp_path / before)
    assert "is gone, so what is new" in words_of(storing(open_page(tmp_path), visit))
    gone = open_page(tmp_path, "papers", since=before)
    assert f"since the run {before.replace('-', chr(92) + '-')}, which is not here" in words_of(
        gone
    )
    assert "of 100 papers" in words_of(gone)
    assert after != before

"""Odd dates: every page says what can be said of them, and nothing that is no number."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.support.builders import build_run

PAPERS = 120
# The builder deals papers to six themes in turn: every sixth paper is of one theme.
DATES = {
    "all on one day": ["2024-03-05"] * PAPERS,
    "one month": [f"2024-03-{1 + i % 28:02d}" for i in range(PAPERS)],
    "a gap of years": [f"{2003 if i < 60 else 2024}-{1 + i % 12:02d}-03" for i in range(PAPERS)],
    "before 1900": [str(1850 + i % 40) for i in range(PAPERS)],
    "from before 1900 to now": ["1687" if i < 3 else f"20{10 + i % 14}" for i in range(PAPERS)],
    "a theme in one month only": [
        "2023-06-15" if i < 20 else f"20{20 + i % 4}-{1 + i % 12:02d}-09" for i in range(PAPERS)
    ],
    "an unfinished first month": [
        "2021-01-31" if i < 9 else f"20{21 + i % 3}-{2 + i % 11:02d}-09" for i in range(PAPERS)
    ],
    "a single dated paper": ["2024-03-05"] + [None] * (PAPERS - 1),
    "three precisions": [("2023", "2023-04", "2023-04-17")[i % 3] for i in range(PAPERS)],
}
VIEWS = {
    "overview": {"topic": "0"},
    "topic_map": {"topic": "0"},
    "themes": {},
    "themes: one": {"topic": "0"},
    **{f"themes: {show}": {"show": show} for show in ("peaks", "ranks", "flows")},
    "trends": {},
    "papers": {"topic": "0"},
    "papers: upvoted": {"show": "upvoted"},
    "about": {},
}
NO_NUMBER = re.compile(r"\b(?:nan|NaN|NaT|inf)\b|<NA>|\bNone\b(?! (?:of|has|clearly))")


@pytest.fixture(scope="module")
def shelves(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A folder of one run for every kind of dates."""
    root = tmp_path_factory.mktemp("dates")
    for kind, published in DATES.items():
        build_run(root / kind, papers=PAPERS, published=published)
    return {kind: root / kind for kind in DATES}


def said(app: AppTest) -> str:
    """All that a page says in words, in figures and in tables."""
    words = [*app.title, *app.subheader, *app.markdown, *app.caption, *app.text, *app.metric]
    drawn = [chart.proto.spec for chart in app.get("plotly_chart")]
    return "\n".join([*(str(one.value) for one in words), *drawn])


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("kind", DATES)
def test_odd_dates_leave_no_page_without_words(view, kind, shelves, open_page):
    app = open_page(shelves[kind], view.partition(":")[0], **VIEWS[view])

    assert not app.exception
    assert not app.error
    words = said(app)
    assert [words[odd.start() - 80 : odd.end() + 40] for odd in NO_NUMBER.finditer(words)] == []

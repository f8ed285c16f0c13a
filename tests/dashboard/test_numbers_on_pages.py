"""Every number that a page gives of a theme's papers and growth, read there and counted again."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analysis.runs.store import open_run

FIRST, LAST = "2019", "2023"  # the years at the ends of the window in which themes are compared
COURSE = re.compile(r"(\d[\d,]*) → (\d[\d,]*)|From (\d+) papers? in the first year to (\d+)")
RECENT = re.compile(r"(\d+) papers, (\d+) recent|(\d+) of its (?:\d+) papers until")
QUIET = re.compile(r"(\d+) papers earlier, (\d+) recent|(\d+) papers until twelve months ago")
SHARE = re.compile(r"(\d[\d,]*) papers, (\d+)% of all")
INTERVAL = re.compile(r"×([\d.]+) (?:to|and) ×([\d.]+)")

# With each page, something that stands on it, so that no page passes for being empty.
PAGES = [
    ("overview", {}, COURSE),
    ("trends", {}, INTERVAL),
    *(("themes", {"topic": str(topic)}, SHARE) for topic in (0, 1, 3, 4, 7)),
    ("compare", {"what": "themes", "a": "1", "b": "3"}, INTERVAL),
]


@pytest.fixture(scope="module")
def counted(shelves: dict[str, Path]) -> pd.DataFrame:
    """A row a theme: its papers, its growth, and its papers of each year, counted here."""
    (path,) = shelves["every verdict"].iterdir()
    run = open_run(path)
    documents = run.documents[run.documents["topic"] >= 0]
    by_year = pd.crosstab(documents["topic"], documents["published"].str[:4])
    papers = documents.groupby("topic").size()
    growth = run.topic_signals.set_index("topic")[["growth_low", "growth_high"]]
    return by_year.join(growth).assign(
        papers=papers,
        percent=(100 * papers / len(run.documents)).round().astype(int),
        earlier=by_year.sum(axis=1) - by_year[LAST],
        dated=by_year.sum(axis=1),
    )


@pytest.mark.parametrize(("view", "link", "there"), PAGES)
def test_papers_and_growth_on_a_page_are_those_of_its_themes(
    view: str, link: dict[str, str], there: re.Pattern[str], shelves, open_page, counted
):
    said = "\n".join(texts(open_page(shelves["every verdict"], view, **link)))
    shown = [int(link[name]) for name in ("topic", "a", "b") if name in link]
    themes = counted.loc[shown] if shown else counted

    assert there.search(said)
    for pattern, columns in {
        COURSE: [FIRST, LAST],
        SHARE: ["papers", "percent"],
        RECENT: ["dated", LAST],
        QUIET: ["earlier", LAST],
    }.items():
        true = set(themes[columns].itertuples(index=False, name=None))
        for numbers in map(counts, pattern.finditer(said)):
            assert any(numbers == row[: len(numbers)] for row in true), numbers
    for found in INTERVAL.finditer(said):
        low, high = map(float, found.groups())
        near = (1 + themes["growth_low"] - low).abs() <= rounding(low)
        assert (near & ((1 + themes["growth_high"] - high).abs() <= rounding(high))).any(), found[0]


def texts(app: AppTest) -> Iterator[str]:
    """What stands on a page, without the escapes of Markdown."""
    parts: list[Any] = [*app.title, *app.header, *app.subheader, *app.markdown, *app.caption]
    for part in parts:
        yield re.sub(r"\\(?=[^\w\s])", "", str(part.value))
    for table in app.dataframe:
        yield from (cell for cell in table.value.to_numpy().ravel() if isinstance(cell, str))


def counts(found: re.Match[str]) -> tuple[int, ...]:
    return tuple(int(part.replace(",", "")) for part in found.groups() if part)


def rounding(number: float) -> float:
    """The most by which a number of two figures differs from what it was rounded from."""
    return 0.5 if number >= 10 else 0.05 if number >= 1 else 0.005

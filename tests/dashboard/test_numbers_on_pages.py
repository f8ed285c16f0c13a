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

# What a sentence says of so many keywords with these verdicts.
WORDS = {
    ("rising", "fading"): "rises or fades|rise or fade",
    ("emerging",): "is new|are new",
    ("peaked",): "has passed|have passed",
}
KINDS = {kind for kinds in WORDS for kind in kinds}
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


@pytest.mark.parametrize("show", ["keywords", "general words"])
def test_counts_of_keywords_on_a_page_agree_with_each_other_and_the_run(
    show: str, shelves, open_page
) -> None:
    """All terms are the two lists, and what changed on a page is what its cards and table hold."""
    (path,) = shelves["every verdict"].iterdir()
    verdicts = open_run(path).term_signals["verdict"]
    app = open_page(shelves["every verdict"], "trends", show=show)
    said, table = "\n".join(texts(app)), app.dataframe[0].value["verdict"]

    changed = verdicts.isin(KINDS).sum()
    of_list = int(table.isin(KINDS).sum())
    compared = re.search(r"tests find a change in ([\d,]+|no) ([a-z ]+)\.", said)
    if len(table):  # an empty list is compared with nothing
        assert compared is not None
        assert compared[1] == (f"{of_list:,}" if of_list else "no")
        assert show.startswith(compared[2].removesuffix("s"))
    assert f" {changed:,} changed: " in said
    (everything, listed) = (
        [part for part in said.split("\n") if mark in part]
        for mark in (" changed: ", "listed here")
    )
    ((mine, others),) = re.findall(r"Of these terms ([\d,]+) are .*The other ([\d,]+) are", said)
    assert (counts_of(mine), counts_of(mine) + counts_of(others)) == (len(table), len(verdicts))
    for sentence, of in ((everything[0].split(" changed: ")[1], verdicts), (listed[0], table)):
        for kinds, words in WORDS.items():
            number = of.isin(kinds).sum()
            found = re.search(rf"([\d,]+) (?:{words})", sentence)
            assert (counts_of(found[1]) if found else 0) == number, (kinds, sentence)
    for kind, name in (("rising", "Rising"), ("emerging", "Emerging")):
        number = (table == kind).sum()
        cards = re.findall(rf"{name}\] (?:the first \d+ of )?([\d,]+)$", said, re.MULTILINE)
        assert [counts_of(one) for one in cards] == ([number] if number else [])


def texts(app: AppTest) -> Iterator[str]:
    """What stands on a page, without the escapes of Markdown."""
    parts: list[Any] = [*app.title, *app.header, *app.subheader, *app.markdown, *app.caption]
    for part in parts:
        yield re.sub(r"\\(?=[^\w\s])", "", str(part.value))
    for table in app.dataframe:
        yield from (cell for cell in table.value.to_numpy().ravel() if isinstance(cell, str))


def counts(found: re.Match[str]) -> tuple[int, ...]:
    return tuple(int(part.replace(",", "")) for part in found.groups() if part)


def counts_of(number: str) -> int:
    return int(number.replace(",", ""))


def rounding(number: float) -> float:
    """The most by which a number of two figures differs from what it was rounded from."""
    return 0.5 if number >= 10 else 0.05 if number >= 1 else 0.005

"""Every number in the tables and themes of a report, read back from its HTML, is the run's."""

import re
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest

from analysis.runs.queries.reading import papers_to_read
from analysis.runs.store import Run, open_run
from dashboard.report.page import report_html
from tests.support.factors import factors, stands_for

VOID = {"meta", "br", "hr", "img", "link", "input"}
NUMBER = re.compile(r"([+−-]?)(\d[\d,]*(?:\.(\d+))?)(-fold|%)?")
WORDS = {
    "emerging": "★ Emerging",
    "rising": "▲ Rising",
    "peaked": "◆ Peaked",
    "stable": "● Stable",
    "fading": "▼ Fading",
    "dormant": "■ Dormant",
    "unknown": "○ No clear direction",
}
TOO_LITTLE = "○ Too little data"
MOVING = ("emerging", "rising", "peaked", "fading", "dormant")


class Reader(HTMLParser):
    """HTML as a tree."""

    def __init__(self) -> None:
        super().__init__()
        self.tree = ET.TreeBuilder()

    def handle_starttag(self, tag, attrs):
        self.tree.start(tag, {name: value or "" for name, value in attrs})
        if tag in VOID:
            self.tree.end(tag)

    def handle_endtag(self, tag):
        self.tree.end(tag)

    def handle_data(self, data):
        self.tree.data(data)


@pytest.fixture(scope="module")
def run(shelves) -> Run:
    (path,) = shelves["every verdict"].iterdir()
    return open_run(path)


@pytest.fixture(scope="module")
def report(run: Run) -> ET.Element:
    reader = Reader()
    reader.feed(report_html(run, full=True))
    return reader.tree.close()


def words(element: ET.Element | None) -> str:
    assert element is not None
    return " ".join(" ".join(element.itertext()).split())


def cells(table: ET.Element) -> list[list[str]]:
    return [[words(cell) for cell in row] for row in table.iterfind("tbody/tr")]


def numbers(text: str) -> list[tuple[float, float]]:
    """Every number of a text, and by how much rounding may have changed it."""
    found = []
    for sign, digits, decimals, unit in NUMBER.findall(text):
        value = float(digits.replace(",", "")) * (-1 if sign in ("−", "-") else 1)
        scale = 100 if unit == "%" else 1
        found.append((value / scale, 0.5 * 10 ** -len(decimals) / scale + 1e-9))
    return found


def assert_numbers(text: str, expected: list[float]) -> None:
    found = numbers(text)
    assert len(found) == len(expected), text
    for (value, rounding), true in zip(found, expected, strict=True):
        assert value == pytest.approx(true, abs=rounding), text


def quarter(period: str) -> str:
    year, name = period.split("-")
    return f"{name} {year}"


def assert_evidence(text: str, row: dict[Any, Any]) -> None:
    """The numbers of the sentence on one verdict, in their order."""
    recent, before = row["recent_documents"], row["before_documents"]
    # Of what grows a second sentence is about its votes.
    votes = re.search(r" Its papers have [^()]*\([^()]*\)", text)
    assert (votes is not None) == (row["verdict"] in ("emerging", "rising"))
    if votes:
        assert_numbers(votes[0], [row["votes"], row["votes_low"], row["votes_high"]])
        text = text.replace(votes[0], "")
    text = text.partition(" Unstable theme")[0]
    growth = factors(text)
    if growth:
        assert stands_for(growth[0], 1 + row["growth_low"])
        assert stands_for(growth[-1], 1 + row["growth_high"])
    assert bool(growth) == (row["verdict"] in ("rising", "fading", "stable", "unknown")) or row[
        "reason"
    ].startswith("few")
    text = text.partition("(likely")[0]
    if row["reason"].startswith("few"):
        assert numbers(text) == []
    elif row["verdict"] == "emerging":
        until = quarter(row["window_end"]) if row["documents"] != recent + before else ""
        assert until in text
        assert_numbers(text.replace(until, ""), [recent, recent + before])
    elif row["verdict"] == "dormant":
        usual = int(re.search(r"About (\d+) would", text)[1])  # type: ignore[index]
        assert_numbers(text.replace("none since", "0 since"), [before, recent, usual])
    elif row["verdict"] == "peaked":
        peak = f"{pd.Timestamp(row['peak']):%b %Y}"
        assert peak in text
        assert_numbers(text.replace(peak, ""), [row["last_documents"]])
    elif row["verdict"] in ("rising", "fading"):
        papers = [row["first_documents"], row["last_documents"]]
        times = re.search(r"[\d.]+%? (?:times|of) its share", text)
        said = text.replace("From no papers", "From 0 papers").replace("to none in", "to 0 in")
        assert_numbers(said, [*papers, *([row["fold"]] if times else [])])


def word(row: dict[Any, Any]) -> str:
    """What a verdict is called, with its mark."""
    if row["verdict"] == "unknown" and row["leaning"]:
        return f"○ Perhaps {row['leaning']}"
    few = row["verdict"] == "unknown" and not row["tested"]
    return TOO_LITTLE if few else WORDS[row["verdict"]]


def test_the_run_has_every_verdict(run: Run) -> None:
    for signals in (run.topic_signals, run.term_signals):
        assert set(signals["verdict"]) == set(WORDS)
        assert {"few papers", ""} <= set(signals["reason"])


def assert_row(row: dict[Any, Any], *, course: str, growth: str) -> None:
    """The numbers beside a verdict: papers before and after, and the interval of the growth."""
    papers = {
        "emerging": [row["recent_documents"] + row["before_documents"], row["recent_documents"]],
        "dormant": [row["before_documents"], row["recent_documents"]],
    }
    moves = row["verdict"] in MOVING
    if not moves and not row["tested"]:
        assert (course, growth) == ("", "")
        return
    ends = [row["first_documents"], row["last_documents"]]
    if row["verdict"] == "peaked":
        peak = f"{pd.Timestamp(row['peak']):%b %Y}"
        assert peak in course
        papers["peaked"], course = [row["documents"]], course.replace(peak, "")
    assert_numbers(course, papers.get(row["verdict"], ends))
    assert_growth(growth, row)


def assert_growth(growth: str, row: dict[Any, Any]) -> None:
    low, high = 1 + row["growth_low"], 1 + row["growth_high"]
    if np.isnan(low) or row["verdict"] == "peaked":
        assert growth == ""
        return
    assert_numbers(growth, [low, min(100, high)])


def test_the_table_of_keywords_has_their_growth_and_evidence(run, report) -> None:
    table = report.find(".//table[@class='moving']")
    heads = [words(head) for head in table.iterfind("thead/tr/th")]
    assert heads == ["Keyword", "Verdict", "Growth a year (95% interval)", "Papers", "Evidence"]
    by_name = {row["term"]: row for row in run.term_signals.to_dict("records")}
    rows = cells(table)
    for name, verdict, growth, papers, evidence in rows:
        row = by_name[name]
        assert verdict == WORDS[row["verdict"]]
        assert_growth(growth, row)
        assert papers == f"{row['documents']:,}"
        assert "a year" not in growth  # its column says so
        assert_evidence(evidence, row)
    moving = run.term_signals[run.term_signals["verdict"].isin(MOVING)]
    listed = sum(min(number, 8) for number in moving["verdict"].value_counts())
    assert len({name for name, *_ in rows}) == len(rows) == listed
    assert [by_name[name]["verdict"] for name, *_ in rows] == sorted(
        (by_name[name]["verdict"] for name, *_ in rows), key=MOVING.index
    )


def test_the_table_of_themes_has_their_papers_growth_and_verdicts(run, report) -> None:
    signals = run.topic_signals.set_index("topic", drop=False)
    rows = cells(report.find(".//section[@id='all-themes']/table"))
    topics = run.topics[run.topics["topic"] >= 0].set_index("label")
    moves = [row[1].rstrip("● ") in [WORDS[verdict] for verdict in MOVING] for row in rows]
    assert moves == sorted(moves, reverse=True)
    assert {name for name, *_ in rows} == set(topics.index)
    for name, verdict, course, growth, papers in rows:
        topic = topics.loc[name, "topic"]
        row = signals.loc[topic].to_dict()
        assert papers == f"{(run.documents['topic'] == topic).sum():,}"
        assert verdict.rstrip("● ") == word(row)
        assert_row(row, course=course, growth=growth)
        assert "paper" not in course  # their columns say so
        assert "a year" not in growth


def test_the_first_page_has_three_papers_and_the_numbers_of_what_moved(run, report) -> None:
    labels = {label: topic for topic, label in run.labels.items()}
    signals = run.topic_signals.set_index("topic")
    movers = report.findall(".//article[@class='mover']")
    assert len(movers) == 5
    for mover in movers:
        topic = labels[words(mover.find("div/h2"))]
        row = signals.loc[topic].to_dict()
        verdict, course, *growth = "".join(said_lines(mover.find("div/p"))).split("|")
        assert verdict.strip("● ") == WORDS[row["verdict"]]
        assert_row(row, course=course, growth="".join(growth))
        papers = papers_to_read(run, np.flatnonzero(run.documents["topic"] == topic))
        assert titles(mover) == papers["title"].tolist()


def said_lines(paragraph: ET.Element | None) -> list[str]:
    """The texts of a paragraph, with `|` where a line ends."""
    assert paragraph is not None
    parts = [paragraph.text or ""]
    for part in paragraph:
        parts += ["|" if part.tag == "br" else "".join(part.itertext()), part.tail or ""]
    return [" ".join(part.split()) for part in parts]


def test_every_theme_has_its_numbers_keywords_and_papers(run, report) -> None:
    documents = run.documents
    for row in run.topic_signals.to_dict("records"):
        topic = row["topic"]
        article = report.find(f".//article[@id='theme-{topic}']")
        mine = documents[documents["topic"] == topic]
        about, keywords = words(article.findall("p")[0]).split(" Keywords: ")
        stability = run.topics.set_index("topic")["stability"][topic]
        share = len(mine) / len(documents)
        assert_numbers(about, [len(mine), share, round(10 * stability), 10])
        terms = run.terms[run.terms["topic"] == topic].sort_values("rank")["term"]
        assert keywords == f"{', '.join(terms.head(8))}."
        verdict = article.findall("p")[1]
        assert words(verdict[0]) == word(row)
        assert_evidence((verdict[0].tail or ""), row)
        typical, upvoted = article.findall("div[@class='lists']/div")
        assert titles(typical) == nearest(run, topic)
        assert titles(upvoted) == mine.nlargest(3, "upvotes")["title"].tolist()
        by_title = documents.set_index("title")
        for item in [*typical.iter("li"), *upvoted.iter("li")]:
            paper = by_title.loc[words(item[0])]
            assert item[0].get("href") == paper["url"]
            votes = words(item.find("small")).rpartition(" · ")[2]
            assert votes == f"{paper['upvotes']} upvote{'s' * bool(paper['upvotes'] != 1)}"
            assert ("no date" in words(item)) == pd.isna(paper["published"])


def test_the_facts_of_the_run_are_those_of_its_manifest(run, report) -> None:
    tables = report.findall(".//table[@class='facts']")
    facts = {words(row[0]): words(row[1]) for table in tables for row in table.iter("tr")}
    assert "1,600 papers, " in words(report.find(".//header"))
    assert facts["Modelled"] == "1,600 papers in 8 themes, 160 unassigned"
    assert facts["Read"] == "1,600 papers"
    dated = run.documents["published"].notna()
    assert facts["Dates"] == f"{dated.sum():,} to the day, {(~dated).sum():,} without"
    quality = {name.split(":")[0]: value for name, value in facts.items()}
    assert quality["Coherence (NPMI)"] == "0.300"
    assert quality["Share of papers in no theme"] == "10%"
    for section in ("method", "limits"):
        assert "160 papers (10%)" in words(report.find(f".//section[@id='{section}']"))


def test_the_method_says_which_papers_are_typical(report) -> None:
    method = words(report.find(".//section[@id='limits']"))
    assert "most typical papers are those nearest to the centre of their theme" in method
    assert "surest" not in method


def titles(part: ET.Element) -> list[str]:
    return [words(item[0]) for item in part.iter("li")]


def nearest(run: Run, topic: int) -> list[str]:
    """The titles of the three papers nearest to the mean vector of their theme, by brute force."""
    ids = np.flatnonzero(run.documents["topic"] == topic)
    vectors = np.asarray(run.embeddings)[ids].astype(float)
    centre = vectors.mean(axis=0)
    cosines = [v @ centre / np.linalg.norm(v) / np.linalg.norm(centre) for v in vectors]
    return run.documents["title"].iloc[ids[np.argsort(cosines)[::-1][:3]]].tolist()

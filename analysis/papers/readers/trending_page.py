"""Reader of trending-papers pages saved as text: titles and abstracts between blank lines."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from analysis.errors import InputError
from analysis.papers.cleaning import normalised_title
from analysis.papers.problems import Problem, shown
from analysis.papers.raw import RawTable, table_of_records
from analysis.papers.readers.reader import TextReader

FACTS = "facts.json"

_LONGEST_TITLE = 300
_SHORTEST_PROSE = 80
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_FURNITURE = re.compile(
    rf"{_MONTH} \d{{1,2}}(?:,? \d{{4}})?|\d{{1,2}} {_MONTH}(?: \d{{4}})?|\d{{4}}-\d{{2}}-\d{{2}}"
    r"|yesterday|today|by\s?\S.* community|[\W\d]+|[\d.,]+\s?k?|new|hot|top|trending|subscribe"
    r"|upvotes?|github"
    r"|submitted by .*|(?:view )?(?:arxiv page|pdf|code|paper|project page)|read more"
    r"|(?:· ?)?\d+ (?:upvotes?|comments?|authors?)"
    r"|get trending papers.*",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"(?:#|```|[-*+] |\||<|>|//|/\*|\d+\. )")
_SENTENCE_END = re.compile(r"[.。]['\")\]”’]*$")
_SENTENCES = re.compile(r"[.!?] [A-Z]|。")


def _read(text: str, name: str) -> RawTable:
    """The papers of a page with the line of each title; empty if it is not such a page."""
    records: list[tuple[int, dict[str, Any]]] = []
    problems: list[Problem] = []
    title: tuple[int, str] | None = None
    blocks = [(line, block) for line, block in _blocks(text) if not _FURNITURE.fullmatch(block)]
    for line, block in blocks:
        if _is_prose(block):
            if title:
                records.append((title[0], {"title": title[1], "abstract": block}))
            elif records:
                records[-1][1]["abstract"] += "\n\n" + block
            title = None
        elif not _MARKUP.match(block):
            if title and records and not _ends_a_sentence(title[1]):
                problems.append(_without_abstract(title, block, name=name))
            title = (line, block)
    if title and records and not _ends_a_sentence(title[1]):
        problems.append(_without_abstract(title, "the end of the page", name=name))
    # Any prose has a paragraph or two below a heading: a README, a licence, a program. A page is
    # papers for the most part.
    if len(blocks) - 2 * len(records) - len(problems) >= len(records):
        return table_of_records([], [])
    return replace(table_of_records(records, problems, unit="line"), is_page=True)


def add_facts(table: RawTable, path: Path) -> RawTable:
    """Complete a page's papers from a facts file beside it, by normalised title.

    The file is a JSON list of objects with a `title`; what the page has filled stays as it is.
    Raises InputError if the file is something else.
    """
    facts = _read_facts(path)
    records = []
    for position, row in enumerate(table.rows):
        own = {column: values[position] for column, values in table.columns.items()}
        known = facts.get(normalised_title(own["title"]), {})
        records.append((row, known | own))
    return table_of_records(records, table.problems, unit=table.unit)


def _read_facts(path: Path) -> dict[str, dict[str, Any]]:
    try:
        facts = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError, OSError) as error:
        raise InputError(
            f"{path} cannot be read as JSON: {error}. Correct or remove it."
        ) from error
    if not isinstance(facts, list) or not all(
        isinstance(f, dict) and isinstance(f.get("title"), str) for f in facts
    ):
        raise InputError(
            f"{path}: expected a JSON list of objects with a title. Correct or remove it."
        )
    return {normalised_title(fact["title"]): fact for fact in facts}


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """The paragraphs, each joined to one line, with the number of its first line."""
    start, lines = 0, []
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        if line.strip():
            start = start if lines else number
            lines.append(line.strip())
        elif lines:
            yield start, " ".join(lines)
            lines = []


def _is_prose(block: str) -> bool:
    """Whether a paragraph is an abstract: sentences, or too long for a title."""
    if len(block) > _LONGEST_TITLE:
        return True
    # One full stop or question mark inside is common in titles ("… Tasks? An Analysis …").
    sentences = _ends_a_sentence(block) or len(_SENTENCES.findall(block)) > 1
    return (
        sentences and (len(block) >= _SHORTEST_PROSE or "。" in block) and not _MARKUP.match(block)
    )


def _ends_a_sentence(block: str) -> bool:
    """Whether a paragraph ends with a full stop: a title only if an abstract follows."""
    return bool(_SENTENCE_END.search(block))


def _without_abstract(title: tuple[int, str], found: str, *, name: str) -> Problem:
    return Problem(
        file=name,
        row=title[0],
        column="abstract",
        expected=f"an abstract after the title {shown(title[1])}",
        found=shown(found),
        fix="Add the abstract below the title, after a blank line.",
    )


TRENDING_PAGE = TextReader(
    "a trending-papers page saved as text", lambda text: bool(_read(text, "").rows), _read
)

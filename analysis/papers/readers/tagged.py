"""Tagged text, a field a line, as reference managers and libraries export it: one parser."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from analysis.papers.problems import Problem
from analysis.papers.raw import RawTable, table_of_records

Tagged = dict[str, list[list[str]]]  # tag: its values, each as lines
Fields = dict[str, Any]
_LISTS = frozenset({"authors", "categories", "keywords"})
_LINE_END = re.compile(r"\r\n|\r|\n")
# Before the first lines of a text that CNKI shows where a paper has no abstract.
_CNKI_MARK = re.compile("[<＜]正[>＞]")


@dataclass(frozen=True)
class TaggedForm:
    """How a format writes its lines and records.

    `line` matches (tag, value); what does not match goes on with the value above. The first of the
    tags of a field that a record has gives it. The tag `first` begins a record, `end` ends it.
    `line_is_item` says that each further line of the authors is another author. `finished` gives
    the fields of a record their last form.
    """

    name: str
    line: re.Pattern[str]
    fields: dict[str, tuple[str, ...]]
    first: str
    end: str | None = None
    line_is_item: bool = False
    finished: Callable[[Fields, Tagged], Fields] = lambda fields, _: fields


def read_tagged(text: str, name: str, *, form: TaggedForm) -> RawTable:
    """The records of a text, numbered by the lines that they begin in.

    A record that the end of the file or the next record cuts off is a problem.
    """
    records, problems = [], []
    for row, tagged, is_whole in _records(text, form):
        if is_whole:
            records.append((row, form.finished(_fields(tagged, form), tagged)))
        else:
            problems.append(_cut_off(name, row, end=form.end or ""))
    return table_of_records(records, problems, unit="line")


def _records(text: str, form: TaggedForm) -> Iterator[tuple[int, Tagged, bool]]:
    """The line, the tags and the completeness of every record."""
    start = 0
    tagged: Tagged = {}
    values: list[list[str]] = []  # of the tag that a further line belongs to
    for number, line in enumerate(_LINE_END.split(text), start=1):
        match = form.line.match(line)
        if match is None:
            if values and line.strip():
                values[-1].append(line.strip())
            continue
        tag = match[1]
        if tag == form.first:
            if tagged:
                yield start, tagged, form.end is None
            start, tagged = number, {}
        if tag == form.end:
            if tagged:
                yield start, tagged, True
            start, tagged, values = 0, {}, []
        elif start:
            values = tagged.setdefault(tag, [])
            values.append([(match[2] or "").strip()])
    if tagged:
        yield start, tagged, form.end is None


def _fields(tagged: Tagged, form: TaggedForm) -> Fields:
    record: Fields = {}
    for field, tags in form.fields.items():
        tag = next((tag for tag in tags if any(map(any, tagged.get(tag, [])))), None)
        if tag is None:
            record[field] = None
        elif field == "authors" and form.line_is_item:
            record[field] = [line for lines in tagged[tag] for line in lines]
        elif field in _LISTS:
            record[field] = _items(tagged[tag])
        else:
            record[field] = _CNKI_MARK.sub("", " ".join(tagged[tag][0]), count=1).strip()
    return record


def _items(values: list[list[str]]) -> list[str]:
    joined = [" ".join(lines) for lines in values]
    # PubMed marks the main subjects with an asterisk.
    return [item.strip(" *") for value in joined for item in value.split(";") if item.strip(" *")]


def _cut_off(name: str, row: int, *, end: str) -> Problem:
    return Problem(
        file=name,
        row=row,
        column=None,
        expected=f"a record that ends with a line {end}",
        found="a record that is cut off",
        fix="Export the file again.",
    )

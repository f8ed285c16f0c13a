"""Readers of tagged text, a field a line: RIS, PubMed's MEDLINE and Web of Science's plain text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.papers.problems import Problem
from analysis.papers.raw import RawTable, table_of_records
from analysis.papers.readers.reader import TextReader

# The first tags of a field that a record has give it.
_RIS = {
    "title": ("TI", "T1", "CT", "BT"),
    "abstract": ("AB", "N2"),
    "authors": ("AU", "A1"),
    "published": ("DA", "PY", "Y1"),
    "year": ("PY", "Y1", "Y2"),
    "venue": ("T2", "JF", "JO", "JA", "J2"),
    "keywords": ("KW",),
    "lang": ("LA",),
    "doi": ("DO",),
    "url": ("UR", "L2"),
    "id": ("ID", "AN"),
}
_MEDLINE = {
    "title": ("TI", "BTI"),
    "abstract": ("AB",),
    "authors": ("FAU", "AU", "CN"),
    "published": ("DP", "DEP"),
    "venue": ("JT", "TA"),
    "categories": ("MH",),
    "keywords": ("OT",),
    "lang": ("LA",),
    "doi": ("LID", "AID"),
    "id": ("PMID",),
}
_WEB_OF_SCIENCE = {
    "title": ("TI",),
    "abstract": ("AB",),
    "authors": ("AF", "AU"),
    "year": ("PY",),
    "month": ("PD",),
    "venue": ("SO",),
    "categories": ("WC", "SC"),
    "keywords": ("DE", "ID"),
    "lang": ("LA",),
    "doi": ("DI",),
    "id": ("UT",),
    "citations": ("TC",),
}
_LISTS = frozenset({"authors", "categories", "keywords"})
_DOI = re.compile(r"(10\.\d{4,9}/\S+)")
_LINE_END = re.compile(r"\r\n|\r|\n")
_PARTIAL_DATE = re.compile(r"(\d{4})/(\d{0,2})/?(\d{0,2})")

Tagged = dict[str, list[list[str]]]  # tag: its values, each as lines


@dataclass(frozen=True)
class _Form:
    """How a format writes its lines: `line` matches (tag, value), `first` begins a record."""

    name: str
    line: re.Pattern[str]
    fields: dict[str, tuple[str, ...]]
    first: str
    end: str | None = None
    line_is_item: bool = False  # whether each further line of the authors is another author


_RIS_FORM = _Form("RIS", re.compile(r"([A-Z][A-Z0-9])  ?-(?: (.*)|$)"), _RIS, "TY", "ER")
_MEDLINE_FORM = _Form("PubMed text", re.compile(r"([A-Z]{2,4}) *- (.*)"), _MEDLINE, "PMID")
_WOS_FORM = _Form(
    "Web of Science text",
    re.compile(r"([A-Z][A-Z0-9])(?: (.*)|$)"),
    _WEB_OF_SCIENCE,
    "PT",
    "ER",
    line_is_item=True,
)


def _read(text: str, name: str, *, form: _Form) -> RawTable:
    """The records of a text, numbered by the lines that they begin in.

    A record that the end of the file or the next record cuts off is a problem.
    """
    records, problems = [], []
    for row, tagged, is_whole in _records(text, form):
        if is_whole:
            records.append((row, _fields(tagged, form)))
        else:
            problems.append(_cut_off(name, row, end=form.end or ""))
    return table_of_records(records, problems)


def _records(text: str, form: _Form) -> Iterator[tuple[int, Tagged, bool]]:
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


def _fields(tagged: Tagged, form: _Form) -> dict[str, object]:
    record: dict[str, object] = {}
    for field, tags in form.fields.items():
        tag = next((tag for tag in tags if any(map(any, tagged.get(tag, [])))), None)
        if tag is None:
            record[field] = None
        elif field == "authors" and form.line_is_item:
            record[field] = [line for lines in tagged[tag] for line in lines]
        elif field in _LISTS:
            record[field] = _items(tagged[tag])
        else:
            record[field] = " ".join(tagged[tag][0])
    if form is _MEDLINE_FORM:
        record["doi"] = _medline_doi(tagged)
    if form is _WOS_FORM and record["year"]:
        record["published"] = f"{record['year']} {record.pop('month') or ''}".strip()
    if form is _RIS_FORM and isinstance(date := record["published"], str):
        record["published"] = _ris_date(date)
    return record


def _items(values: list[list[str]]) -> list[str]:
    joined = [" ".join(lines) for lines in values]
    # PubMed marks the main subjects with an asterisk.
    return [item.strip(" *") for value in joined for item in value.split(";") if item.strip(" *")]


def _medline_doi(tagged: Tagged) -> str | None:
    values = [" ".join(lines) for tag in ("LID", "AID") for lines in tagged.get(tag, [])]
    found = (_DOI.search(value) for value in values if value.endswith("[doi]"))
    return next((match[1] for match in found if match), None)


def _ris_date(value: str) -> str:
    """RIS writes `2021/03//` for March 2021."""
    match = _PARTIAL_DATE.match(value)
    if not match:
        return value
    return "-".join(part.zfill(2) for part in match.groups() if part)


def _cut_off(name: str, row: int, *, end: str) -> Problem:
    return Problem(
        file=name,
        row=row,
        column=None,
        expected=f"a record that ends with a line {end}",
        found="a record that is cut off",
        fix="Export the file again.",
    )


RIS = TextReader(
    _RIS_FORM.name,
    lambda text: bool(re.search(r"^TY  ?- ?\w", text[:20_000], re.MULTILINE)),
    lambda text, name: _read(text, name, form=_RIS_FORM),
)
MEDLINE = TextReader(
    _MEDLINE_FORM.name,
    lambda text: bool(re.match(r"\s*PMID *- ?\d", text)),
    lambda text, name: _read(text, name, form=_MEDLINE_FORM),
)
WEB_OF_SCIENCE = TextReader(
    _WOS_FORM.name,
    lambda text: bool(re.match(r"\s*(FN .*\s+VR .*\s+)?PT \w", text)),
    lambda text, name: _read(text, name, form=_WOS_FORM),
)

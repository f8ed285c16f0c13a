"""BibTeX reader: entries of a reference manager or a library, damaged ones named by their line."""

import logging
import re
from collections.abc import Mapping
from functools import lru_cache

from analysis.papers.problems import Problem, shown
from analysis.papers.raw import RawTable, table_of_records
from analysis.papers.readers.reader import TextReader

_ENTRY = re.compile(r"^\s*@[A-Za-z]+\s*[{(]", re.MULTILINE)
_COMMENTS = re.compile(r"\A(?:\s*%.*\n)+")
_LOOKED_AT = 20_000
_LETTERS = r"\\(?:ss|oe|OE|ae|AE|aa|AA|[oOlLij])(?![A-Za-z])(?:\{\}|\s+)?"
_ACCENT = r"\\(?:[\"'`^~=.]\s*|[uvHckdbr](?=[\s{\\])\s*)"
_ACCENT += r"(?:\{\\?[A-Za-z]\}|\\[ij](?![A-Za-z])|[A-Za-z])"
_ACCENTED = re.compile(rf"\{{(?:{_ACCENT}|{_LETTERS})\}}|{_ACCENT}|{_LETTERS}|\\[&%#_]")
_AND = re.compile(r"\s+and\s+(?![^{}]*\})")
_MACRO = re.compile(r"\s+#\s+|(?<=[\"}])\s*#\s*|\s*#\s*(?=[\"{])")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
# What a volume does not hand down to its papers.
_OF_A_VOLUME = ("title", "abstract", "author", "doi", "url", "eprint", "keywords", "crossref")
_DATE = ("date", "year", "month")
_VENUES = ("journal", "journaltitle", "booktitle", "publisher")


def _is_bibtex(text: str) -> bool:
    """Whether a text begins with an entry, but for comments in lines of their own."""
    return bool(_ENTRY.match(_COMMENTS.sub("", text[:_LOOKED_AT], count=1)))


def _read(text: str, name: str) -> RawTable:
    """The entries of a BibTeX text, numbered by the lines that they begin in."""
    # Imported here because only BibTeX needs the parser.
    from bibtexparser.model import (
        DuplicateBlockKeyBlock,
        DuplicateFieldKeyBlock,
        Entry,
        ParsingFailedBlock,
    )
    from bibtexparser.splitter import Splitter

    logging.getLogger("bibtexparser.splitter").setLevel(logging.CRITICAL)
    library = Splitter(text).split()
    macros = {string.key.casefold(): _value(string.value, {}) for string in library.strings}
    entries: dict[str, dict[str, str]] = {}
    rows, problems = [], []
    for found in library.blocks:
        # A key that is used twice is no fault of the paper.
        is_twice = isinstance(found, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock)
        block = found.ignore_error_block if is_twice else found
        row = (found.start_line or 0) + 1
        if isinstance(block, Entry):
            fields = {f.key.casefold(): _value(f.value, macros) for f in reversed(block.fields)}
            entries.setdefault(block.key.casefold(), fields)
            rows.append((row, fields))
        elif isinstance(block, ParsingFailedBlock):
            problems.append(_damaged(name, row, found=block.raw or ""))
    parents = {fields.get("crossref", "").casefold() for _, fields in rows}
    volumes = [entries[key] for key in parents if key in entries]
    records = [
        (row, _record(_inherited(fields, entries)))
        for row, fields in rows
        # The volume that papers refer to is none itself.
        if fields.get("abstract") or not any(fields is volume for volume in volumes)
    ]
    return table_of_records(records, problems, unit="line")


def _inherited(fields: dict[str, str], entries: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The fields of an entry, with those of the volume that its `crossref` names where it has none.

    The title of the volume is the `booktitle` of its papers (O. Patashnik, BibTeXing, section 2).
    """
    parent = entries.get(fields.get("crossref", "").casefold(), {})
    own_date = _DATE if fields.keys() & set(_DATE) else ()
    kept = (*_OF_A_VOLUME, *own_date)
    volume = {name: value for name, value in parent.items() if name not in kept}
    if "title" in parent:
        volume.setdefault("booktitle", parent["title"])
    return volume | fields


def _value(raw: str, macros: dict[str, str]) -> str:
    """A field without its delimiters; parts joined by `#`, and macros, are resolved."""
    whole = str(raw).strip()
    if whole[:1] == "{" and whole[-1:] == "}":
        return whole[1:-1].strip()
    parts = [part.strip() for part in _MACRO.split(whole)]
    return "".join(
        part[1:-1] if part[:1] in ('"', "{") else macros.get(part.casefold(), part)
        for part in parts
    ).strip()


def _record(fields: dict[str, str]) -> dict[str, object]:
    venue = next((fields[key] for key in _VENUES if fields.get(key)), None)
    prefix = fields.get("archiveprefix", fields.get("eprinttype", "")).casefold()
    return {
        "title": _readable(fields.get("title")),
        "abstract": _readable(fields.get("abstract")),
        "authors": [
            _readable(part)
            for part in _AND.split(fields.get("author", ""))
            if part and part.strip().casefold() != "others"
        ],
        "published": _date(fields),
        "venue": _readable(venue),
        "keywords": _readable(fields.get("keywords")),
        "lang": fields.get("langid") or fields.get("language"),
        "url": _readable(fields.get("url")),
        "arxiv_id": fields.get("eprint") if prefix == "arxiv" else None,
        "doi": _readable(fields.get("doi")),
    }


def _date(fields: dict[str, str]) -> str | None:
    """The date, else the year with the first of the months: `jun/july` begins in June."""
    if fields.get("date"):
        return fields["date"].split("/")[0]
    year, month = fields.get("year"), fields.get("month", "").strip().casefold()
    if month.isdigit() and 1 <= int(month) <= 12:
        return f"{year}-{int(month):02d}" if year else None
    number = next((n for n, short in enumerate(_MONTHS, 1) if month.startswith(short)), None)
    return f"{year}-{number:02d}" if year and number else year


def _readable(value: str | None) -> str | None:
    """A value with letters for LaTeX accents, and without the braces that protect capitals."""
    if not value:
        return None
    if "\\" in value:
        value = _ACCENTED.sub(lambda match: _accented(match[0]), value)
    if "\\" not in value and "$" not in value:
        value = value.replace("{", "").replace("}", "")
    return " ".join(value.split())


@lru_cache(maxsize=5_000)
def _accented(source: str) -> str:
    from pylatexenc.latex2text import LatexNodes2Text

    return LatexNodes2Text().latex_to_text(source, tolerant_parsing=True)


def _damaged(name: str, row: int, *, found: str) -> Problem:
    return Problem(
        file=name,
        row=row,
        column=None,
        expected="a whole BibTeX entry",
        found=shown(found),
        fix="Close its braces and quotation marks, or delete it.",
    )


BIBTEX = TextReader("BibTeX", _is_bibtex, _read)

"""EndNote reader: its tagged import format (`.enw`, Refer), which Zotero and CNKI write as well."""

import re

from analysis.papers.readers.reader import TextReader
from analysis.papers.readers.tagged import Fields, Tagged, TaggedForm, read_tagged


def _finished(fields: Fields, tagged: Tagged) -> Fields:
    """CNKI writes all authors of a paper in one line: `%A Li Ming%A Wang Fang`."""
    del tagged
    names = fields["authors"] or ()
    return fields | {"authors": [part.strip() for name in names for part in name.split("%A")]}


_FORM = TaggedForm(
    "EndNote",
    re.compile(r"%(\S)(?:\s+(.*)|$)"),
    {
        "title": ("T",),
        "abstract": ("X",),
        "authors": ("A",),
        "published": ("8",),
        "year": ("D",),
        "venue": ("J", "B"),
        "keywords": ("K",),
        "lang": ("G",),
        "doi": ("R",),
        "url": ("U",),
    },
    first="0",
    finished=_finished,
)
ENDNOTE = TextReader(
    _FORM.name,
    lambda text: bool(re.match(r"\s*%0\s+\w", text)),
    lambda text, name: read_tagged(text, name, form=_FORM),
)

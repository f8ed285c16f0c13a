"""Reader of Web of Science's tagged text, "plain text file"."""

import re

from analysis.papers.readers.reader import TextReader
from analysis.papers.readers.tagged import Fields, Tagged, TaggedForm, read_tagged


def _finished(fields: Fields, tagged: Tagged) -> Fields:
    """The year and the month with its day are two fields."""
    del tagged
    year, month = fields["year"], fields.pop("month")
    return fields | {"published": f"{year} {month or ''}".strip()} if year else fields


_FORM = TaggedForm(
    "Web of Science text",
    re.compile(r"([A-Z][A-Z0-9])(?: (.*)|$)"),
    {
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
    },
    first="PT",
    end="ER",
    line_is_item=True,
    finished=_finished,
)
WEB_OF_SCIENCE = TextReader(
    _FORM.name,
    lambda text: bool(re.match(r"\s*(FN .*\s+VR .*\s+)?PT \w", text)),
    lambda text, name: read_tagged(text, name, form=_FORM),
)

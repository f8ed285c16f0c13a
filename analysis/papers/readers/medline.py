"""Reader of PubMed's tagged text, MEDLINE (`.nbib`)."""

import re

from analysis.papers.readers.reader import TextReader
from analysis.papers.readers.tagged import Fields, Tagged, TaggedForm, read_tagged

_DOI = re.compile(r"(10\.\d{4,9}/\S+)")


def _finished(fields: Fields, tagged: Tagged) -> Fields:
    """The identifiers of an article, of which one may be a DOI, are in lines of the same tag."""
    values = [" ".join(lines) for tag in ("LID", "AID") for lines in tagged.get(tag, [])]
    found = (_DOI.search(value) for value in values if value.endswith("[doi]"))
    return fields | {"doi": next((match[1] for match in found if match), None)}


_FORM = TaggedForm(
    "PubMed text",
    re.compile(r"([A-Z]{2,4}) *- (.*)"),
    {
        "title": ("TI", "BTI"),
        "abstract": ("AB",),
        "authors": ("FAU", "AU", "CN"),
        "published": ("DP", "DEP"),
        "venue": ("JT", "TA"),
        "categories": ("MH",),
        "keywords": ("OT",),
        "lang": ("LA",),
        "id": ("PMID",),
    },
    first="PMID",
    finished=_finished,
)
MEDLINE = TextReader(
    _FORM.name,
    lambda text: bool(re.match(r"\s*PMID *- ?\d", text)),
    lambda text, name: read_tagged(text, name, form=_FORM),
)

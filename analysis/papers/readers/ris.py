"""RIS reader: the tagged text of most reference managers and publishers."""

import re

from analysis.papers.readers.reader import TextReader
from analysis.papers.readers.tagged import Fields, Tagged, TaggedForm, read_tagged

_PARTIAL_DATE = re.compile(r"(\d{4})/(\d{0,2})/?(\d{0,2})")


def _finished(fields: Fields, tagged: Tagged) -> Fields:
    """RIS writes `2021/03//` for March 2021."""
    del tagged
    match = _PARTIAL_DATE.match(fields["published"] or "")
    if not match:
        return fields
    return fields | {"published": "-".join(part.zfill(2) for part in match.groups() if part)}


_FORM = TaggedForm(
    "RIS",
    re.compile(r"([A-Z][A-Z0-9])  ?-(?: (.*)|$)"),
    {
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
    },
    first="TY",
    end="ER",
    finished=_finished,
)
RIS = TextReader(
    _FORM.name,
    lambda text: bool(re.search(r"^TY  ?- ?\w", text[:20_000], re.MULTILINE)),
    lambda text, name: read_tagged(text, name, form=_FORM),
)

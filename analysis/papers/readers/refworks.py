"""RefWorks reader: its tagged format, which Zotero and CNKI export as well."""

import re

from analysis.papers.readers.reader import TextReader
from analysis.papers.readers.tagged import TaggedForm, read_tagged

_FORM = TaggedForm(
    "RefWorks",
    # Only tags of the format: an abstract may go on with a line that begins with "AI".
    re.compile(
        r"(RT|SR|ID|A[1-6BDNSV]|T[1-3]|J[FO]|YR|FD|VO|IS|SP|OP|K1|NO|P[BP]|C[LNRT]|D[BOS]|ED|GN|I[DLP]"
        r"|L[AKL]|O[LR]|PM|PMID|PMCID|R[DP]|S[FLNT]|U[1-9L]|U1[0-5]|W[PTV])(?: (.*)|$)"
    ),
    {
        "title": ("T1",),
        "abstract": ("AB",),
        "authors": ("A1",),
        "published": ("FD",),
        "year": ("YR",),
        "venue": ("JF", "JO", "T2"),
        "keywords": ("K1",),
        "lang": ("LA",),
        "doi": ("DO",),
        "url": ("UL", "LK"),
    },
    first="RT",
)
REFWORKS = TextReader(
    _FORM.name,
    lambda text: bool(re.search(r"^RT [A-Z](?s:.*?)^T1 ", text[:20_000], re.MULTILINE)),
    lambda text, name: read_tagged(text, name, form=_FORM),
)

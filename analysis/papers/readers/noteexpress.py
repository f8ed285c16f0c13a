"""NoteExpress reader: its tagged text, which CNKI, Wanfang and VIP export."""

import re

from analysis.papers.readers.reader import TextReader
from analysis.papers.readers.tagged import TaggedForm, read_tagged

_FORM = TaggedForm(
    "NoteExpress",
    re.compile(r"\{([A-Z][\w /]*)\} ?[:：]\s*(.*)"),
    {
        "title": ("Title",),
        "abstract": ("Abstract",),
        "authors": ("Author",),
        "published": ("Date",),
        "year": ("Year",),
        "venue": ("Journal", "Tertiary Title", "Secondary Title"),
        "keywords": ("Keywords",),
        "lang": ("Language",),
        "doi": ("DOI",),
        "url": ("URL", "Link"),
    },
    first="Reference Type",
)
NOTEEXPRESS = TextReader(
    _FORM.name,
    lambda text: bool(re.match(r"\s*\{Reference Type\} ?[:：]", text)),
    lambda text, name: read_tagged(text, name, form=_FORM),
)
